/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.table;

import io.nifimimir.dataset.TimeSeriesConfig;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Cuts a table into its time series. */
final class SeriesExtractor {
    static final String ENTITY_SEPARATOR = " / ";

    private final TrainingTable table;
    private final TimeSeriesConfig config;
    private final NumberColumn dates;

    SeriesExtractor(final TrainingTable table, final TimeSeriesConfig config) {
        this.table = table;
        this.config = config;
        this.dates = numberColumn(config.dateColumn()).orElse(null);
    }

    Stream<SeriesValues> series() {
        if (dates == null) {
            return Stream.empty();
        }

        return rowsByEntity().entrySet().stream()
                .flatMap(entity -> config.metricColumns().stream()
                        .flatMap(metric -> numberColumn(metric).stream())
                        .map(metric -> series(entity.getKey(), metric, entity.getValue()))
                        .filter(series -> series.values().length > 0));
    }

    private Optional<NumberColumn> numberColumn(final String name) {
        return table.findColumn(name).filter(NumberColumn.class::isInstance).map(NumberColumn.class::cast);
    }

    private Map<String, List<Integer>> rowsByEntity() {
        final List<TableColumn> entityColumns = config.entityColumns().stream()
                .flatMap(name -> table.findColumn(name).stream())
                .toList();
        final Map<String, List<Integer>> rowsByEntity = new LinkedHashMap<>();
        for (int row = 0; row < table.rowCount(); row++) {
            if (dates.isNull(row)) {
                continue;
            }

            final int currentRow = row;
            final String entity = entityColumns.stream()
                    .map(column -> column.isNull(currentRow) ? "" : column.label(currentRow))
                    .collect(Collectors.joining(ENTITY_SEPARATOR));
            rowsByEntity.computeIfAbsent(entity, key -> new ArrayList<>()).add(row);
        }

        for (final List<Integer> rows : rowsByEntity.values()) {
            rows.sort(Comparator.comparingDouble(dates::value));
        }

        return rowsByEntity;
    }

    private SeriesValues series(final String entity, final NumberColumn metric, final List<Integer> rows) {
        final int[] finite = rows.stream()
                .mapToInt(Integer::intValue)
                .filter(row -> Double.isFinite(metric.value(row)))
                .toArray();
        final long[] epochMillis = new long[finite.length];
        final double[] values = new double[finite.length];
        for (int point = 0; point < finite.length; point++) {
            epochMillis[point] = Cells.epochMillis(dates.value(finite[point]));
            values[point] = metric.value(finite[point]);
        }

        return new SeriesValues(entity, metric.name(), epochMillis, values);
    }
}
