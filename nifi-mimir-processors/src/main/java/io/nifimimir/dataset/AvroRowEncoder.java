/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dataset;

import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Writes rows into an object container file of Avro's, straight from the row's characters. The columns are taken as they are known with the first row. */
final class AvroRowEncoder implements RowEncoder {
    private final OutputStream output;
    private final List<ColumnForm> columns;
    private final AvroBytes bytes = new AvroBytes();
    private AvroCellWriter[] cells;
    private DataFileWriter<GenericRecord> file;
    private boolean unfit;

    AvroRowEncoder(final OutputStream output, final List<ColumnForm> columns) {
        this.output = output;
        this.columns = columns;
    }

    @Override
    public boolean write(final RowBuffer row) throws IOException {
        if (file == null) {
            open();
        }
        unfit = unfit || cells.length != columns.size() || !encode(row);
        if (unfit) {
            return false;
        }
        file.appendEncoded(bytes.content());
        return true;
    }

    private void open() throws IOException {
        cells = columns.stream()
                .map(form -> new AvroCellWriter(AvroColumn.of(form), bytes))
                .toArray(AvroCellWriter[]::new);
        file = new DataFileWriter<GenericRecord>(new GenericDatumWriter<>());
        // Else each block would be written to the disk by itself
        file.setFlushOnEveryBlock(false);
        file.create(AvroSchemas.ofRows(columns), output);
    }

    private boolean encode(final RowBuffer row) {
        bytes.clear();
        for (int index = 0; index < cells.length; index++) {
            if (!cells[index].write(row, index)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        if (file == null) {
            open();
        }
        // Closing the file would close the stream beneath, which is the caller's
        file.flush();
    }
}
