/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.excel;

import io.nifimimir.ingest.IngestException;

import java.util.Arrays;

/** The row of an Excel 97 sheet whose cells are coming in. */
final class XlsRow {
    private static final int MAX_COLUMNS = 256;

    private final Object[] cells = new Object[MAX_COLUMNS];
    private int number;
    private int size;

    void clear(final int nextNumber) {
        Arrays.fill(cells, null);
        number = nextNumber;
        size = 0;
    }

    /** As Excel shows it, counted from 1; 0 before the first. */
    int number() {
        return number;
    }

    Object[] cells() {
        return cells;
    }

    int size() {
        return size;
    }

    void put(final int column, final Object value) throws IngestException {
        if (column < 0 || column >= MAX_COLUMNS) {
            throw new IngestException("Row %d: a cell stands in column %d, expected at most %d"
                    .formatted(number, column + 1, MAX_COLUMNS));
        }
        cells[column] = value;
        size = Math.max(size, column + 1);
    }
}
