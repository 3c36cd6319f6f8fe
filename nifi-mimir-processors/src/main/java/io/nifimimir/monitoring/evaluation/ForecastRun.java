/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.evaluation;

import io.nifimimir.monitoring.MonitoringRepository;
import io.nifimimir.monitoring.MonitoringRule;
import io.nifimimir.monitoring.alert.Alert;
import io.nifimimir.monitoring.rule.CrossingForecaster;
import io.nifimimir.monitoring.rule.RuleCondition;
import io.nifimimir.monitoring.series.SeriesKey;
import io.nifimimir.monitoring.series.SeriesPoint;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The forecasts of a run. A forecast costs far more than any other look at a series, so that a run makes a limited number of them, and begins
 * with the series that have waited longest; the rest stay behind and follow in the next run.
 */
public final class ForecastRun {
    /** A hundred take some seconds. */
    public static final int MOST_FORECASTS = 100;

    /** What lies further back has no say in a forecast. */
    public static final int POINTS = 2_000;

    private final MonitoringRepository repository;

    private final CrossingForecaster forecaster;

    private final List<Task> tasks = new ArrayList<>();

    public ForecastRun(final MonitoringRepository repository, final CrossingForecaster forecaster) {
        this.repository = repository;
        this.forecaster = forecaster;
    }

    /**
     * A rule on a series that has new points.
     *
     * @param evaluatedThrough instant up to which the rule has evaluated this series, or null
     * @param active the alert that the store holds as active, or null
     */
    public record Task(
            MonitoringRule rule,
            RuleCondition.Forecast condition,
            SeriesKey series,
            Instant evaluatedThrough,
            Alert active) {}

    public void add(final Task task) {
        tasks.add(task);
    }

    /** What this run is to forecast, those that have waited longest first. */
    public List<Task> due() {
        return tasks.stream()
                .sorted(Comparator.comparing(
                        Task::evaluatedThrough, Comparator.nullsFirst(Comparator.<Instant>naturalOrder())))
                .limit(MOST_FORECASTS)
                .toList();
    }

    /** @param now instant of the run */
    public RuleEvaluation.Outcome judge(final Task task, final String jobId, final Instant now) {
        return judge(task, repository.newestPoints(task.series(), POINTS), jobId, now);
    }

    /** @param points of the series, up to the one that is news */
    public RuleEvaluation.Outcome judge(
            final Task task, final List<SeriesPoint> points, final String jobId, final Instant now) {
        final ForecastEvaluator evaluator =
                new ForecastEvaluator(forecaster, task.condition(), points, task.active() != null, now);
        return new RuleEvaluation(task.rule(), task.series(), jobId, evaluator)
                .walk(List.of(points.getLast()), task.evaluatedThrough(), task.active(), true);
    }
}
