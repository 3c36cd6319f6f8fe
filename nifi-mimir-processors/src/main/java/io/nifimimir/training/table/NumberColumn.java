/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.table;

import io.nifimimir.dataset.DataType;

import java.util.Arrays;

/** A numeric, datetime (seconds since 1970) or boolean (0, 1) column; NaN stands for a missing cell. */
public final class NumberColumn implements TableColumn {
    private static final int FIRST_CAPACITY = 64;

    private final String name;
    private final DataType type;
    private double[] values = new double[FIRST_CAPACITY];
    private int size;

    NumberColumn(final String name, final DataType type) {
        this.name = name;
        this.type = type;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public DataType type() {
        return type;
    }

    @Override
    public int size() {
        return size;
    }

    public double value(final int row) {
        return values[row];
    }

    @Override
    public boolean isNull(final int row) {
        return Double.isNaN(values[row]);
    }

    @Override
    public String label(final int row) {
        return isNull(row) ? null : Cells.label(type, values[row]);
    }

    @Override
    public void add(final Object cell) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size + (size >> 1));
        }

        values[size] = Cells.number(type, cell);
        size++;
    }

    @Override
    public void retain(final int[] rows) {
        final double[] kept = new double[Math.max(FIRST_CAPACITY, rows.length)];
        for (int index = 0; index < rows.length; index++) {
            kept[index] = values[rows[index]];
        }

        values = kept;
        size = rows.length;
    }

    @Override
    public long bytes() {
        return (long) values.length * Double.BYTES;
    }
}
