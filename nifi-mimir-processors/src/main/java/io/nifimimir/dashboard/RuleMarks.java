/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dashboard;

import io.nifimimir.dashboard.SeriesChart.Slope;
import io.nifimimir.dashboard.SeriesChart.Threshold;
import io.nifimimir.monitoring.rule.RuleCondition;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the rules of a series draw into its picture: lines that a value, or its forecast, should not pass, how far a trend may lead, and
 * from when on data are overdue. What an anomaly is measured by is the band of the detector, which is drawn anyhow.
 */
final class RuleMarks {
    /** Points whose median is the level that a trend starts from. */
    private static final int LEVEL_POINTS = 5;

    private final List<RuleRow> rules;

    RuleMarks(final List<RuleRow> rules) {
        this.rules = List.copyOf(rules);
    }

    List<Threshold> thresholds() {
        return rules.stream().flatMap(RuleMarks::thresholds).toList();
    }

    private static Stream<Threshold> thresholds(final RuleRow rule) {
        return switch (rule.condition()) {
            case final RuleCondition.Comparison comparison -> Stream.of(at(comparison.bound(), rule));
            case final RuleCondition.Range range -> Stream.of(at(range.lower(), rule), at(range.upper(), rule));
            case final RuleCondition.Forecast forecast -> Stream.of(at(forecast.bound(), rule));
            default -> Stream.empty();
        };
    }

    private static Threshold at(final double bound, final RuleRow rule) {
        return new Threshold(bound, rule.severity(), rule.description());
    }

    /** @param newest points of the series, in order of time */
    List<Slope> slopes(final PointBuffer newest) {
        return rules.stream().flatMap(rule -> slopes(rule, newest)).toList();
    }

    private static Stream<Slope> slopes(final RuleRow rule, final PointBuffer newest) {
        return switch (rule.condition()) {
            case final RuleCondition.Trend trend ->
                slopes(trend.direction(), trend.changePercent(), trend.window(), rule, newest);
            case final RuleCondition.ExpectedTrend trend ->
                slopes(trend.expected(), trend.minimumChangePercent(), trend.window(), rule, newest);
            default -> Stream.empty();
        };
    }

    private static Stream<Slope> slopes(
            final RuleCondition.Direction direction,
            final double percent,
            final Duration window,
            final RuleRow rule,
            final PointBuffer newest) {
        if (newest.size() < 2) {
            return Stream.empty();
        }
        final int last = newest.size() - 1;
        final int first = window == null
                ? Math.max(0, last - RuleCondition.Trend.DEFAULT_STEPS + 1)
                : IntStream.rangeClosed(0, last)
                        .filter(index -> newest.time(last) - newest.time(index) <= window.toMillis())
                        .findFirst()
                        .orElse(last);
        final double[] beginning =
                Arrays.copyOfRange(newest.values(), first, Math.min(first + LEVEL_POINTS, newest.size()));
        Arrays.sort(beginning);
        final double level = beginning[beginning.length / 2];
        final double change = Math.abs(level) * percent / 100;
        return Stream.of(RuleCondition.Direction.INCREASING, RuleCondition.Direction.DECREASING)
                .filter(one -> direction == one || direction == RuleCondition.Direction.ANY)
                .map(one -> new Slope(
                        newest.time(first),
                        level,
                        newest.time(last),
                        one == RuleCondition.Direction.INCREASING ? level + change : level - change,
                        rule.severity(),
                        rule.description()));
    }

    /**
     * When the next point is missing by the strictest rule, in milliseconds since 1970; null where no rule waits for it.
     *
     * @param newest points of the series, in order of time
     */
    Long overdueFrom(final PointBuffer newest) {
        if (newest.size() < 2) {
            return null;
        }
        final long usual = newest.medianStep();
        return rules.stream()
                .filter(rule -> rule.condition() instanceof RuleCondition.MissingData)
                .map(rule -> (RuleCondition.MissingData) rule.condition())
                .map(missing -> newest.time(newest.size() - 1)
                        + Math.round(missing.periods()
                                * (missing.period() == null
                                        ? usual
                                        : missing.period().toMillis())))
                .min(Long::compare)
                .orElse(null);
    }
}
