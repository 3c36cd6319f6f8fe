/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

import io.nifimimir.monitoring.alert.Alert;
import io.nifimimir.monitoring.alert.AlertEvent;
import io.nifimimir.monitoring.alert.AlertTransition;
import io.nifimimir.monitoring.evaluation.AnomalyRun;
import io.nifimimir.monitoring.evaluation.ConditionEvaluator;
import io.nifimimir.monitoring.evaluation.ForecastRun;
import io.nifimimir.monitoring.evaluation.LookEvaluation;
import io.nifimimir.monitoring.evaluation.MissingDataRun;
import io.nifimimir.monitoring.evaluation.RuleEvaluation;
import io.nifimimir.monitoring.evaluation.TrendRun;
import io.nifimimir.monitoring.rule.CrossingForecaster;
import io.nifimimir.monitoring.rule.RuleCondition;
import io.nifimimir.monitoring.series.SeriesKey;
import io.nifimimir.monitoring.series.SeriesPoint;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Runs a claimed job: evaluates its rules on the points that have come since the last run. It keeps one series in memory at a time and
 * writes nothing but the end of the run, so a run that the power cuts off leaves no half result and is safe to run again.
 */
public final class JobRunner {
    /**
     * Newest points of a series that a run looks at: 208 days by the hour, 13 years by the day. Of more points than these that come at
     * once the older ones are history.
     */
    public static final int POINTS_OF_SERIES = 5_000;

    private static final int POINTS_FOR_STEP = 500;

    private final MonitoringRepository repository;

    private final Clock clock;

    private final BooleanSupplier keepGoing;

    private final CrossingForecaster forecaster;

    /** Where nobody can forecast. */
    public JobRunner(final MonitoringRepository repository, final Clock clock) {
        this(repository, clock, () -> true, CrossingForecaster.none());
    }

    /** @param keepGoing asked before each series; where it turns false the run is given up */
    public JobRunner(
            final MonitoringRepository repository,
            final Clock clock,
            final BooleanSupplier keepGoing,
            final CrossingForecaster forecaster) {
        this.repository = Objects.requireNonNull(repository, "Repository required");
        this.clock = Objects.requireNonNull(clock, "Clock required");
        this.keepGoing = Objects.requireNonNull(keepGoing, "Condition required");
        this.forecaster = Objects.requireNonNull(forecaster, "Forecaster required");
    }

    /**
     * Runs a job and stores how it ended.
     *
     * @throws CancellationException where it was told to stop, after the run was given back
     * @throws RuntimeException what stopped the run, after it was stored as the run's error
     */
    public JobRunResult runAndFinish(final JobOccurrence occurrence) {
        try {
            final JobRunResult result = run(occurrence);
            repository.finish(occurrence, result);
            return result;
        } catch (final CancellationException e) {
            repository.release(occurrence, clock.instant(), e.getMessage());
            throw e;
        } catch (final RuntimeException e) {
            try {
                repository.fail(occurrence, clock.instant(), reasonOf(e));
            } catch (final RuntimeException failure) {
                e.addSuppressed(failure);
            }
            throw e;
        }
    }

    /** Evaluates, and stores nothing. */
    public JobRunResult run(final JobOccurrence occurrence) {
        final MonitoringJob job = occurrence.job();
        final Tally tally = new Tally();
        final ForecastRun forecasts = new ForecastRun(repository, forecaster);
        final JobProgress known = repository.progressOf(job);
        final Map<Boolean, List<MonitoringRule>> rules = repository.rulesOf(job.id()).stream()
                .map(rule -> rule.withAlerting(rule.alerting().over(known.alerting())))
                .collect(Collectors.partitioningBy(MonitoringRule::enabled));
        rules.get(true).forEach(rule -> refuse(rule, tally));
        for (final SeriesKey series : known.newestPoints().keySet()) {
            requireToGoOn(tally);
            rulesFor(series, rules.get(false)).forEach(rule -> withdraw(job.id(), series, rule, known, tally));
            final List<MonitoringRule> rulesOfSeries = rulesFor(series, rules.get(true));
            if (!rulesOfSeries.isEmpty()) {
                tally.seriesChecked++;
                evaluateSeries(job.id(), series, rulesOfSeries, known, tally);
                rulesOfSeries.forEach(rule -> evaluateInstant(occurrence, series, rule, known, forecasts, tally));
            }
        }
        for (final MonitoringRule rule : rules.get(true)) {
            if (rule.condition() instanceof final RuleCondition.OfRows condition) {
                evaluateLooks(job.id(), rule, condition, known, tally);
            }
        }
        rules.get(false).stream()
                .filter(rule -> rule.condition() instanceof RuleCondition.OfRows)
                .forEach(rule -> withdraw(job.id(), LookEvaluation.series(rule), rule, known, tally));
        for (final ForecastRun.Task task : forecasts.due()) {
            requireToGoOn(tally);
            forecast(occurrence, forecasts, task, known, tally);
        }
        final List<JobRunResult.RuleError> errors = tally.errors.entrySet().stream()
                .map(entry -> new JobRunResult.RuleError(entry.getKey(), entry.getValue()))
                .toList();
        return new JobRunResult(
                clock.instant(),
                tally.progress,
                tally.seriesChecked,
                tally.pointsEvaluated,
                rules.get(true).size(),
                tally.alerts,
                AlertGroups.of(tally.transitions, occurrence, known.alerting()),
                tally.detectorStates,
                errors);
    }

    private void requireToGoOn(final Tally tally) {
        if (!keepGoing.getAsBoolean()) {
            throw new CancellationException("Stopped after %d series".formatted(tally.seriesChecked));
        }
    }

    /** A rule that cannot be evaluated says so in each run, also in one that brings it no points. */
    private static void refuse(final MonitoringRule rule, final Tally tally) {
        switch (rule.condition()) {
            case RuleCondition.Unreadable unreadable -> tally.errors.put(rule.id(), unreadable.reason());
            case RuleCondition.OfPoints ignored -> {
                // Evaluated where there are points
            }
            case RuleCondition.OfInstant ignored -> {
                // Evaluated where there have been points
            }
            case RuleCondition.OfRows ignored -> {
                // Evaluated where its model was looked at
            }
        }
    }

    private static List<MonitoringRule> rulesFor(final SeriesKey series, final List<MonitoringRule> rules) {
        return rules.stream()
                .filter(rule -> !(rule.condition() instanceof RuleCondition.OfRows))
                .filter(rule -> rule.metricName().equals(series.metricName()))
                .filter(rule -> rule.entityId() == null || rule.entityId().equals(series.entityId()))
                .toList();
    }

    /** A rule that is switched off would leave its alert active for ever. */
    private void withdraw(
            final String jobId,
            final SeriesKey series,
            final MonitoringRule rule,
            final JobProgress known,
            final Tally tally) {
        known.currentAlert(rule.id(), series).ifPresent(current -> {
            final Instant now = clock.instant();
            final Alert withdrawn = current.withdrawn(now);
            tally.alerts.add(withdrawn);
            if (current.status().isOpen()) {
                tally.transitions.add(AlertTransition.of(AlertEvent.RESOLVED, withdrawn, now, jobId));
            }
        });
    }

    private void evaluateLooks(
            final String jobId,
            final MonitoringRule rule,
            final RuleCondition.OfRows condition,
            final JobProgress known,
            final Tally tally) {
        final SeriesKey series = LookEvaluation.series(rule);
        try {
            new LookEvaluation(repository.modelWatch(), rule, condition)
                    .walk(
                            jobId,
                            known.evaluatedThrough(rule.id(), series).orElse(null),
                            known.currentAlert(rule.id(), series).orElse(null))
                    .ifPresent(evaluated -> tally.add(rule, series, evaluated.outcome(), evaluated.evaluatedThrough()));
        } catch (final RuntimeException e) {
            tally.fail(rule, series, e);
        }
    }

    private void evaluateSeries(
            final String jobId,
            final SeriesKey series,
            final List<MonitoringRule> rules,
            final JobProgress known,
            final Tally tally) {
        final Instant newest = known.newestPoints().get(series);
        final Map<String, Instant> progress = new HashMap<>();
        final List<MonitoringRule> behind = new ArrayList<>();
        for (final MonitoringRule rule : rules) {
            final Instant evaluatedThrough =
                    known.evaluatedThrough(rule.id(), series).orElse(null);
            progress.put(rule.id(), evaluatedThrough);
            if (rule.condition() instanceof RuleCondition.OfPoints && isBehind(evaluatedThrough, newest)) {
                behind.add(rule);
            }
        }
        if (behind.isEmpty()) {
            return;
        }

        List<SeriesPoint> history = null;
        for (final MonitoringRule rule : behind) {
            final Alert active = known.currentAlert(rule.id(), series).orElse(null);
            try {
                final Optional<AnomalyRun> taught =
                        AnomalyRun.resume(repository, rule, series, progress.get(rule.id()));
                if (taught.isEmpty() && history == null) {
                    history = repository.newestPoints(series, POINTS_OF_SERIES);
                }
                final List<SeriesPoint> points =
                        taught.isPresent() ? taught.get().points() : history;
                final RuleEvaluation.Outcome outcome;
                if (rule.condition() instanceof final RuleCondition.Anomaly anomaly) {
                    final AnomalyRun anomalyRun = taught.orElseGet(() -> AnomalyRun.begin(anomaly, points));
                    outcome = anomalyRun.walk(rule, jobId, series, progress.get(rule.id()), active);
                    anomalyRun.state(rule, series).ifPresent(tally.detectorStates::add);
                } else if (rule.condition() instanceof RuleCondition.Trend
                        || rule.condition() instanceof RuleCondition.ExpectedTrend) {
                    outcome =
                            new TrendRun(repository, rule, series).walk(jobId, points, progress.get(rule.id()), active);
                } else {
                    final ConditionEvaluator evaluator = ConditionEvaluator.of(rule.condition(), stepOf(points));
                    outcome = new RuleEvaluation(rule, series, jobId, evaluator)
                            .walk(points, progress.get(rule.id()), active);
                }
                tally.add(rule, series, outcome, points.getLast().timestamp());
                tally.pointsEvaluated += outcome.pointsEvaluated();
            } catch (final RuntimeException e) {
                tally.fail(rule, series, e);
            }
        }
    }

    private static boolean isBehind(final Instant evaluatedThrough, final Instant newest) {
        return evaluatedThrough == null || evaluatedThrough.isBefore(newest);
    }

    private void evaluateInstant(
            final JobOccurrence occurrence,
            final SeriesKey series,
            final MonitoringRule rule,
            final JobProgress known,
            final ForecastRun forecasts,
            final Tally tally) {
        final Instant newest = known.newestPoints().get(series);
        final Instant evaluatedThrough =
                known.evaluatedThrough(rule.id(), series).orElse(null);
        final Alert active = known.currentAlert(rule.id(), series).orElse(null);
        if (rule.condition() instanceof final RuleCondition.MissingData missing) {
            final Instant at = occurrence.scheduledFor();
            try {
                new MissingDataRun(repository, rule, missing, series)
                        .judge(occurrence.job().id(), newest, at, evaluatedThrough, active, tally.detectorStates)
                        .ifPresent(outcome -> tally.add(rule, series, outcome, at));
            } catch (final RuntimeException e) {
                tally.fail(rule, series, e);
            }
        } else if (rule.condition() instanceof final RuleCondition.Forecast forecast
                && isBehind(evaluatedThrough, newest)) {
            forecasts.add(new ForecastRun.Task(rule, forecast, series, evaluatedThrough, active));
        }
    }

    private static void forecast(
            final JobOccurrence occurrence,
            final ForecastRun forecasts,
            final ForecastRun.Task task,
            final JobProgress known,
            final Tally tally) {
        try {
            final RuleEvaluation.Outcome outcome =
                    forecasts.judge(task, occurrence.job().id(), occurrence.scheduledFor());
            tally.add(task.rule(), task.series(), outcome, known.newestPoints().get(task.series()));
        } catch (final RuntimeException e) {
            tally.fail(task.rule(), task.series(), e);
        }
    }

    /** The median distance between neighbouring points. */
    public static Duration stepOf(final List<SeriesPoint> points) {
        final int from = Math.max(1, points.size() - POINTS_FOR_STEP);
        if (points.size() <= from) {
            return Duration.ofDays(1);
        }
        final long[] distances = new long[points.size() - from];
        for (int index = from; index < points.size(); index++) {
            distances[index - from] = points.get(index).timestamp().toEpochMilli()
                    - points.get(index - 1).timestamp().toEpochMilli();
        }
        Arrays.sort(distances);
        return Duration.ofMillis(distances[distances.length / 2]);
    }

    private static String reasonOf(final RuntimeException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static final class Tally {
        private final List<JobRunResult.RuleProgress> progress = new ArrayList<>();

        private final List<Alert> alerts = new ArrayList<>();

        private final List<AlertTransition> transitions = new ArrayList<>();

        private final List<DetectorState> detectorStates = new ArrayList<>();

        private final Map<String, String> errors = new LinkedHashMap<>();

        private int seriesChecked;

        private long pointsEvaluated;

        void add(
                final MonitoringRule rule,
                final SeriesKey series,
                final RuleEvaluation.Outcome outcome,
                final Instant evaluatedThrough) {
            alerts.addAll(outcome.alerts());
            transitions.addAll(outcome.transitions());
            progress.add(new JobRunResult.RuleProgress(rule.id(), series, evaluatedThrough));
        }

        void fail(final MonitoringRule rule, final SeriesKey series, final RuntimeException e) {
            errors.putIfAbsent(rule.id(), "Series %s: %s".formatted(series, reasonOf(e)));
        }
    }
}
