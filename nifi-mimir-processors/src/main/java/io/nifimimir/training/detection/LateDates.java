/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.detection;

import io.nifimimir.training.feature.NameHints;
import io.nifimimir.training.table.NumberColumn;

import java.util.Arrays;
import java.util.function.IntPredicate;

/** Dates that lie behind the date of their row: a discharge, a repair, a decision. What was planned beforehand may. */
final class LateDates {
    private static final int FEWEST_ROWS = 30;

    /** Share of the rows that are not before the row's date, or the two have no order. */
    private static final double IN_ORDER = 0.95;

    private static final double BEHIND = 0.5;
    private static final double SECONDS_PER_DAY = 86_400;

    private LateDates() {}

    /** The share of rows in which the one date is clearly behind the other; 0 where it is known with the row. */
    static double shareBehind(final NumberColumn dates, final NumberColumn time, final int[] rows) {
        final int[] both = Arrays.stream(rows)
                .filter(row -> !dates.isNull(row) && !time.isNull(row))
                .toArray();
        if (both.length < FEWEST_ROWS || NameHints.isPlanned(dates.name())) {
            return 0;
        }

        // A date without a time of day stands for the whole day
        final boolean days = Arrays.stream(both).allMatch(row -> time.value(row) % SECONDS_PER_DAY == 0);
        final double margin = days ? SECONDS_PER_DAY : 1;
        final double inOrder = share(both, row -> dates.value(row) >= time.value(row));
        final double behind = share(both, row -> dates.value(row) - time.value(row) >= margin);
        return inOrder >= IN_ORDER && behind >= BEHIND ? behind : 0;
    }

    private static double share(final int[] rows, final IntPredicate predicate) {
        return (double) Arrays.stream(rows).filter(predicate).count() / rows.length;
    }
}
