/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.feature;

import io.nifimimir.dataset.DataType;

import java.util.List;

/** A number or a boolean as it is. */
record NumberEncoding(String column, DataType columnType) implements ColumnEncoding.OfNumber {

    @Override
    public List<String> features() {
        return List.of(column);
    }

    @Override
    public void encode(final double value, final float[] features, final int offset) {
        features[offset] = toFloat(value);
    }

    /** XGBoost takes no infinite values: a stated infinity counts as missing, a number that a float cannot hold as the largest float. */
    static float toFloat(final double value) {
        if (!Double.isFinite(value)) {
            return Float.NaN;
        }

        return (float) Math.clamp(value, -Float.MAX_VALUE, Float.MAX_VALUE);
    }
}
