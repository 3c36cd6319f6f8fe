/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.learner;

import java.util.Arrays;
import java.util.List;

/**
 * Encoded rows.
 *
 * @param values row after row, NaN for missing
 * @param names a name for each feature
 * @param categorical whether the feature is a code without order
 */
@SuppressWarnings("ArrayRecordComponent")
public record FeatureMatrix(float[] values, int rows, List<String> names, List<Boolean> categorical) {

    public int columns() {
        return names.size();
    }

    /** The rows at the given positions, copied. */
    public FeatureMatrix select(final int[] positions) {
        final int width = columns();
        final float[] selected = new float[Math.multiplyExact(positions.length, width)];
        for (int index = 0; index < positions.length; index++) {
            System.arraycopy(values, positions[index] * width, selected, index * width, width);
        }

        return new FeatureMatrix(selected, positions.length, names, categorical);
    }

    @Override
    public String toString() {
        return "FeatureMatrix[" + rows + " rows, " + names + ']';
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof FeatureMatrix matrix
                && Arrays.equals(values, matrix.values)
                && names.equals(matrix.names)
                && categorical.equals(matrix.categorical);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }
}
