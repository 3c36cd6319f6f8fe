/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.learner;

import java.util.Arrays;

/** Rows of which only what is not zero is held, one after the other. */
public final class SparseRows {
    private final int width;
    private int[] starts = new int[64];
    private int[] columns = new int[256];
    private float[] values = new float[256];
    private int rows;
    private int size;

    /** @param width number of columns */
    public SparseRows(final int width) {
        this.width = width;
    }

    int width() {
        return width;
    }

    int rows() {
        return rows;
    }

    /** Adds a value to the row that is being built; zeros are left out. */
    public void add(final int column, final float value) {
        if (value == 0) {
            return;
        }

        if (size == columns.length) {
            columns = Arrays.copyOf(columns, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
        }

        columns[size] = column;
        values[size] = value;
        size++;
    }

    public void endRow() {
        rows++;
        if (rows == starts.length) {
            starts = Arrays.copyOf(starts, 2 * rows);
        }

        starts[rows] = size;
    }

    /** The scalar product of a row with one column of weights, that begin at {@code offset}. */
    public double dot(final int row, final double[] weights, final int offset) {
        double sum = 0;
        for (int index = starts[row]; index < starts[row + 1]; index++) {
            sum += values[index] * weights[offset + columns[index]];
        }

        return sum;
    }

    /** Adds a multiple of a row to the sums that begin at {@code offset}. */
    void addTo(final double[] sums, final int offset, final int row, final double factor) {
        for (int index = starts[row]; index < starts[row + 1]; index++) {
            sums[offset + columns[index]] += factor * values[index];
        }
    }
}
