/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.table;

import io.nifimimir.dataset.TimeSeriesConfig;

import java.util.List;
import java.util.Optional;

/**
 * Which rows of a table that is too large are kept, decided while it streams by: about half of those that are there whenever the limit is
 * reached, and of the rows behind them the same share. The same table gives the same sample.
 */
sealed interface RowSampler permits EvenSampler, NewestSampler {

    /** Whether a row is kept as things stand; where it is, it is added to the columns next. */
    boolean accepts(long rowIndex, Object[] row);

    /** Positions in the columns, ascending, of the rows that are kept now that about half of them must go. */
    int[] thin();

    /** What was kept, in words. */
    String description();

    static RowSampler of(
            final List<TableColumn> columns, final List<Integer> classes, final Optional<TimeSeriesConfig> series) {
        return series.flatMap(config -> columns.stream()
                        .filter(column -> column.name().equals(config.dateColumn()))
                        .findFirst())
                .filter(NumberColumn.class::isInstance)
                .<RowSampler>map(column -> new NewestSampler((NumberColumn) column, columns.indexOf(column)))
                .orElseGet(() -> new EvenSampler(columns, classes));
    }
}
