/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.excel;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** The rows of a sheet in the format of Excel 97, as they were spooled. */
final class XlsRows implements SheetRows {
    private final DataInputStream input;
    private final boolean date1904;
    private final Map<String, Long> errors = new LinkedHashMap<>();
    private boolean ended;

    XlsRows(final InputStream spooled, final boolean date1904) {
        input = new DataInputStream(new BufferedInputStream(spooled));
        this.date1904 = date1904;
    }

    @Override
    public Row next() throws IOException {
        final Row row = ended ? null : SpooledRow.read(input, date1904, errors);
        ended = row == null;
        return row;
    }

    @Override
    public Map<String, Long> errors() {
        return errors;
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
