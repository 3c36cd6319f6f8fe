/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.drift;

import java.util.Arrays;

/**
 * How many rows fell into each part of each season.
 *
 * @param hours of the day
 * @param weekdays Monday first
 * @param months January first
 */
@SuppressWarnings("ArrayRecordComponent")
public record SeasonCounts(long[] hours, long[] weekdays, long[] months) {
    static SeasonCounts empty() {
        return new SeasonCounts(
                new long[SeasonPart.HOUR_OF_DAY.cells()],
                new long[SeasonPart.DAY_OF_WEEK.cells()],
                new long[SeasonPart.MONTH_OF_YEAR.cells()]);
    }

    void add(final long epochSecond) {
        hours[SeasonPart.HOUR_OF_DAY.cellOf(epochSecond)]++;
        weekdays[SeasonPart.DAY_OF_WEEK.cellOf(epochSecond)]++;
        months[SeasonPart.MONTH_OF_YEAR.cellOf(epochSecond)]++;
    }

    SeasonCounts plus(final SeasonCounts others) {
        return new SeasonCounts(sum(hours, others.hours), sum(weekdays, others.weekdays), sum(months, others.months));
    }

    /** Shares of the cells of a season; empty where no row had a time. */
    double[] shares(final SeasonPart season) {
        return switch (season) {
            case NONE -> new double[] {1};
            case HOUR_OF_DAY -> shares(hours);
            case DAY_OF_WEEK -> shares(weekdays);
            case MONTH_OF_YEAR -> shares(months);
        };
    }

    private static double[] shares(final long[] counts) {
        final double rows = Arrays.stream(counts).sum();
        return rows == 0
                ? new double[0]
                : Arrays.stream(counts).mapToDouble(count -> count / rows).toArray();
    }

    private static long[] sum(final long[] first, final long[] second) {
        final long[] sum = new long[first.length];
        Arrays.setAll(sum, index -> first[index] + second[index]);
        return sum;
    }
}
