/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.table;

import io.nifimimir.dataset.Column;
import io.nifimimir.dataset.DataType;
import io.nifimimir.dataset.DatasetFormatException;
import io.nifimimir.dataset.DatasetHeader;
import io.nifimimir.dataset.DatasetReader;
import io.nifimimir.dataset.TimeSeriesConfig;
import io.nifimimir.training.Sentences;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A dataset in memory, column by column: 8 bytes for a number, a datetime or a boolean, 4 bytes and a share of the dictionary for a
 * string. Training on top of it takes about as much heap again, and native memory of XGBoost's of the same order.
 */
public final class TrainingTable {
    /** Sixteen million numbers; leaves room for the rest of NiFi in a heap of 512 MB. */
    public static final long DEFAULT_LIMIT_BYTES = 128L << 20;

    private static final int ROWS_BETWEEN_STOP_CHECKS = 4_096;

    private final DatasetHeader header;
    private final List<TableColumn> columns;
    private final int rowCount;
    private final String fingerprint;

    private TrainingTable(
            final DatasetHeader header, final List<TableColumn> columns, final int rowCount, final String fingerprint) {
        this.header = header;
        this.columns = List.copyOf(columns);
        this.rowCount = rowCount;
        this.fingerprint = fingerprint;
    }

    /**
     * Reads all rows.
     *
     * @param limitBytes memory that the columns may take
     * @throws TrainingLimitException where they would take more
     * @throws DatasetFormatException where a row does not fit the header
     * @throws CancellationException soon after {@code keepGoing} turns false
     */
    public static TrainingTable load(final DatasetReader reader, final long limitBytes, final BooleanSupplier keepGoing)
            throws IOException {
        final DatasetHeader header = reader.header();
        final List<TableColumn> columns = new ArrayList<>();
        for (final Column column : header.columns()) {
            columns.add(
                    column.dataType() == DataType.STRING
                            ? new TextColumn(column.name())
                            : new NumberColumn(column.name(), column.dataType()));
        }

        final DataFingerprint fingerprint = new DataFingerprint(header.columns());
        int rowCount = 0;
        for (Object[] row = reader.next(); row != null; row = reader.next()) {
            addRow(columns, row, rowCount, fingerprint);
            rowCount++;
            if (columns.stream().mapToLong(TableColumn::bytes).sum() > limitBytes) {
                throw new TrainingLimitException(rowCount, limitBytes);
            }

            if (rowCount % ROWS_BETWEEN_STOP_CHECKS == 0 && !keepGoing.getAsBoolean()) {
                throw new CancellationException(
                        Sentences.of("Stopped while reading the table, after %,d rows", rowCount));
            }
        }

        return new TrainingTable(header, columns, rowCount, fingerprint.finish());
    }

    private static void addRow(
            final List<TableColumn> columns, final Object[] row, final int rowIndex, final DataFingerprint fingerprint)
            throws DatasetFormatException {
        if (row.length != columns.size()) {
            throw new DatasetFormatException(Sentences.of(
                    "Row %,d has %d cells, the header %d columns", rowIndex + 1, row.length, columns.size()));
        }

        for (int index = 0; index < row.length; index++) {
            final TableColumn column = columns.get(index);
            try {
                column.add(row[index]);
            } catch (final IllegalArgumentException exception) {
                throw new DatasetFormatException(
                        Sentences.of("Row %,d, column %s: %s", rowIndex + 1, column.name(), exception.getMessage()),
                        exception);
            }

            fingerprint.add(column.type(), row[index]);
        }
    }

    public DatasetHeader header() {
        return header;
    }

    public int rowCount() {
        return rowCount;
    }

    public int columnCount() {
        return columns.size();
    }

    /** SHA-256 of columns and values, hexadecimal; independent of metadata and of the encoding that was read. */
    public String fingerprint() {
        return fingerprint;
    }

    /** Memory that the columns hold, in bytes. */
    public long bytes() {
        return columns.stream().mapToLong(TableColumn::bytes).sum();
    }

    public List<TableColumn> columns() {
        return columns;
    }

    public Optional<TableColumn> findColumn(final String name) {
        return columns.stream().filter(column -> column.name().equals(name)).findFirst();
    }

    /**
     * The time series that the header describes, one for each entity and metric that has a point, made one at a time; none where it
     * describes none. Rows without a date or with a value that is not finite are left out.
     */
    public Stream<SeriesValues> series() {
        final TimeSeriesConfig config = header.timeSeries();
        return config == null ? Stream.empty() : new SeriesExtractor(this, config).series();
    }
}
