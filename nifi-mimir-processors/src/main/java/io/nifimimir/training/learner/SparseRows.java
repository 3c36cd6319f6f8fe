/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.learner;

import java.util.Arrays;

/** Rows of which only what is not zero is held, one after the other. */
public final class SparseRows implements RowSource {
    private final int width;
    private int[] starts = new int[64];
    private final SparseRow all = new SparseRow();
    private int rows;

    /** @param width number of columns */
    public SparseRows(final int width) {
        this.width = width;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int rows() {
        return rows;
    }

    /** Adds a value to the row that is being built; zeros are left out. */
    public void add(final int column, final float value) {
        all.add(column, value);
    }

    public void endRow() {
        rows++;
        if (rows == starts.length) {
            starts = Arrays.copyOf(starts, 2 * rows);
        }

        starts[rows] = all.size();
    }

    @Override
    public SparseRow row(final int row) {
        return all.part(starts[row], starts[row + 1]);
    }

    /** The scalar product of a row with weights of the columns. */
    public double dot(final int row, final double[] weights) {
        return row(row).dot(weights, 0);
    }
}
