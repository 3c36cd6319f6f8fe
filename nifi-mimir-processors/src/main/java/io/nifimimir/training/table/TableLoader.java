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
import io.nifimimir.training.Sentences;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** Reads rows into columns, all of them or as many as fit. */
final class TableLoader {
    private static final int ROWS_BETWEEN_STOP_CHECKS = 4_096;

    /** Of a wide table, adding up its columns for every row would take as long as reading them. */
    private static final int ROWS_BETWEEN_LIMIT_CHECKS = 64;

    /** A sample of fewer rows is no use, and the table is refused. */
    private static final int FEWEST_ROWS = 200;

    /** Columns of whose rare values rows are kept: with more of them, hardly a row could be left out. */
    private static final int MOST_CLASS_COLUMNS = 8;

    private final DatasetHeader header;
    private final List<TableColumn> columns;
    private final DataFingerprint fingerprint;
    private final RowLimit limit;
    private final RowSampler sampler;
    private long rowsRead;
    private int rowCount;

    TableLoader(final DatasetHeader header, final RowLimit limit) {
        this.header = header;
        this.limit = limit;
        this.columns = header.columns().stream().map(TableLoader::column).toList();
        this.fingerprint = new DataFingerprint(header.columns());
        final List<Integer> classes = IntStream.range(0, columns.size())
                .filter(index -> limit.mayBeClass().test(header.columns().get(index)))
                .limit(MOST_CLASS_COLUMNS)
                .boxed()
                .toList();
        this.sampler = RowSampler.of(columns, classes, header.findTimeSeries());
    }

    private static TableColumn column(final Column column) {
        return column.dataType() == DataType.STRING
                ? new TextColumn(column.name())
                : new NumberColumn(column.name(), column.dataType());
    }

    TrainingTable load(final DatasetReader reader, final BooleanSupplier keepGoing) throws IOException {
        for (Object[] row = reader.next(); row != null; row = reader.next()) {
            read(row);
            if (rowsRead % ROWS_BETWEEN_LIMIT_CHECKS == 0 && bytes() > limit.bytes()) {
                thin();
            }

            if (rowsRead % ROWS_BETWEEN_STOP_CHECKS == 0 && !keepGoing.getAsBoolean()) {
                throw new CancellationException(
                        Sentences.of("Stopped while reading the table, after %,d rows", rowsRead));
            }
        }

        if (bytes() > limit.bytes()) {
            thin();
        }

        columns.forEach(TableColumn::finish);
        final String notice = rowCount == rowsRead
                ? ""
                : Sentences.of(
                        "Of %,d rows %,d are learnt from, %s: all of them need more than the %,d bytes of memory that training may use",
                        rowsRead, rowCount, sampler.description(), limit.bytes());
        return new TrainingTable(header, columns, rowCount, fingerprint.finish(), notice);
    }

    /** All rows are looked at, so that the fingerprint is that of the data and not of the sample. */
    private void read(final Object[] row) throws DatasetFormatException {
        if (row.length != columns.size()) {
            throw new DatasetFormatException(Sentences.of(
                    "Row %,d has %d cells, the header %d columns", rowsRead + 1, row.length, columns.size()));
        }

        int index = 0;
        try {
            for (; index < row.length; index++) {
                fingerprint.add(columns.get(index).type(), row[index]);
            }

            index = 0;
            if (sampler.accepts(rowsRead, row)) {
                for (; index < row.length; index++) {
                    columns.get(index).add(row[index]);
                }

                rowCount++;
            }
        } catch (final IllegalArgumentException exception) {
            throw new DatasetFormatException(
                    Sentences.of(
                            "Row %,d, column %s: %s",
                            rowsRead + 1, columns.get(index).name(), exception.getMessage()),
                    exception);
        }

        rowsRead++;
    }

    private long bytes() {
        return columns.stream().mapToLong(TableColumn::bytes).sum() + (long) TrainingTable.BYTES_OF_ROW * rowCount;
    }

    private void thin() throws TrainingLimitException {
        while (bytes() > limit.bytes()) {
            final int[] kept = limit.strategy() == RowLimit.Strategy.SAMPLE ? sampler.thin() : new int[0];
            if (kept.length < FEWEST_ROWS || kept.length == rowCount) {
                throw new TrainingLimitException(rowsRead, limit.bytes());
            }

            columns.forEach(column -> column.retain(kept));
            rowCount = kept.length;
        }
    }
}
