/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dataset;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** Datasets as they stand on the wire. */
public final class Datasets {
    private Datasets() {}

    public static byte[] json(final DatasetHeader header, final List<Object[]> rows) throws IOException {
        final List<ColumnForm> forms = header.columns().stream()
                .map(column -> new ColumnForm(
                        column.name(),
                        column.dataType(),
                        ColumnForm.Numbers.DECIMAL,
                        Datetimes.Form.MIXED,
                        0,
                        Datetimes.Fraction.NANOS,
                        38,
                        10))
                .toList();
        return encode(new JsonDatasetEncoding(), header, forms, rows);
    }

    /** In the narrowest types that hold the cells. */
    public static byte[] avro(final DatasetHeader header, final List<Object[]> rows) throws IOException {
        return encode(new AvroDatasetEncoding(), header, Forms.of(header, rows), rows);
    }

    static byte[] encode(
            final DatasetEncoding encoding,
            final DatasetHeader header,
            final List<ColumnForm> forms,
            final List<Object[]> rows)
            throws IOException {
        final ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        try (RowEncoder encoder = encoding.encodeRows(encoded, forms)) {
            final RowBuffer buffer = new RowBuffer();
            for (final Object[] row : rows) {
                buffer.set(row);
                assertTrue(encoder.write(buffer), () -> Arrays.toString(row) + " does not fit " + forms);
            }
        }
        final ByteArrayOutputStream dataset = new ByteArrayOutputStream();
        encoding.assemble(header, forms, new ByteArrayInputStream(encoded.toByteArray()), dataset);
        return dataset.toByteArray();
    }
}
