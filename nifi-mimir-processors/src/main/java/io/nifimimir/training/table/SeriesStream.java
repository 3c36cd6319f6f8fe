/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.table;

import io.nifimimir.dataset.Column;
import io.nifimimir.dataset.DataType;
import io.nifimimir.dataset.DatasetFormatException;
import io.nifimimir.dataset.DatasetReader;
import io.nifimimir.dataset.TimeSeriesConfig;
import io.nifimimir.training.Sentences;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the time series of a dataset row by row, without holding the table: the same points as {@link TrainingTable#series()}, in the order
 * of the rows.
 */
public final class SeriesStream {
    private final DatasetReader reader;
    private final List<Column> columns;
    private final int dateIndex;
    private final int[] metricIndexes;
    private final int[] entityIndexes;

    private SeriesStream(
            final DatasetReader reader, final int dateIndex, final int[] metricIndexes, final int[] entityIndexes) {
        this.reader = reader;
        this.columns = reader.header().columns();
        this.dateIndex = dateIndex;
        this.metricIndexes = metricIndexes;
        this.entityIndexes = entityIndexes;
    }

    /** Empty where the header describes no time series. */
    public static Optional<SeriesStream> of(final DatasetReader reader) {
        final TimeSeriesConfig config = reader.header().timeSeries();
        if (config == null) {
            return Optional.empty();
        }

        final List<Column> columns = reader.header().columns();
        final Map<String, Integer> indexes = new HashMap<>();
        for (int index = 0; index < columns.size(); index++) {
            indexes.putIfAbsent(columns.get(index).name(), index);
        }

        final Integer date = indexes.get(config.dateColumn());
        final int[] metrics = config.metricColumns().stream()
                .filter(indexes::containsKey)
                .mapToInt(indexes::get)
                .filter(index -> columns.get(index).dataType() != DataType.STRING)
                .toArray();
        if (date == null || columns.get(date).dataType() == DataType.STRING || metrics.length == 0) {
            return Optional.empty();
        }

        final int[] entities = config.entityColumns().stream()
                .filter(indexes::containsKey)
                .mapToInt(indexes::get)
                .toArray();
        return Optional.of(new SeriesStream(reader, date, metrics, entities));
    }

    public List<String> metrics() {
        return Arrays.stream(metricIndexes)
                .mapToObj(index -> columns.get(index).name())
                .toList();
    }

    /**
     * Reads all rows. Rows without a date and values that are not finite are left out.
     *
     * @throws DatasetFormatException where a row does not fit the header
     */
    public void forEach(final PointSink sink) throws IOException {
        long rowNumber = 0;
        for (Object[] row = reader.next(); row != null; row = reader.next()) {
            rowNumber++;
            try {
                read(row, sink);
            } catch (final IllegalArgumentException exception) {
                throw new DatasetFormatException(
                        Sentences.of("Row %,d: %s", rowNumber, exception.getMessage()), exception);
            }
        }
    }

    private void read(final Object[] row, final PointSink sink) {
        final double date = number(row, dateIndex);
        if (Double.isNaN(date)) {
            return;
        }

        final long epochMillis = Cells.epochMillis(date);
        final String entity = entity(row);
        for (int metric = 0; metric < metricIndexes.length; metric++) {
            final double value = number(row, metricIndexes[metric]);
            if (Double.isFinite(value)) {
                sink.point(entity, metric, epochMillis, value);
            }
        }
    }

    private double number(final Object[] row, final int index) {
        return Cells.number(columns.get(index).dataType(), row[index]);
    }

    private String entity(final Object[] row) {
        if (entityIndexes.length == 1) {
            return label(row, entityIndexes[0]);
        }

        final List<String> labels = new ArrayList<>();
        for (final int index : entityIndexes) {
            labels.add(label(row, index));
        }
        return String.join(SeriesExtractor.ENTITY_SEPARATOR, labels);
    }

    private String label(final Object[] row, final int index) {
        final DataType type = columns.get(index).dataType();
        if (row[index] == null) {
            return "";
        }
        return type == DataType.STRING ? Cells.text(row[index]) : Cells.label(type, Cells.number(type, row[index]));
    }

    /** Takes the points. */
    @FunctionalInterface
    public interface PointSink {

        /**
         * @param entity names the series among those of its metric; empty for the only one
         * @param metric index into {@link #metrics()}
         */
        void point(String entity, int metric, long epochMillis, double value);
    }
}
