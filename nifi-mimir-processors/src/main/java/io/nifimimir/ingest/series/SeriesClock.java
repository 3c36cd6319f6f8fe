/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.series;

import io.nifimimir.dataset.Frequency;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.stream.LongStream;

/**
 * Reads the rhythm off the instants of stacked series: the usual step, gaps, duplicates, order. The instants are kept, to be sorted, up to a limit; beyond it
 * series that are sorted are read on as they come, and others are judged by their beginning.
 */
final class SeriesClock {
    /** Instants kept for sorting, 16 MB. */
    private static final int MAX_INSTANTS = 2_000_000;

    private static final int MAX_SERIES = 200_000;
    private static final int MAX_PLACES = 1_000;
    private static final long SECONDS_PER_DAY = 86_400;

    /** How far a step may be from a named frequency, as a share of it. */
    private static final double STEP_TOLERANCE = 0.2;

    /** A distance of this many steps is a gap. */
    private static final double GAP_STEPS = 1.5;

    /** Share of the steps that must be near the median for the series to have a rhythm at all. */
    private static final double REGULAR_SHARE = 0.6;

    /** Days of points that tell a day of rest from one that happened to have no point. */
    private static final int MIN_DAYS_FOR_REST = 15;

    private final Map<Long, Series> seriesByKey = new HashMap<>();
    private final StepHistogram steps = new StepHistogram();
    private final Queue<Step> longest = new PriorityQueue<>(Comparator.comparingLong(Step::length));
    private final long[] weekdays = new long[DayOfWeek.values().length];
    private long latestKey;
    private Series latest;
    private int kept;
    private boolean streaming;
    private boolean cut;
    private boolean sorted = true;
    private long duplicates;

    /** A distance between neighbouring points. */
    private record Step(Series series, long from, long to) {
        long length() {
            return to - from;
        }
    }

    /**
     * A place where points are missing.
     *
     * @param series what the label of its series was made with
     * @param from seconds since 1970
     */
    record Gap(List<String> series, long from, long to, long missing) {}

    /**
     * @param points the most points that one of the series has
     * @param cut whether only the beginning was judged
     */
    record Rhythm(
            Frequency frequency,
            long stepSeconds,
            long gapCount,
            List<Gap> gaps,
            long duplicates,
            boolean sorted,
            long seriesCount,
            long points,
            boolean cut) {}

    /** Makes the label of a series when it is seen first. */
    @FunctionalInterface
    interface Label {
        List<String> make();
    }

    void accept(final long key, final long seconds, final Label label) {
        if (cut) {
            return;
        }
        Series series = key == latestKey ? latest : seriesByKey.get(key);
        if (series == null) {
            if (seriesByKey.size() == MAX_SERIES) {
                cut = true;
                return;
            }
            series = new Series(label.make());
            seriesByKey.put(key, series);
        }
        latestKey = key;
        latest = series;
        weekdays[(int) Math.floorMod(Math.floorDiv(seconds, SECONDS_PER_DAY) + 3, (long) weekdays.length)]++;
        if (streaming) {
            stream(series, seconds);
            return;
        }
        series.keep(seconds);
        kept++;
        if (kept == MAX_INSTANTS) {
            readKept();
            streaming = seriesByKey.values().stream().allMatch(Series::isMonotonic);
            cut = !streaming;
        }
    }

    private void stream(final Series series, final long seconds) {
        if (series.count == 0) {
            series.note(seconds);
            return;
        }
        final long previous = series.last;
        series.note(seconds);
        if (!series.isMonotonic()) {
            cut = true;
            return;
        }
        sorted = sorted && series.ascending;
        step(series, Math.min(previous, seconds), Math.max(previous, seconds));
    }

    private void readKept() {
        for (final Series series : seriesByKey.values()) {
            sorted = sorted && series.ascending;
            final long[] seconds = series.release();
            for (int index = 1; index < seconds.length; index++) {
                step(series, seconds[index - 1], seconds[index]);
            }
        }
    }

    private void step(final Series series, final long from, final long to) {
        if (from == to) {
            duplicates++;
            return;
        }
        steps.add(to - from);
        if (longest.size() < MAX_PLACES) {
            longest.add(new Step(series, from, to));
        } else if (longest.element().length() < to - from) {
            longest.remove();
            longest.add(new Step(series, from, to));
        }
    }

    Rhythm rhythm() {
        if (kept < MAX_INSTANTS) {
            readKept();
        }
        final long step = steps.median();
        final long regular = steps.count(value -> Math.abs(value - step) <= STEP_TOLERANCE * step);
        final Frequency frequency =
                step == 0 || regular < REGULAR_SHARE * steps.total() ? Frequency.IRREGULAR : name(step);
        final double longestStep = longestStep(frequency, step);
        final boolean hasRhythm = frequency != Frequency.IRREGULAR;
        return new Rhythm(
                frequency,
                step,
                hasRhythm ? steps.count(value -> value > longestStep) : 0,
                hasRhythm ? gaps(frequency, step, longestStep) : List.of(),
                duplicates,
                sorted,
                seriesByKey.size(),
                seriesByKey.values().stream()
                        .mapToLong(series -> series.count)
                        .max()
                        .orElse(0),
                cut);
    }

    /** A longer distance is a gap: from Friday to Monday is none between business days. */
    private double longestStep(final Frequency frequency, final long step) {
        return frequency == Frequency.BUSINESS_DAILY ? (restDays() + 1) * SECONDS_PER_DAY : GAP_STEPS * step;
    }

    private List<Gap> gaps(final Frequency frequency, final long step, final double longestStep) {
        final List<Gap> gaps = new ArrayList<>();
        for (final Step place : longest) {
            if (place.length() > longestStep) {
                final long missing = frequency == Frequency.BUSINESS_DAILY
                        ? workdaysBetween(place.from(), place.to())
                        : Math.max(1, Math.round((double) place.length() / step) - 1);
                gaps.add(new Gap(place.series().label, place.from(), place.to(), missing));
            }
        }
        gaps.sort(Comparator.comparingLong(Gap::from));
        return gaps;
    }

    private long workdaysBetween(final long from, final long to) {
        final long firstDay = Math.floorDiv(from, SECONDS_PER_DAY) + 1;
        return LongStream.range(firstDay, Math.floorDiv(to, SECONDS_PER_DAY))
                .filter(day -> weekdays[LocalDate.ofEpochDay(day).getDayOfWeek().ordinal()] > 0)
                .count();
    }

    private long restDays() {
        return Arrays.stream(weekdays).filter(count -> count == 0).count();
    }

    private Frequency name(final long step) {
        for (final Frequency frequency : Frequency.values()) {
            final long nominal = frequency.nominalPeriod().toSeconds();
            final boolean near = Math.abs(step - nominal) <= STEP_TOLERANCE * nominal;
            if (near && frequency == Frequency.DAILY && hasDaysOfRest()) {
                return Frequency.BUSINESS_DAILY;
            }
            if (near && frequency != Frequency.IRREGULAR) {
                return frequency;
            }
        }
        return nearestBelow(step);
    }

    /** One or two days of the week without any point, whichever these are where the user lives. */
    private boolean hasDaysOfRest() {
        final long rest = restDays();
        return rest >= 1 && rest <= 2 && Arrays.stream(weekdays).sum() >= MIN_DAYS_FOR_REST;
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
        private final List<String> label;
        private long[] seconds = new long[4];
        private long count;
        private long last;
        private boolean ascending = true;
        private boolean descending = true;

        Series(final List<String> label) {
            this.label = label;
        }

        void keep(final long second) {
            if (count == seconds.length) {
                seconds = Arrays.copyOf(seconds, seconds.length * 2);
            }
            seconds[(int) count] = second;
            note(second);
        }

        void note(final long second) {
            ascending = ascending && (count == 0 || second >= last);
            descending = descending && (count == 0 || second <= last);
            last = second;
            count++;
        }

        boolean isMonotonic() {
            return ascending || descending;
        }

        /** The instants kept, in the order of time; they are not kept any longer. */
        long[] release() {
            final long[] instants = Arrays.copyOf(seconds, (int) count);
            seconds = new long[0];
            if (!ascending) {
                Arrays.sort(instants);
            }
            return instants;
        }
    }
}
