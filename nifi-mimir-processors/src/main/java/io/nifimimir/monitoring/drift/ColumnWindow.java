/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.drift;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The values of a column in the rows that are to be judged.
 *
 * @param counts by bin of the {@link ColumnReference}, the missing ones last
 * @param exampleRows by bin, the number of a row in the window, from 1 on; 0 where there is none
 * @param exampleValues by bin, the number in that row
 * @param minimum of the numbers; null where there is none
 * @param maximum of the numbers
 * @param newLevels levels that training never saw, those that came first
 */
@SuppressWarnings("ArrayRecordComponent")
public record ColumnWindow(
        long[] counts,
        long[] exampleRows,
        double[] exampleValues,
        Double minimum,
        Double maximum,
        Map<String, NewLevel> newLevels) {
    /** More than these, and it is no category. */
    static final int MOST_NEW_LEVELS = 20;

    public ColumnWindow {
        newLevels = new LinkedHashMap<>(newLevels);
    }

    /**
     * A level that training never saw.
     *
     * @param row that it came in first, from 1 on
     */
    public record NewLevel(long count, long row) {}

    static ColumnWindow empty(final ColumnBins bins) {
        final int size = bins.size() + 1;
        return new ColumnWindow(new long[size], new long[size], new double[size], null, null, new LinkedHashMap<>());
    }

    /** @param later rows behind those of this window */
    ColumnWindow plus(final ColumnWindow later, final long rowsOfThis) {
        final ColumnWindow both = new ColumnWindow(
                counts.clone(),
                exampleRows.clone(),
                exampleValues.clone(),
                minimum == null || later.minimum != null && later.minimum < minimum ? later.minimum : minimum,
                maximum == null || later.maximum != null && later.maximum > maximum ? later.maximum : maximum,
                newLevels);
        for (int bin = 0; bin < counts.length; bin++) {
            both.counts[bin] += later.counts[bin];
            if (exampleRows[bin] == 0 && later.exampleRows[bin] > 0) {
                both.exampleRows[bin] = rowsOfThis + later.exampleRows[bin];
                both.exampleValues[bin] = later.exampleValues[bin];
            }
        }
        later.newLevels.forEach((level, found) -> both.addNewLevel(level, found.count(), rowsOfThis + found.row()));
        return both;
    }

    void count(final int bin, final long row, final double value) {
        if (counts[bin] == 0) {
            exampleRows[bin] = row;
            exampleValues[bin] = value;
        }
        counts[bin]++;
    }

    void addNewLevel(final String level, final long count, final long row) {
        final NewLevel known = newLevels.get(level);
        if (known != null) {
            newLevels.put(level, new NewLevel(known.count() + count, known.row()));
        } else if (newLevels.size() < MOST_NEW_LEVELS) {
            newLevels.put(level, new NewLevel(count, row));
        }
    }

    long missing() {
        return counts[counts.length - 1];
    }

    /** Counts of the bins, without the missing ones. */
    long[] present() {
        return Arrays.copyOf(counts, counts.length - 1);
    }
}
