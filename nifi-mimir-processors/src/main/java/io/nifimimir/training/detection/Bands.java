/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.detection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** Whether a column is the target cut into ranges: rounded, binned, or named as low and high. */
final class Bands {
    private static final int FEWEST_ROWS = 50;
    private static final int FEWEST_ROWS_OF_BAND = 5;

    /** Values to a row, on average; with more, ranges are to themselves by chance. */
    private static final int FEWEST_ROWS_PER_BAND = 3;

    /** Two kinds of things may well lie far apart; the ranges of a cut touch. Share of the whole range. */
    private static final double WIDEST_GAP_OF_TWO = 0.02;

    private Bands() {}

    private static final class Range {
        private double least = Double.POSITIVE_INFINITY;
        private double most = Double.NEGATIVE_INFINITY;
        private int rows;

        void add(final double value) {
            least = Math.min(least, value);
            most = Math.max(most, value);
            rows++;
        }
    }

    /**
     * @param key of a row of the table; null for a missing value
     * @return values whose ranges of the target do not overlap; 0 where any do, or where it may be chance
     */
    static int count(final TargetRows target, final IntFunction<Object> key) {
        final Map<Object, Range> byKey = new HashMap<>();
        int rows = 0;
        for (int index = 0; index < target.count(); index++) {
            final Object value = key.apply(target.rows()[index]);
            if (value != null) {
                byKey.computeIfAbsent(value, any -> new Range()).add(target.labels()[index]);
                rows++;
            }
        }

        final List<Range> ranges = new ArrayList<>(byKey.values());
        final long wellFilled = ranges.stream()
                .filter(range -> range.rows >= FEWEST_ROWS_OF_BAND)
                .count();
        if (rows < FEWEST_ROWS || wellFilled < 2 || rows < FEWEST_ROWS_PER_BAND * ranges.size()) {
            return 0;
        }

        ranges.sort(Comparator.comparingDouble((Range range) -> range.least).thenComparingDouble(range -> range.most));
        for (int index = 1; index < ranges.size(); index++) {
            if (ranges.get(index).least < ranges.get(index - 1).most) {
                return 0;
            }
        }

        final double gap = ranges.get(1).least - ranges.getFirst().most;
        final double whole = ranges.getLast().most - ranges.getFirst().least;
        return ranges.size() == 2 && gap > WIDEST_GAP_OF_TWO * whole ? 0 : ranges.size();
    }
}
