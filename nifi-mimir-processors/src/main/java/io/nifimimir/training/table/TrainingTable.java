/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.table;

import io.nifimimir.dataset.DatasetFormatException;
import io.nifimimir.dataset.DatasetHeader;
import io.nifimimir.dataset.DatasetReader;
import io.nifimimir.dataset.TimeSeriesConfig;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A dataset in memory, column by column: 1 to 8 bytes for a number, a datetime or a boolean, by its digits, and 1 to 4 bytes and a share
 * of the dictionary for a string. {@link io.nifimimir.training.TrainingHeap} tells what training takes on top of it.
 */
public final class TrainingTable {
    /** Leaves room for the training, and for the rest of NiFi, in a heap of 512 MB. */
    public static final long DEFAULT_LIMIT_BYTES = 128L << 20;

    /** What a row takes besides its cells while it is learnt from: its place in divisions of the rows, its label, its hash. */
    static final int BYTES_OF_ROW = 32;

    private final DatasetHeader header;
    private final List<TableColumn> columns;
    private final int rowCount;
    private final String fingerprint;

    private final String notice;

    TrainingTable(
            final DatasetHeader header,
            final List<TableColumn> columns,
            final int rowCount,
            final String fingerprint,
            final String notice) {
        this.header = header;
        this.columns = List.copyOf(columns);
        this.rowCount = rowCount;
        this.fingerprint = fingerprint;
        this.notice = notice;
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
        return load(reader, RowLimit.refusing(limitBytes), keepGoing);
    }

    /**
     * Reads all rows, or as many as fit.
     *
     * @throws TrainingLimitException where the columns would take more memory than the limit allows, and a sample is not wanted or too small
     * @throws DatasetFormatException where a row does not fit the header
     * @throws CancellationException soon after {@code keepGoing} turns false
     */
    public static TrainingTable load(final DatasetReader reader, final RowLimit limit, final BooleanSupplier keepGoing)
            throws IOException {
        return new TableLoader(reader.header(), limit).load(reader, keepGoing);
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

    /** SHA-256 of columns and values of all rows that were read, hexadecimal; independent of metadata and of the encoding that was read. */
    public String fingerprint() {
        return fingerprint;
    }

    /** Which rows were left out because all of them were too many, in a sentence; empty where none was. */
    public String notice() {
        return notice;
    }

    /** Memory that the table holds, in bytes, with what its rows take while they are learnt from. */
    public long bytes() {
        return columns.stream().mapToLong(TableColumn::bytes).sum() + (long) BYTES_OF_ROW * rowCount;
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
