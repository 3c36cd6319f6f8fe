/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.learner;

import java.util.Arrays;

/** What is not zero in a row. Filled anew for each row, or a part of longer arrays. */
public final class SparseRow {
    private static final int FIRST_CAPACITY = 64;

    private int[] columns;
    private float[] values;
    private final int from;
    private int to;

    SparseRow() {
        this(new int[FIRST_CAPACITY], new float[FIRST_CAPACITY], 0, 0);
    }

    private SparseRow(final int[] columns, final float[] values, final int from, final int to) {
        this.columns = columns;
        this.values = values;
        this.from = from;
        this.to = to;
    }

    /** What was added from one place until before another, not copied. */
    SparseRow part(final int begin, final int end) {
        return new SparseRow(columns, values, begin, end);
    }

    /** How much was added, zeros not counted. */
    int size() {
        return to - from;
    }

    void clear() {
        to = 0;
    }

    /** Zeros are left out. */
    void add(final int column, final float value) {
        if (value == 0) {
            return;
        }

        if (to == columns.length) {
            columns = Arrays.copyOf(columns, 2 * to);
            values = Arrays.copyOf(values, 2 * to);
        }

        columns[to] = column;
        values[to] = value;
        to++;
    }

    /** The scalar product with one column of weights, that begin at {@code offset}. */
    double dot(final double[] weights, final int offset) {
        double sum = 0;
        for (int index = from; index < to; index++) {
            sum += values[index] * weights[offset + columns[index]];
        }

        return sum;
    }

    /** Adds a multiple to the sums that begin at {@code offset}. */
    void addTo(final double[] sums, final int offset, final double factor) {
        for (int index = from; index < to; index++) {
            sums[offset + columns[index]] += factor * values[index];
        }
    }
}
