/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.drift;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/** The rows of a training table that its reference is made from, in the order of time, where they have one. */
public final class ReferenceRows {
    /** Time of a row that has none. */
    public static final long NO_TIME = Long.MIN_VALUE;

    /** A larger table is no better known by more of its rows. */
    private static final int MOST_ROWS = 400_000;

    /** Rows side by side, so that what neighbours have in common is seen. */
    private static final int ROWS_OF_RUN = 2_000;

    private final int[] rows;

    private final long[] epochSeconds;

    private ReferenceRows(final int[] rows, final long[] epochSeconds) {
        this.rows = rows;
        this.epochSeconds = epochSeconds;
    }

    public static ReferenceRows withoutTime(final int rowCount) {
        return of(rowCount, row -> NO_TIME);
    }

    /** @param epochSecond time of a row; {@link #NO_TIME} where it has none */
    public static ReferenceRows of(final int rowCount, final IntToLongFunction epochSecond) {
        final int[] chosen = choose(rowCount);
        final long[] times =
                Arrays.stream(chosen).mapToLong(epochSecond::applyAsLong).toArray();
        // Stable, so that rows of one time and those of a table without times stay as they came
        final Integer[] order = IntStream.range(0, chosen.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingLong(index -> times[index]));
        return new ReferenceRows(
                Arrays.stream(order).mapToInt(index -> chosen[index]).toArray(),
                Arrays.stream(order).mapToLong(index -> times[index]).toArray());
    }

    private static int[] choose(final int rowCount) {
        if (rowCount <= MOST_ROWS) {
            return IntStream.range(0, rowCount).toArray();
        }
        final int runs = MOST_ROWS / ROWS_OF_RUN;
        final int[] chosen = new int[runs * ROWS_OF_RUN];
        for (int run = 0; run < runs; run++) {
            final int start = (int) ((long) run * (rowCount - ROWS_OF_RUN) / (runs - 1));
            for (int index = 0; index < ROWS_OF_RUN; index++) {
                chosen[run * ROWS_OF_RUN + index] = start + index;
            }
        }
        return Arrays.stream(chosen).distinct().toArray();
    }

    /** Whether any row has a time. */
    boolean hasTime() {
        return epochSeconds.length > 0 && epochSeconds[epochSeconds.length - 1] != NO_TIME;
    }

    public int size() {
        return rows.length;
    }

    /** Its number in the table. */
    int row(final int index) {
        return rows[index];
    }

    long epochSecond(final int index) {
        return epochSeconds[index];
    }
}
