/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest;

import io.nifimimir.dataset.DatasetHeader;
import io.nifimimir.dataset.DatasetWriter;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** A dataset whose header is settled and whose rows wait to be written. */
public final class ConvertedDataset implements Closeable {
    private final DatasetHeader header;
    private final List<ColumnReading> readings;
    private final RowSpool spool;

    ConvertedDataset(final DatasetHeader header, final List<ColumnReading> readings, final RowSpool spool) {
        this.header = header;
        this.readings = readings;
        this.spool = spool;
    }

    public DatasetHeader header() {
        return header;
    }

    /** Writes the rows; the writer is left open. */
    public void writeRows(final DatasetWriter writer) throws IOException {
        try (RowSpool.Cursor rows = spool.open()) {
            for (Object[] row = rows.next(); row != null; row = rows.next()) {
                final Object[] typed = new Object[readings.size()];
                for (int index = 0; index < row.length; index++) {
                    typed[index] = readings.get(index).read(row[index]);
                }
                writer.write(typed);
            }
        }
    }

    @Override
    public void close() throws IOException {
        spool.close();
    }
}
