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

    /** How many different numbers each feature has in an even sample of the rows; missing ones do not count. */
    int[] distinctValues(final int mostRows) {
        final int step = rows / mostRows + 1;
        final float[] sample = new float[(rows + step - 1) / step];
        final int[] distinct = new int[columns()];
        for (int column = 0; column < distinct.length; column++) {
            for (int index = 0; index < sample.length; index++) {
                sample[index] = values[index * step * distinct.length + column];
            }

            // Missing ones are sorted to the end
            Arrays.sort(sample);
            for (int index = 0; index < sample.length && !Float.isNaN(sample[index]); index++) {
                distinct[column] += index == 0 || sample[index] != sample[index - 1] ? 1 : 0;
            }
        }

        return distinct;
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
