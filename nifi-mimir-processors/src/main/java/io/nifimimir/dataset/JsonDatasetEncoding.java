/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One JSON object, header first and {@code rows} last, one object a row; a column that was found late is absent in the rows before. */
public final class JsonDatasetEncoding implements DatasetEncoding {
    public static final String MIME_TYPE = "application/json";

    private static final byte[] ROWS_BEGIN = ",\"rows\":[".getBytes(StandardCharsets.UTF_8);
    private static final byte[] ROWS_END = "]}".getBytes(StandardCharsets.UTF_8);

    @Override
    public String mimeType() {
        return MIME_TYPE;
    }

    @Override
    public RowEncoder encodeRows(final OutputStream output, final List<ColumnForm> columns) throws IOException {
        return new JsonRowEncoder(output, columns);
    }

    @Override
    public boolean takesLateColumns() {
        return true;
    }

    /** A number stands with the digits of its source and a datetime as text, so only the type itself matters. */
    @Override
    public boolean isCompatible(final ColumnForm encoded, final ColumnForm settled) {
        return encoded.name().equals(settled.name()) && encoded.dataType() == settled.dataType();
    }

    @Override
    public void assemble(
            final DatasetHeader header,
            final List<ColumnForm> columns,
            final InputStream rows,
            final OutputStream output)
            throws IOException {
        final byte[] fields = DatasetJson.MAPPER.writeValueAsBytes(header);
        // The rows are JSON already, and take the place of the brace that closes the header
        output.write(fields, 0, fields.length - 1);
        output.write(ROWS_BEGIN);
        rows.transferTo(output);
        output.write(ROWS_END);
    }
}
