/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.apache.avro.Schema;

import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.DateTimeException;
import java.util.List;

/** Reads the Avro encoding as a stream, block by block. */
public final class AvroDatasetReader implements DatasetReader {
    private final AvroContainer file;
    private final DatasetHeader header;
    private final List<AvroColumn> columns;
    private final AvroCellReader[] cells;
    private ByteBuffer block = ByteBuffer.allocate(0);
    private long rowsInBlock;
    private long rowNumber;

    /**
     * Reads the header.
     *
     * @throws DatasetFormatException where the content is no dataset
     */
    public AvroDatasetReader(final InputStream input) throws IOException {
        file = new AvroContainer(input);
        final String codec = file.metadata("avro.codec");
        if (codec != null && !"null".equals(codec)) {
            throw DatasetJson.notADataset("the blocks of its Avro file are compressed by [%s]".formatted(codec));
        }
        header = readHeader();
        columns = AvroSchemas.columns(readSchema(), header.columns());
        cells = columns.stream().map(AvroCellReader::new).toArray(AvroCellReader[]::new);
    }

    @Override
    public DatasetHeader header() {
        return header;
    }

    @Override
    public DatasetEncoding encoding() {
        return new AvroDatasetEncoding();
    }

    @Override
    public List<ColumnForm> forms() {
        return header.columns().stream()
                .map(column -> columns.get(column.index()).toForm(column.name()))
                .toList();
    }

    @Override
    public Object[] next() throws IOException {
        while (rowsInBlock == 0) {
            if (block.hasRemaining()) {
                throw new DatasetFormatException(
                        "Row %d: %,d bytes follow it in its block".formatted(rowNumber, block.remaining()));
            }
            if (!file.next()) {
                requireAllRows();
                return null;
            }
            rowsInBlock = file.rows();
            block = file.block().order(ByteOrder.LITTLE_ENDIAN);
        }
        rowsInBlock--;
        rowNumber++;
        if (rowNumber > header.rowCount()) {
            throw new DatasetFormatException(
                    "Row %d: expected %,d rows, as the header says".formatted(rowNumber, header.rowCount()));
        }
        return readRow();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private DatasetHeader readHeader() throws IOException {
        final String json = file.metadata(AvroDatasetEncoding.HEADER);
        if (json == null) {
            throw DatasetJson.notADataset("its Avro file has no metadata [%s]".formatted(AvroDatasetEncoding.HEADER));
        }
        final String place = "in the metadata [%s]".formatted(AvroDatasetEncoding.HEADER);
        try {
            return DatasetJson.toHeader(DatasetJson.MAPPER.readTree(json), place);
        } catch (final JsonProcessingException e) {
            throw new DatasetFormatException(
                    "Expected a dataset's header as JSON %s: %s".formatted(place, e.getOriginalMessage()), e);
        }
    }

    private Schema readSchema() throws DatasetFormatException {
        final String schema = file.metadata("avro.schema");
        if (schema == null) {
            throw DatasetJson.notADataset("its Avro file has no schema");
        }
        try {
            return new Schema.Parser().parse(schema);
        } catch (final RuntimeException e) {
            // Of a damaged schema, Avro throws more than the exceptions of its own
            throw new DatasetFormatException("The schema of the Avro file cannot be read: " + e.getMessage(), e);
        }
    }

    private void requireAllRows() throws DatasetFormatException {
        if (rowNumber < header.rowCount()) {
            throw new DatasetFormatException("The Avro file ends after %,d rows, expected %,d as the header says"
                    .formatted(rowNumber, header.rowCount()));
        }
    }

    private Object[] readRow() throws DatasetFormatException {
        final Object[] row = new Object[cells.length];
        for (int index = 0; index < row.length; index++) {
            try {
                row[index] = cells[index].read(block);
            } catch (final BufferUnderflowException e) {
                throw misfit(index, "the end of its block", e);
            } catch (final IllegalArgumentException | DateTimeException e) {
                throw misfit(index, e.getMessage(), e);
            }
        }
        return row;
    }

    private DatasetFormatException misfit(final int index, final String found, final RuntimeException cause) {
        final Column column = header.columns().get(index);
        return new DatasetFormatException(
                "Row %d, column [%s]: expected %s, found %s"
                        .formatted(rowNumber, column.name(), column.dataType().wireName(), found),
                cause);
    }
}
