/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest;

import io.nifimimir.dataset.RowBuffer;

import java.io.IOException;

/**
 * Some rows of a table, that are typed and profiled column by column, so that what belongs to a column stays in the processor's cache. Used again and again.
 */
final class RowBatch {
    private static final int ROWS = 64;
    private static final int CELLS = 200_000;
    private static final int CHARACTERS = 1 << 20;

    private final RowBuffer[] rows = new RowBuffer[ROWS];
    private long[][] hashes = new long[0][];
    private int size;
    private int characters;

    /** Rows that are set. */
    int size() {
        return size;
    }

    RowBuffer row(final int index) {
        return rows[index];
    }

    /** Whether it is so large that a second one like it may not have a place in a small memory. */
    boolean isLarge() {
        return characters >= 2 * CHARACTERS;
    }

    /** Keeps only the first rows. */
    void truncate(final int kept) {
        size = kept;
    }

    void swap(final int one, final int other) {
        final RowBuffer row = rows[one];
        rows[one] = rows[other];
        rows[other] = row;
    }

    /** Where the profilers put the hashes of a row's cells. */
    long[] hashes(final int row, final int columns) {
        if (hashes.length <= row || hashes[row].length != columns) {
            hashes = new long[Math.max(row + 1, size)][columns];
        }
        return hashes[row];
    }

    /** Reads rows until there are enough for one go. */
    void fill(final RowSource source, final long wanted, final int columns) throws IOException {
        size = 0;
        for (final RowBuffer row : rows) {
            if (row != null) {
                row.clear();
            }
        }
        characters = 0;
        final long most = Math.min(wanted, Math.clamp(CELLS / Math.max(1, columns), 1, ROWS));
        while (size < most && characters < CHARACTERS) {
            if (rows[size] == null) {
                rows[size] = new RowBuffer();
            }
            if (!source.next(rows[size])) {
                return;
            }
            characters += rows[size].characters();
            size++;
        }
    }

    /** Where rows come from. */
    @FunctionalInterface
    interface RowSource {
        boolean next(RowBuffer row) throws IOException;
    }
}
