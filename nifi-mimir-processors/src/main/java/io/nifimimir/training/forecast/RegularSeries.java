/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.forecast;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/**
 * A series brought to equal steps. The last point stands on the grid, each other at the nearest step; several points of one step count
 * with their mean, and a step without a point is missing: nothing is invented here, each forecaster bridges it in its own way.
 *
 * @param lastMillis the instant of the last value
 * @param values one for each step, NaN where missing; neither the first nor the last is
 * @param treatment what was done to the series, each in a sentence; empty where it was regular
 */
@SuppressWarnings("ArrayRecordComponent")
record RegularSeries(String entity, SeriesStep step, long lastMillis, double[] values, List<String> treatment) {
    /** What lies further back has no say, and would cost memory and time. */
    static final int MOST_STEPS = 2_000;

    private static final int FEWEST_FOR_BUSINESS_DAYS = 10;
    private static final long DAY = Duration.ofDays(1).toMillis();

    static RegularSeries of(final ObservedSeries series) {
        final int[] finite = finite(series.values());
        final long[] instants = Arrays.stream(finite)
                .mapToLong(index -> series.epochMillis()[index])
                .toArray();
        final double[] observed = Arrays.stream(finite)
                .mapToDouble(index -> series.values()[index])
                .toArray();
        final List<String> treatment = new ArrayList<>();
        if (finite.length < series.values().length) {
            treatment.add(say("%,d points without a finite value left out", series.values().length - finite.length));
        }

        if (finite.length == 0) {
            return new RegularSeries(series.entity(), new SeriesStep.Fixed(DAY), 0, observed, treatment);
        }

        final SeriesStep step = stepOf(instants, treatment);
        final long last = instants[instants.length - 1];
        final long reach = -step.stepsBetween(last, instants[0]);
        final int length = (int) Math.min(MOST_STEPS, reach + 1);
        if (reach + 1 > MOST_STEPS) {
            treatment.add(say("only the last %,d of %,d steps used", MOST_STEPS, reach + 1));
        }

        return new RegularSeries(
                series.entity(), step, last, fill(instants, observed, step, length, treatment), treatment);
    }

    private static int[] finite(final double[] values) {
        final int[] indices = new int[values.length];
        int count = 0;
        for (int index = 0; index < values.length; index++) {
            if (Double.isFinite(values[index])) {
                indices[count++] = index;
            }
        }

        return Arrays.copyOf(indices, count);
    }

    private static double[] fill(
            final long[] instants,
            final double[] observed,
            final SeriesStep step,
            final int length,
            final List<String> treatment) {
        final long last = instants[instants.length - 1];
        final double[] sums = new double[length];
        final int[] counts = new int[length];
        for (int point = 0; point < instants.length; point++) {
            final long index = length - 1 + step.stepsBetween(last, instants[point]);
            if (index >= 0 && index < length) {
                sums[(int) index] += observed[point];
                counts[(int) index]++;
            }
        }

        int first = 0;
        while (counts[first] == 0) {
            first++;
        }

        final double[] values = new double[length - first];
        int missing = 0;
        int shared = 0;
        for (int index = 0; index < values.length; index++) {
            final int count = counts[first + index];
            values[index] = count == 0 ? Double.NaN : sums[first + index] / count;
            missing += count == 0 ? 1 : 0;
            shared += count > 1 ? 1 : 0;
        }

        if (missing > 0) {
            treatment.add(say("%,d of %,d steps have no point and count as missing", missing, values.length));
        }

        if (shared > 0) {
            treatment.add(say("%,d steps have several points and count with their mean", shared));
        }

        return values;
    }

    private static SeriesStep stepOf(final long[] instants, final List<String> treatment) {
        final long[] distances = LongStream.range(1, instants.length)
                .map(index -> instants[(int) index] - instants[(int) index - 1])
                .filter(distance -> distance > 0)
                .sorted()
                .toArray();
        if (distances.length == 0) {
            return new SeriesStep.Fixed(DAY);
        }

        final long median = distances[distances.length / 2];
        if (median == DAY && instants.length >= FEWEST_FOR_BUSINESS_DAYS && neverAtWeekends(instants)) {
            return new SeriesStep.BusinessDays();
        }

        final int months = monthsOf(distances, median);
        return months > 0 ? new SeriesStep.Months(months) : fixed(instants, median, treatment);
    }

    private static boolean neverAtWeekends(final long[] instants) {
        final long span = instants[instants.length - 1] - instants[0];
        return span > 7 * DAY
                && Arrays.stream(instants)
                        .mapToObj(instant -> Instant.ofEpochMilli(instant)
                                .atZone(ZoneOffset.UTC)
                                .getDayOfWeek())
                        .noneMatch(day -> day == DayOfWeek.SATURDAY || day == DayOfWeek.SUNDAY);
    }

    /** Months have unequal lengths: their mean tells them from four weeks, thirteen weeks and fifty-two. */
    private static int monthsOf(final long[] distances, final long median) {
        final double meanDays = Arrays.stream(distances)
                        .filter(distance -> distance < 1.4 * median)
                        .average()
                        .orElse(median)
                / DAY;
        for (final int months : new int[] {1, 3, 6, 12}) {
            final double expected = 365.25 / 12 * months;
            if (Math.abs(meanDays - expected) < 1.0 + 0.002 * expected) {
                return months;
            }
        }

        return 0;
    }

    /** Where more than half of the steps would be empty, the points come in no rhythm that the median could show: longer steps then. */
    private static SeriesStep fixed(final long[] instants, final long median, final List<String> treatment) {
        final long span = instants[instants.length - 1] - instants[0];
        long millis = median;
        while (span / millis + 1 > 2L * instants.length) {
            millis *= 2;
        }

        if (millis > median) {
            treatment.add(say("irregular: brought to steps of %s", Duration.ofMillis(millis)));
        }

        return new SeriesStep.Fixed(millis);
    }

    int observedCount() {
        return (int) Arrays.stream(values).filter(Double::isFinite).count();
    }

    /** The instant of a step after the last value, from 1. */
    long timeAhead(final int stepsAhead) {
        return step.plus(lastMillis, stepsAhead);
    }

    private static String say(final String format, final Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
