/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.evaluation;

import io.nifimimir.monitoring.JobRunner;
import io.nifimimir.monitoring.MonitoringRepository;
import io.nifimimir.monitoring.MonitoringRule;
import io.nifimimir.monitoring.alert.Alert;
import io.nifimimir.monitoring.series.Season;
import io.nifimimir.monitoring.series.SeriesKey;
import io.nifimimir.monitoring.series.SeriesPoint;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A rule of trends on the points of a run. What a window says depends on the points of a limited past, so that no state is kept: the points
 * before the first one that is judged are shown to the evaluator, and an incident that lasts is seen again from its last breach on.
 */
public final class TrendRun {
    /** Of a history that nobody has looked at yet, only the end can be news. */
    private static final int JUDGED_AT_FIRST = 200;

    private static final int MOST_POINTS = 100_000;

    private final MonitoringRepository repository;

    private final MonitoringRule rule;

    private final SeriesKey series;

    public TrendRun(final MonitoringRepository repository, final MonitoringRule rule, final SeriesKey series) {
        this.repository = repository;
        this.rule = rule;
        this.series = series;
    }

    /** @param newest points of the series, in rising order of time, as many as runs look at */
    public RuleEvaluation.Outcome walk(
            final String jobId, final List<SeriesPoint> newest, final Instant evaluatedThrough, final Alert active) {
        final Duration step = JobRunner.stepOf(newest);
        final TrendEvaluator evaluator = TrendEvaluator.of(rule.condition(), Season.of(step));
        evaluator.requireWindowFor(step);
        final Instant after = judgedAfter(newest, evaluatedThrough, active);
        final List<SeriesPoint> points = withReach(newest, after.minus(evaluator.reach()));
        int first = 0;
        while (first < points.size() && !points.get(first).timestamp().isAfter(after)) {
            evaluator.remember(points.get(first));
            first++;
        }
        return new RuleEvaluation(rule, series, jobId, evaluator)
                .walk(points.subList(first, points.size()), evaluatedThrough, active, true);
    }

    /** An incident counts its normal points from its last breach on, so that these are judged again. */
    private static Instant judgedAfter(
            final List<SeriesPoint> newest, final Instant evaluatedThrough, final Alert active) {
        if (evaluatedThrough == null && active == null) {
            final int known = Math.max(0, newest.size() - JUDGED_AT_FIRST);
            return newest.get(known).timestamp().minusMillis(1);
        }
        if (active == null) {
            return evaluatedThrough;
        }
        final Instant lastBreach = active.lastSeen().minusMillis(1);
        return evaluatedThrough == null || lastBreach.isBefore(evaluatedThrough) ? lastBreach : evaluatedThrough;
    }

    private List<SeriesPoint> withReach(final List<SeriesPoint> newest, final Instant from) {
        final boolean reached = newest.size() < JobRunner.POINTS_OF_SERIES
                || !newest.getFirst().timestamp().isAfter(from);
        return reached ? newest : repository.pointsAfter(series, from, MOST_POINTS);
    }
}
