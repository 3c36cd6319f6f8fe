/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.series;

import io.nifimimir.dataset.RowBuffer;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The first cells of a column that may be the time axis, or may tell stacked series apart: hashes, and the texts that these stand for. */
final class ColumnSample {
    /** A column of more values in the sample has too few rows for each of them to be a series. */
    private static final int MOST_TEXTS = 5_001;

    private final int index;
    private long[] hashes = new long[256];
    private long[] seconds;
    private final Map<Long, String> texts = new HashMap<>();
    private int size;

    /** @param temporal whether the column holds datetimes */
    ColumnSample(final int index, final boolean temporal) {
        this.index = index;
        seconds = temporal ? new long[256] : null;
    }

    int index() {
        return index;
    }

    boolean isTemporal() {
        return seconds != null;
    }

    /** @param rowNumber rows before this one; those that the column was not yet known in become nulls */
    void accept(final int rowNumber, final RowBuffer row, final long hash) {
        if (rowNumber >= hashes.length) {
            hashes = Arrays.copyOf(hashes, Math.max(rowNumber + 1, hashes.length * 2));
            seconds = seconds == null ? null : Arrays.copyOf(seconds, hashes.length);
        }
        hashes[rowNumber] = hash;
        size = rowNumber + 1;
        if (hash == 0) {
            return;
        }
        if (seconds != null && row.kind(index).isTemporal()) {
            seconds[rowNumber] = row.epochSeconds(index);
        } else if (seconds == null && texts.size() < MOST_TEXTS && !texts.containsKey(hash)) {
            texts.put(hash, row.string(index));
        }
    }

    /** The hash of the cell; 0 for null. */
    long hash(final int rowNumber) {
        return rowNumber < size ? hashes[rowNumber] : 0;
    }

    long seconds(final int rowNumber) {
        return seconds[rowNumber];
    }

    String text(final long hash) {
        return texts.getOrDefault(hash, "");
    }

    /** Distinct values among the cells that were kept. */
    int distinct() {
        return texts.size();
    }

    long nulls(final int rows) {
        long nulls = 0;
        for (int row = 0; row < rows; row++) {
            nulls += hash(row) == 0 ? 1 : 0;
        }
        return nulls;
    }
}
