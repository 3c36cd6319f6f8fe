/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest;

import io.nifimimir.dataset.Datetimes;
import io.nifimimir.dataset.Frequency;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.Temporal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Reads the rhythm off the instants of stacked series: the usual step, gaps, duplicates, order. */
final class SeriesClock {
    /** Instants kept for sorting, 32 MB; a longer table is judged by its beginning. */
    private static final int MAX_INSTANTS = 4_000_000;

    /** How far a step may be from a named frequency, as a share of it. */
    private static final double STEP_TOLERANCE = 0.2;

    /** A distance of this many steps is a gap. */
    private static final double GAP_STEPS = 1.5;

    /** Share of the steps that must be near the median for the series to have a rhythm at all. */
    private static final double REGULAR_SHARE = 0.6;

    private final Map<String, Series> seriesByEntity = new HashMap<>();
    private int kept;
    private Temporal first;
    private Temporal last;
    private boolean weekendSeen;

    void accept(final String entity, final Temporal datetime) {
        final Instant instant = Datetimes.toInstant(datetime);
        if (first == null || instant.isBefore(Datetimes.toInstant(first))) {
            first = datetime;
        }
        if (last == null || instant.isAfter(Datetimes.toInstant(last))) {
            last = datetime;
        }
        final DayOfWeek day = instant.atOffset(ZoneOffset.UTC).getDayOfWeek();
        weekendSeen = weekendSeen || day == DayOfWeek.SATURDAY || day == DayOfWeek.SUNDAY;
        if (kept < MAX_INSTANTS) {
            kept++;
            seriesByEntity.computeIfAbsent(entity, key -> new Series()).add(instant.getEpochSecond());
        }
    }

    /**
     * @param first the earliest datetime, as the source writes it
     * @param instants the most instants that one of the series has
     */
    record Rhythm(
            Frequency frequency,
            long stepSeconds,
            Temporal first,
            Temporal last,
            long gaps,
            long duplicates,
            boolean sorted,
            long seriesCount,
            int instants) {}

    Rhythm rhythm() {
        boolean sorted = true;
        long duplicates = 0;
        int instants = 0;
        int stepCount = 0;
        final long[] steps = new long[kept];
        for (final Series series : seriesByEntity.values()) {
            sorted = sorted && series.sorted;
            instants = Math.max(instants, series.size);
            final long[] seconds = series.sortedSeconds();
            for (int index = 1; index < seconds.length; index++) {
                final long step = seconds[index] - seconds[index - 1];
                if (step == 0) {
                    duplicates++;
                } else {
                    steps[stepCount++] = step;
                }
            }
        }
        final long[] used = Arrays.copyOf(steps, stepCount);
        Arrays.sort(used);
        final long step = stepCount == 0 ? 0 : used[stepCount / 2];
        final long regular = Arrays.stream(used)
                .filter(value -> Math.abs(value - step) <= STEP_TOLERANCE * step)
                .count();
        final Frequency frequency =
                regular < REGULAR_SHARE * stepCount || stepCount == 0 ? Frequency.IRREGULAR : name(step);
        final long gaps = frequency == Frequency.IRREGULAR ? 0 : countGaps(used, frequency, step);
        return new Rhythm(frequency, step, first, last, gaps, duplicates, sorted, seriesByEntity.size(), instants);
    }

    private static long countGaps(final long[] steps, final Frequency frequency, final long step) {
        // From Friday to Monday is no gap between business days
        final double longest = frequency == Frequency.BUSINESS_DAILY ? 3 * 86_400 : GAP_STEPS * step;
        return Arrays.stream(steps).filter(value -> value > longest).count();
    }

    private Frequency name(final long step) {
        for (final Frequency frequency : Frequency.values()) {
            final long nominal = frequency.nominalPeriod().toSeconds();
            final boolean near = Math.abs(step - nominal) <= STEP_TOLERANCE * nominal;
            if (near && frequency == Frequency.DAILY && !weekendSeen) {
                return Frequency.BUSINESS_DAILY;
            }
            if (near && frequency != Frequency.IRREGULAR) {
                return frequency;
            }
        }
        return nearestBelow(step);
    }

    /** Every 10 minutes is minutely with a step of 600 seconds: the step says the rest. */
    private static Frequency nearestBelow(final long step) {
        Frequency nearest = Frequency.SECONDLY;
        for (final Frequency frequency : Frequency.values()) {
            final boolean named = frequency != Frequency.IRREGULAR && frequency != Frequency.BUSINESS_DAILY;
            if (named && frequency.nominalPeriod().toSeconds() <= step) {
                nearest = frequency;
            }
        }
        return nearest;
    }

    private static final class Series {
        private long[] seconds = new long[16];
        private int size;
        private boolean sorted = true;

        void add(final long second) {
            sorted = sorted && (size == 0 || second >= seconds[size - 1]);
            if (size == seconds.length) {
                seconds = Arrays.copyOf(seconds, size * 2);
            }
            seconds[size++] = second;
        }

        long[] sortedSeconds() {
            final long[] copy = Arrays.copyOf(seconds, size);
            if (!sorted) {
                Arrays.sort(copy);
            }
            return copy;
        }
    }
}
