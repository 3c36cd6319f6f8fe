/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.evaluation;

import io.nifimimir.monitoring.alert.Alert;
import io.nifimimir.monitoring.alert.AlertTexts;
import io.nifimimir.monitoring.alert.Verdict;
import io.nifimimir.monitoring.rule.RuleCondition;
import io.nifimimir.monitoring.series.ExpectedRange;
import io.nifimimir.monitoring.series.RobustBaseline;
import io.nifimimir.monitoring.series.Season;
import io.nifimimir.monitoring.series.SeriesKey;
import io.nifimimir.monitoring.series.SeriesPoint;

import java.time.Duration;
import java.time.Instant;

/**
 * Judges the points of one series, in order of time, by one condition. A point is judged before it is learned, so no point is a part of
 * its own yardstick. Not safe for use by several threads.
 */
public interface ConditionEvaluator {

    Verdict judge(SeriesPoint point);

    /** Takes a point as an example of what is normal. Not called for points of an incident while it lasts. */
    void learn(SeriesPoint point);

    /** Points in a row that must meet the condition before an incident is opened. */
    int opensAfter();

    /** What the value is said to be, such as {@code too} (high) for a bound that a person set. */
    String adverb();

    /** Verdicts in a row that must be normal before an incident is over. */
    default int resolvesAfter() {
        return RuleEvaluation.RESOLVED_AFTER;
    }

    /** The alert in one line, asked for right after its breach was judged, as the sentences below. */
    default String title(final SeriesKey series, final Verdict.Breach breach) {
        return AlertTexts.title(series, adverb(), breach.side());
    }

    default String expected(final Verdict.Breach breach) {
        return breach.expected().describe();
    }

    default String message(
            final SeriesKey series, final Verdict.Breach breach, final Instant since, final long readings) {
        return AlertTexts.active(series, breach.point().value(), expected(breach), since, readings);
    }

    default String resolvedMessage(final Alert alert, final SeriesPoint point, final Instant resolvedAt) {
        return AlertTexts.resolved(alert, point.value(), resolvedAt);
    }

    /** @param step usual distance between the points of the series */
    static ConditionEvaluator of(final RuleCondition condition, final Duration step) {
        return switch (condition) {
            case RuleCondition.Comparison comparison -> new ThresholdEvaluator(allowedBy(comparison));
            case RuleCondition.Range range ->
                new ThresholdEvaluator(new ExpectedRange(range.lower(), range.upper(), true));
            case RuleCondition.RobustZScore zScore ->
                new RobustZScoreEvaluator(zScore.limit(), new RobustBaseline(step));
            case RuleCondition.Anomaly anomaly -> new AnomalyEvaluator(anomaly.limit());
            case RuleCondition.Unreadable unreadable -> throw new IllegalArgumentException(unreadable.reason());
            case RuleCondition.Trend trend -> new TrendEvaluator(trend, Season.of(step));
            case RuleCondition.ExpectedTrend trend -> new TrendEvaluator(trend, Season.of(step));
            case RuleCondition.OfInstant ofInstant -> throw notOfPoints(ofInstant);
            case RuleCondition.OfRows ofRows -> throw notOfPoints(ofRows);
        };
    }

    private static IllegalArgumentException notOfPoints(final RuleCondition condition) {
        return new IllegalArgumentException("Rules of type %s judge no points".formatted(condition.ruleType()));
    }

    private static ExpectedRange allowedBy(final RuleCondition.Comparison alertWhen) {
        final double bound = alertWhen.bound();
        return switch (alertWhen.operator()) {
            case LESS -> new ExpectedRange(bound, Double.POSITIVE_INFINITY, true);
            case LESS_OR_EQUAL -> new ExpectedRange(bound, Double.POSITIVE_INFINITY, false);
            case GREATER -> new ExpectedRange(Double.NEGATIVE_INFINITY, bound, true);
            case GREATER_OR_EQUAL -> new ExpectedRange(Double.NEGATIVE_INFINITY, bound, false);
        };
    }
}
