/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

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

    public JobRunner(final MonitoringRepository repository, final Clock clock) {
        this(repository, clock, () -> true);
    }

    /** @param keepGoing asked before each series; where it turns false the run is given up */
    public JobRunner(final MonitoringRepository repository, final Clock clock, final BooleanSupplier keepGoing) {
        this.repository = Objects.requireNonNull(repository, "Repository required");
        this.clock = Objects.requireNonNull(clock, "Clock required");
        this.keepGoing = Objects.requireNonNull(keepGoing, "Condition required");
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
        final JobProgress known = repository.progressOf(job);
        final Map<Boolean, List<MonitoringRule>> rules = repository.rulesOf(job.id()).stream()
                .map(rule -> rule.withAlerting(rule.alerting().over(known.alerting())))
                .collect(Collectors.partitioningBy(MonitoringRule::enabled));
        rules.get(true).forEach(rule -> refuse(rule, tally));
        for (final SeriesKey series : known.newestPoints().keySet()) {
            if (!keepGoing.getAsBoolean()) {
                throw new CancellationException("Stopped after %d series".formatted(tally.seriesChecked));
            }
            rulesFor(series, rules.get(false)).forEach(rule -> withdraw(job.id(), series, rule, known, tally));
            final List<MonitoringRule> rulesOfSeries = rulesFor(series, rules.get(true));
            if (!rulesOfSeries.isEmpty()) {
                tally.seriesChecked++;
                evaluateSeries(job.id(), series, rulesOfSeries, known, tally);
            }
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

    /** A rule that cannot be evaluated says so in each run, also in one that brings it no points. */
    private static void refuse(final MonitoringRule rule, final Tally tally) {
        switch (rule.condition()) {
            case RuleCondition.Unreadable unreadable -> tally.errors.put(rule.id(), unreadable.reason());
            case RuleCondition.OfPoints ignored -> {
                // Evaluated where there are points
            }
            case RuleCondition.OfInstant ofInstant -> tally.errors.put(rule.id(), notEvaluated(ofInstant));
            case RuleCondition.OfRows ofRows -> tally.errors.put(rule.id(), notEvaluated(ofRows));
        }
    }

    static String notEvaluated(final RuleCondition condition) {
        return "Rules of type %s are not evaluated yet".formatted(condition.ruleType());
    }

    private static List<MonitoringRule> rulesFor(final SeriesKey series, final List<MonitoringRule> rules) {
        return rules.stream()
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
            if (evaluatedThrough == null || evaluatedThrough.isBefore(newest)) {
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
                } else {
                    final ConditionEvaluator evaluator = ConditionEvaluator.of(rule.condition(), stepOf(points));
                    outcome = new RuleEvaluation(rule, series, jobId, evaluator)
                            .walk(points, progress.get(rule.id()), active);
                }
                tally.alerts.addAll(outcome.alerts());
                tally.transitions.addAll(outcome.transitions());
                tally.pointsEvaluated += outcome.pointsEvaluated();
                tally.progress.add(new JobRunResult.RuleProgress(
                        rule.id(), series, points.getLast().timestamp()));
            } catch (final RuntimeException e) {
                tally.errors.putIfAbsent(rule.id(), "Series %s: %s".formatted(series, reasonOf(e)));
            }
        }
    }

    /** The median distance between neighbouring points. */
    static Duration stepOf(final List<SeriesPoint> points) {
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
    }
}
