/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.excel;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;

/** The rows of a sheet as a stream, whatever the file's format; rows without any cell are left out. */
interface SheetRows extends Closeable {
    /** Rows that Excel can show since 2007. */
    int MAX_ROWS = 1_048_576;

    /** @return the next row, or null after the last */
    Row next() throws IOException;

    /** How many cells read so far hold an error, by its kind, such as {@code #DIV/0!}; such cells are null. */
    Map<String, Long> errors();

    /**
     * One row.
     *
     * @param number as Excel shows it, counted from 1; rising from row to row
     * @param cells texts, numbers, booleans, dates, datetimes and nulls
     */
    record Row(int number, boolean hidden, Object[] cells) {}
}
