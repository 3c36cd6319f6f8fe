/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.evaluation;

import io.nifimimir.monitoring.rule.RuleCondition;
import io.nifimimir.monitoring.series.Season;
import io.nifimimir.monitoring.series.SeriesPoint;
import io.nifimimir.monitoring.series.SortedWindow;
import io.nifimimir.monitoring.trend.MonotoneTrend;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The points that a trend is looked for in, up to the newest one. What repeats each day or week is no trend: where the window holds many
 * cycles of it, whole cycles are compared; where it holds few, the usual course of a cycle is taken out, as the cycles before the window
 * show it. What a window says depends on points within {@link #reach} before its end alone.
 */
final class TrendWindow {
    /** More points than these cost time and tell little more. */
    private static final int MOST_BINS = 48;

    private static final int MANY_CYCLES = MonotoneTrend.MINIMUM_POINTS;

    private static final int FEWEST_CYCLES = 3;

    private static final int CYCLES_OF_PROFILE = 8;

    /** A course is taken out where it leaves less than this share of the scatter; else it only adds noise. */
    private static final double WORTHWHILE = 0.85;

    /** Points that stand close together say nothing of the whole window. */
    private static final double SMALLEST_SPAN = 0.5;

    private final Duration window;

    private final Season season;

    private final Deque<SeriesPoint> points = new ArrayDeque<>();

    private long profileEnd = Long.MIN_VALUE;

    private Optional<double[]> profile = Optional.empty();

    /** @param window null for a number of points */
    TrendWindow(final Duration window, final Season season) {
        this.window = window;
        this.season = season;
    }

    /** How far back from its end the points have a say, beside those of a window that is a number of points. */
    Duration reach() {
        final Duration ofProfile = season.cycle().multipliedBy(CYCLES_OF_PROFILE + 1L);
        return window == null ? ofProfile : ofProfile.plus(window);
    }

    void add(final SeriesPoint point) {
        points.addLast(point);
        final Instant oldest = point.timestamp().minus(reach());
        while (points.size() > RuleCondition.Trend.DEFAULT_STEPS
                && points.getFirst().timestamp().isBefore(oldest)) {
            points.removeFirst();
        }
    }

    /** The points of the window that ends with the newest one, ready to be tested; empty where they are too few, or their rhythm is not known. */
    Optional<Sample> sample() {
        final List<SeriesPoint> all = List.copyOf(points);
        final List<SeriesPoint> inside = inside(all);
        if (inside.size() < MonotoneTrend.MINIMUM_POINTS) {
            return Optional.empty();
        }
        final long first = inside.getFirst().timestamp().toEpochMilli();
        final long last = inside.getLast().timestamp().toEpochMilli();
        if (window != null && last - first < SMALLEST_SPAN * window.toMillis()) {
            return Optional.empty();
        }
        final long cycle = season.cycle().toMillis();
        if (cycle == 0) {
            return Optional.of(thinned(inside, new double[1], width(last - first)));
        }
        final double cycles = (double) (last - first) / cycle;
        if (cycles >= MANY_CYCLES) {
            return Optional.of(
                    thinned(inside, new double[season.phases()], cycle * (long) Math.ceil(cycles / MOST_BINS)));
        }
        final Optional<double[]> course = profileBefore(all, Math.floorDiv(first, cycle) * cycle);
        if (course.isEmpty() && cycles < FEWEST_CYCLES) {
            return Optional.empty();
        }
        return Optional.of(thinned(inside, course.orElseGet(() -> new double[season.phases()]), width(last - first)));
    }

    private List<SeriesPoint> inside(final List<SeriesPoint> all) {
        if (window == null) {
            return all.subList(Math.max(0, all.size() - RuleCondition.Trend.DEFAULT_STEPS), all.size());
        }
        final Instant begin = all.getLast().timestamp().minus(window);
        int from = all.size();
        while (from > 0 && !all.get(from - 1).timestamp().isBefore(begin)) {
            from--;
        }
        return all.subList(from, all.size());
    }

    private static long width(final long span) {
        return span / MOST_BINS + 1;
    }

    /** Medians of bins that end with the newest point; a bin that the window does not fill is left out where it would lack phases. */
    private Sample thinned(final List<SeriesPoint> inside, final double[] course, final long width) {
        final long last = inside.getLast().timestamp().toEpochMilli();
        final boolean wholeCycles =
                season.cycle().toMillis() > 0 && width >= season.cycle().toMillis();
        final long bins = (last - inside.getFirst().timestamp().toEpochMilli()) / width + (wholeCycles ? 0 : 1);
        final List<double[]> sample = new ArrayList<>();
        int index = 0;
        for (long bin = bins - 1; bin >= 0; bin--) {
            final long begin = last - (bin + 1) * width;
            final long end = last - bin * width;
            final List<SeriesPoint> ofBin = new ArrayList<>();
            while (index < inside.size() && inside.get(index).timestamp().toEpochMilli() <= end) {
                if (inside.get(index).timestamp().toEpochMilli() > begin) {
                    ofBin.add(inside.get(index));
                }
                index++;
            }
            if (!ofBin.isEmpty()) {
                sample.add(new double[] {
                    median(ofBin.stream()
                            .mapToDouble(point -> last - point.timestamp().toEpochMilli())
                            .map(distance -> -distance)
                            .toArray()),
                    median(ofBin.stream()
                            .mapToDouble(point -> point.value() - course[season.phaseOf(point.timestamp())])
                            .toArray())
                });
            }
        }
        return new Sample(
                sample.stream().mapToDouble(bin -> bin[0]).toArray(),
                sample.stream().mapToDouble(bin -> bin[1]).toArray());
    }

    /** What each phase usually differs from the middle of its cycle; empty where too few cycles are known. Zero where they show no course. */
    private Optional<double[]> profileBefore(final List<SeriesPoint> all, final long end) {
        if (end != profileEnd) {
            profile = learnProfile(all, end);
            profileEnd = end;
        }
        return profile;
    }

    private Optional<double[]> learnProfile(final List<SeriesPoint> all, final long end) {
        final long cycle = season.cycle().toMillis();
        final List<List<Double>> ofPhases = new ArrayList<>();
        for (int phase = 0; phase < season.phases(); phase++) {
            ofPhases.add(new ArrayList<>());
        }
        int cycles = 0;
        double scatter = 0;
        for (int back = 1; back <= CYCLES_OF_PROFILE; back++) {
            final long begin = end - back * cycle;
            final List<SeriesPoint> ofCycle = all.stream()
                    .filter(point -> point.timestamp().toEpochMilli() >= begin
                            && point.timestamp().toEpochMilli() < begin + cycle)
                    .toList();
            final double middle =
                    median(ofCycle.stream().mapToDouble(SeriesPoint::value).toArray());
            cycles += ofCycle.isEmpty() ? 0 : 1;
            for (final SeriesPoint point : ofCycle) {
                ofPhases.get(season.phaseOf(point.timestamp())).add(point.value() - middle);
                scatter += Math.abs(point.value() - middle);
            }
        }
        if (cycles < FEWEST_CYCLES) {
            return Optional.empty();
        }
        final double[] course = new double[season.phases()];
        double rest = 0;
        for (int phase = 0; phase < course.length; phase++) {
            final double[] distances = ofPhases.get(phase).stream()
                    .mapToDouble(Double::doubleValue)
                    .toArray();
            final double usual = distances.length < 2 ? 0 : median(distances);
            rest += Arrays.stream(distances)
                    .map(distance -> Math.abs(distance - usual))
                    .sum();
            course[phase] = usual;
        }
        return Optional.of(rest < WORTHWHILE * scatter ? course : new double[course.length]);
    }

    private static double median(final double[] values) {
        if (values.length == 0) {
            return Double.NaN;
        }
        final double[] sorted = values.clone();
        Arrays.sort(sorted);
        return SortedWindow.quantileOfSorted(sorted, sorted.length, 0.5);
    }

    /**
     * What is tested for a trend.
     *
     * @param times milliseconds from the newest point, so none is positive
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Sample(double[] times, double[] values) {
        boolean isEnough() {
            return times.length >= MonotoneTrend.MINIMUM_POINTS;
        }

        /** The same after a straight line is taken out, which is zero at the first point. */
        Sample without(final double changeOfLine) {
            final double span = times[times.length - 1] - times[0];
            final double[] rest = new double[values.length];
            for (int index = 0; index < values.length; index++) {
                rest[index] = values[index] - changeOfLine * (times[index] - times[0]) / span;
            }
            return new Sample(times, rest);
        }

        MonotoneTrend trend() {
            return MonotoneTrend.of(times, values);
        }
    }
}
