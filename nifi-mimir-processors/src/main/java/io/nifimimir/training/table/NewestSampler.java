/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.table;

import java.util.stream.IntStream;

/** Keeps the newest rows of a time series: gaps would be taken for missing data, and old data matters least. */
final class NewestSampler implements RowSampler {
    private final NumberColumn dates;
    private final int index;

    /** Rows at or before it are left out. */
    private double cutoff = Double.NEGATIVE_INFINITY;

    NewestSampler(final NumberColumn dates, final int index) {
        this.dates = dates;
        this.index = index;
    }

    @Override
    public boolean accepts(final long rowIndex, final Object[] row) {
        return cutoff == Double.NEGATIVE_INFINITY || Cells.number(dates.type(), row[index]) > cutoff;
    }

    @Override
    public int[] thin() {
        final double[] sorted = IntStream.range(0, dates.size())
                .mapToDouble(dates::value)
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        cutoff = sorted.length == 0 ? Double.POSITIVE_INFINITY : sorted[sorted.length / 2];
        return IntStream.range(0, dates.size())
                .filter(row -> dates.value(row) > cutoff)
                .toArray();
    }

    @Override
    public String description() {
        return "the newest, from behind " + Cells.label(dates.type(), cutoff);
    }
}
