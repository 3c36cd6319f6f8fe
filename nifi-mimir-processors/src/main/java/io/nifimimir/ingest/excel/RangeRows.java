/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.excel;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;

/** The rows of a part of a sheet; the cells beside it are blank. */
final class RangeRows implements SheetRows {
    private final SheetRows sheet;
    private final SheetRange range;

    /** @param sheet is closed with the rows */
    RangeRows(final SheetRows sheet, final SheetRange range) {
        this.sheet = sheet;
        this.range = range;
    }

    @Override
    public Row next() throws IOException {
        Row row = sheet.next();
        while (row != null && row.number() < range.firstRow()) {
            row = sheet.next();
        }
        return row == null || row.number() > range.lastRow() ? null : cut(row);
    }

    private Row cut(final Row row) {
        final int width = (int) Math.min(row.cells().length, range.lastColumn() + 1L);
        final Object[] cells = Arrays.copyOf(row.cells(), width);
        Arrays.fill(cells, 0, Math.min(range.firstColumn(), width), null);
        return new Row(row.number(), row.hidden(), cells);
    }

    @Override
    public Map<String, Long> errors() {
        return sheet.errors();
    }

    @Override
    public void close() throws IOException {
        sheet.close();
    }
}
