/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.planning;

import io.nifimimir.monitoring.JobRunner;
import io.nifimimir.monitoring.anomaly.AnomalyDetector;
import io.nifimimir.monitoring.anomaly.SurpriseTail;
import io.nifimimir.monitoring.anomaly.TailModel;
import io.nifimimir.monitoring.rule.RuleCondition;
import io.nifimimir.monitoring.series.ExpectedRange;
import io.nifimimir.monitoring.series.SeriesPoint;
import io.nifimimir.monitoring.series.SortedWindow;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The series of one metric, reduced to what rules on it need to know. */
final class MetricHistory {
    /** Twice what a detector needs before it says anything, so that there is something to tell of it. */
    static final int MINIMUM_POINTS = 24;

    private static final Duration WEEK = Duration.ofDays(7);

    /** The newest third may hold the very incident to be found, so limits are set by what came before. */
    private static final double CALIBRATION_PART = 2.0 / 3;

    /** A metric whose commonest value has this share of all points has no course to watch. */
    private static final double NEAR_CONSTANT = 0.95;

    /** Tukey, "Exploratory Data Analysis", 1977: beyond three interquartile ranges a value is far out. */
    private static final double OUTER_FENCE = 3;

    /** Bounds are clear where the history keeps them: at most one point of 5,000 outside. */
    private static final double SHARE_OUTSIDE_OF_CLEAR_BOUNDS = 0.0002;

    /** Incidents that a history may have had beside the false alerts: they are what it is all about. */
    private static final int INCIDENTS = 2;

    private final List<double[]> earlyValues = new ArrayList<>();

    private final List<TailModel> upperTails = new ArrayList<>();

    private final List<TailModel> lowerTails = new ArrayList<>();

    private final SurpriseTail early = new SurpriseTail();

    private final SurpriseTail whole = new SurpriseTail();

    /** Longest waits for a point, in steps of their series. */
    private final List<Double> gaps = new ArrayList<>();

    private Instant first;

    private Instant last;

    private double pointsPerWeek;

    private int series;

    private int longest;

    private boolean monotone = true;

    void add(final List<SeriesPoint> points) {
        if (points.isEmpty()) {
            return;
        }
        series++;
        longest = Math.max(longest, points.size());
        monotone = monotone && isMonotone(points);
        final Instant begin = points.getFirst().timestamp();
        final Instant end = points.getLast().timestamp();
        first = first == null || begin.isBefore(first) ? begin : first;
        last = last == null || end.isAfter(last) ? end : last;
        final double step = Math.max(1, JobRunner.stepOf(points).toMillis());
        pointsPerWeek += WEEK.toMillis() / step;
        learn(points, (int) Math.ceil(points.size() * CALIBRATION_PART));
        for (int index = 1; index < points.size(); index++) {
            final double gap = Duration.between(
                                    points.get(index - 1).timestamp(),
                                    points.get(index).timestamp())
                            .toMillis()
                    / step;
            if (gap >= RuleCondition.MissingData.DEFAULT_PERIODS) {
                gaps.add(gap);
            }
        }
    }

    private void learn(final List<SeriesPoint> points, final int earlyPoints) {
        final AnomalyDetector detector = new AnomalyDetector();
        final TailModel upper = new TailModel();
        final TailModel lower = new TailModel();
        early.beginSeries();
        whole.beginSeries();
        for (int index = 0; index < points.size(); index++) {
            final SeriesPoint point = points.get(index);
            final AnomalyDetector.Observation observation =
                    detector.observe(point.timestamp().getEpochSecond(), point.value());
            whole.add(observation);
            if (index < earlyPoints) {
                early.add(observation);
                upper.learn(point.value());
                lower.learn(-point.value());
            }
        }
        upperTails.add(upper);
        lowerTails.add(lower);
        earlyValues.add(points.subList(0, earlyPoints).stream()
                .mapToDouble(SeriesPoint::value)
                .toArray());
    }

    Optional<String> reasonNotToWatch() {
        if (longest < MINIMUM_POINTS) {
            return Optional.of(
                    "its longest series has %d points, expected at least %d".formatted(longest, MINIMUM_POINTS));
        }
        final double[] values = sortedEarlyValues();
        final double share = (double) longestRun(values) / values.length;
        if (share >= NEAR_CONSTANT) {
            return Optional.of("it is near-constant: %s %% of its values are the same"
                    .formatted(ExpectedRange.formatNumber(100 * share)));
        }
        return monotone ? Optional.of("it is a counter: it only ever moves one way") : Optional.empty();
    }

    /** Series that have points. */
    int series() {
        return series;
    }

    double weeks() {
        return Math.max(1, Duration.between(first, last).toMillis() / (double) WEEK.toMillis());
    }

    /**
     * The limit of surprise under which no more false alerts are to be expected than allowed, and the history has had no more than that,
     * but for a few incidents.
     */
    double limitOfSurprise(final double alertsPerWeek) {
        final long alertsOfHistory = (long) Math.ceil(alertsPerWeek * weeks()) + INCIDENTS;
        return Math.max(early.limitOf(alertsPerWeek / pointsPerWeek), whole.limitOfAtMost(alertsOfHistory));
    }

    /** False alerts to be expected in a week under a limit of surprise. */
    double expectedSurprises(final double limit) {
        return pointsPerWeek * early.rateBeyond(limit);
    }

    /**
     * Waits of at least so many periods that were in a week of this history, and half of one more: what has not happened yet may
     * (Jeffreys' estimate).
     */
    double expectedGaps(final double periods) {
        return (gaps.stream().filter(gap -> gap > periods).count() + 0.5) / weeks();
    }

    Optional<ExpectedRange> clearBounds() {
        final double[] values = sortedEarlyValues();
        final double lowerQuartile = SortedWindow.quantileOfSorted(values, values.length, 0.25);
        final double upperQuartile = SortedWindow.quantileOfSorted(values, values.length, 0.75);
        final double reach = OUTER_FENCE * (upperQuartile - lowerQuartile);
        if (!(reach > 0) || !Double.isFinite(reach)) {
            return Optional.empty();
        }
        final double lower = lowerQuartile - reach;
        final ExpectedRange fences = new ExpectedRange(lower, upperQuartile + reach, true).roundedOutward();
        final ExpectedRange bounds =
                values[0] >= 0 ? new ExpectedRange(Math.max(0, fences.lower()), fences.upper(), true) : fences;
        long outside = 0;
        for (final double value : values) {
            outside += value < bounds.lower() || value > bounds.upper() ? 1 : 0;
        }
        return outside <= SHARE_OUTSIDE_OF_CLEAR_BOUNDS * values.length ? Optional.of(bounds) : Optional.empty();
    }

    /** Points outside of bounds to be expected in a week, by the tails of the values of each series. */
    double expectedOutside(final ExpectedRange bounds) {
        double probabilities = 0;
        for (int index = 0; index < series; index++) {
            probabilities += upperTails.get(index).probabilityBeyond(bounds.upper());
            // What never was below zero has no tail there
            probabilities += bounds.lower() == 0 ? 0 : lowerTails.get(index).probabilityBeyond(-bounds.lower());
        }
        return pointsPerWeek * probabilities / series;
    }

    private double[] sortedEarlyValues() {
        return earlyValues.stream().flatMapToDouble(Arrays::stream).sorted().toArray();
    }

    private static int longestRun(final double[] sorted) {
        int longest = 0;
        int run = 0;
        for (int index = 0; index < sorted.length; index++) {
            run = index > 0 && sorted[index] == sorted[index - 1] ? run + 1 : 1;
            longest = Math.max(longest, run);
        }
        return longest;
    }

    private static boolean isMonotone(final List<SeriesPoint> points) {
        boolean rises = true;
        boolean falls = true;
        for (int index = 1; index < points.size(); index++) {
            final double change =
                    points.get(index).value() - points.get(index - 1).value();
            rises = rises && change >= 0;
            falls = falls && change <= 0;
        }
        return rises || falls;
    }
}
