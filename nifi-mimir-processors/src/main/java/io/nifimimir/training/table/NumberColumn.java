/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.table;

import io.nifimimir.dataset.DataType;

/** A numeric, datetime (seconds since 1970) or boolean (0, 1) column; NaN stands for a missing cell. */
public final class NumberColumn implements TableColumn {
    private final String name;
    private final DataType type;
    private PackedNumbers values = new PackedNumbers();

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
        return values.size();
    }

    public double value(final int row) {
        return values.get(row);
    }

    @Override
    public boolean isNull(final int row) {
        return Double.isNaN(values.get(row));
    }

    @Override
    public String label(final int row) {
        return isNull(row) ? null : Cells.label(type, values.get(row));
    }

    @Override
    public void add(final Object cell) {
        values.add(Cells.number(type, cell));
    }

    @Override
    public void finish() {
        values.finish();
    }

    @Override
    public void retain(final int[] rows) {
        values = values.select(rows);
    }

    @Override
    public long bytes() {
        return values.bytes();
    }
}
