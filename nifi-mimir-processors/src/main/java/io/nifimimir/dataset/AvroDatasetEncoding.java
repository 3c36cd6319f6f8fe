/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dataset;

import org.apache.avro.file.DataFileStream;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/**
 * An object container file of Avro's, with the header as JSON in its metadata and the rows as records of typed, nullable fields. Any reader of Avro reads the
 * rows; {@link AvroSchemas} says what stands beside them.
 *
 * @see <a href="https://avro.apache.org/docs/1.12.0/specification/">Apache Avro specification 1.12</a>
 */
public final class AvroDatasetEncoding implements DatasetEncoding {
    /** The name that NiFi has for it. */
    public static final String MIME_TYPE = "application/avro-binary";

    /** The key of the file's metadata under which the header stands. */
    static final String HEADER = "mimir.dataset";

    @Override
    public String mimeType() {
        return MIME_TYPE;
    }

    @Override
    public RowEncoder encodeRows(final OutputStream output, final List<ColumnForm> columns) {
        return new AvroRowEncoder(output, columns);
    }

    @Override
    public boolean takesLateColumns() {
        return false;
    }

    /** Types may be wider than they need be: what they hold is known by then. */
    @Override
    public boolean isCompatible(final ColumnForm encoded, final ColumnForm settled) {
        final boolean noDatetimes = settled.dataType() == DataType.DATETIME && settled.datetimes() == null;
        return encoded.name().equals(settled.name())
                && encoded.dataType() == settled.dataType()
                && (noDatetimes || AvroColumn.of(encoded).holds(AvroColumn.of(settled)));
    }

    /** The rows keep the types that they were encoded with, and go behind the header block by block as they are. */
    @Override
    public void assemble(
            final DatasetHeader header,
            final List<ColumnForm> columns,
            final InputStream rows,
            final OutputStream output)
            throws IOException {
        final DataFileStream<GenericRecord> encoded = new DataFileStream<>(rows, new GenericDatumReader<>());
        final DataFileWriter<GenericRecord> file = new DataFileWriter<>(new GenericDatumWriter<>());
        file.setMeta(HEADER, DatasetJson.MAPPER.writeValueAsBytes(header));
        file.setFlushOnEveryBlock(false);
        file.create(encoded.getSchema(), output);
        file.appendAllFrom(encoded, false);
        // Closing the two would close the streams beneath, which are the caller's
        file.flush();
    }
}
