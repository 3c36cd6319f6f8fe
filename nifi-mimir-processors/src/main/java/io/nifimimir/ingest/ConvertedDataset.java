/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest;

import io.nifimimir.dataset.ColumnForm;
import io.nifimimir.dataset.DatasetEncoding;
import io.nifimimir.dataset.DatasetHeader;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/** A dataset whose header is settled and whose rows are encoded. */
public final class ConvertedDataset implements Closeable {
    private final DatasetHeader header;
    private final List<ColumnForm> forms;
    private final DatasetEncoding encoding;
    private final Spool rows;

    ConvertedDataset(
            final DatasetHeader header,
            final List<ColumnForm> forms,
            final DatasetEncoding encoding,
            final Spool rows) {
        this.header = header;
        this.forms = forms;
        this.encoding = encoding;
        this.rows = rows;
    }

    public DatasetHeader header() {
        return header;
    }

    /** Writes the dataset; the stream is left open. */
    public void writeTo(final OutputStream output) throws IOException {
        try (InputStream encoded = rows.input()) {
            encoding.assemble(header, forms, encoded, output);
        }
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
