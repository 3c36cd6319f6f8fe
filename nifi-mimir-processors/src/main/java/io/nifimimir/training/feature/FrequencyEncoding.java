/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.feature;

import java.util.List;
import java.util.Map;

/**
 * A category of many levels as the share of training rows that had its level.
 *
 * @param shares levels that appeared more than once; a level that is not here has the share {@code rareShare}
 */
record FrequencyEncoding(String column, Map<String, Double> shares, double rareShare) implements ColumnEncoding.OfText {

    @Override
    public List<String> features() {
        return List.of(column + ".frequency");
    }

    @Override
    public void encode(final String value, final float[] features, final int offset) {
        features[offset] = value == null
                ? Float.NaN
                : shares.getOrDefault(value, rareShare).floatValue();
    }
}
