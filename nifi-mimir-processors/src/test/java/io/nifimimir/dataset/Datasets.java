/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dataset;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/** Datasets as they stand on the wire. */
public final class Datasets {
    private Datasets() {}

    public static byte[] json(final DatasetHeader header, final List<Object[]> rows) throws IOException {
        final DatasetEncoding encoding = new JsonDatasetEncoding();
        final List<ColumnForm> forms = header.columns().stream()
                .map(column -> new ColumnForm(
                        column.name(), column.dataType(), ColumnForm.Numbers.DECIMAL, Datetimes.Form.MIXED, 0, Datetimes.Fraction.NANOS, 38, 10))
                .toList();
        final ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        try (RowEncoder encoder = encoding.encodeRows(encoded, forms)) {
            final RowBuffer buffer = new RowBuffer();
            for (final Object[] row : rows) {
                buffer.set(row);
                encoder.write(buffer);
            }
        }
        final ByteArrayOutputStream dataset = new ByteArrayOutputStream();
        encoding.assemble(header, forms, new ByteArrayInputStream(encoded.toByteArray()), dataset);
        return dataset.toByteArray();
    }
}
