/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

import io.nifimimir.monitoring.JobRunResult.RuleError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** Holds the new points of a job's series against its rules. Reads the repository; what it finds is for the caller to store. */
public final class JobRunner {
    private static final Logger LOGGER = LoggerFactory.getLogger(JobRunner.class);

    /** Enough to know a season by, and few enough to hold one series at a time in a small heap. */
    private static final int MAX_POINTS = 5_000;

    private final MonitoringRepository repository;
    private final Clock clock;

    public JobRunner(final MonitoringRepository repository, final Clock clock) {
        this.repository = repository;
        this.clock = clock;
    }

    /** A rule that fails is reported in the result, and the others are evaluated all the same. */
    public JobRunResult run(final JobOccurrence occurrence) {
        final List<MonitoringRule> rules = repository.rulesOf(occurrence.job().id()).stream()
                .filter(MonitoringRule::enabled)
                .toList();
        final List<SeriesKey> allSeries = repository.series(occurrence.job().ontologyId());
        final Run run = new Run(occurrence.job().id());
        int seriesChecked = 0;
        for (final SeriesKey series : allSeries) {
            final List<MonitoringRule> matching =
                    rules.stream().filter(rule -> matches(rule, series)).toList();
            if (!matching.isEmpty()) {
                seriesChecked++;
                evaluate(matching, series, run);
            }
        }
        return new JobRunResult(
                clock.instant(),
                seriesChecked,
                run.points,
                rules.size(),
                run.progress,
                run.alerts,
                run.transitions,
                run.errors);
    }

    /** What a run has found so far. */
    private static final class Run {
        private final String jobId;
        private final List<SeriesProgress> progress = new ArrayList<>();
        private final List<Alert> alerts = new ArrayList<>();
        private final List<AlertTransition> transitions = new ArrayList<>();
        private final List<RuleError> errors = new ArrayList<>();
        private long points;

        private Run(final String jobId) {
            this.jobId = jobId;
        }

        private void tell(final Alert alert, final Instant at) {
            transitions.add(new AlertTransition(
                    alert.id() + ":" + alert.status().wireName(), alert, alert.status(), at, jobId, 0));
        }
    }

    private static boolean matches(final MonitoringRule rule, final SeriesKey series) {
        return rule.metricName().equals(series.metricName())
                && (rule.entityId() == null || rule.entityId().equals(series.entityId()));
    }

    private void evaluate(final List<MonitoringRule> rules, final SeriesKey series, final Run run) {
        final List<SeriesPoint> points = repository.newestPoints(series, MAX_POINTS);
        if (points.isEmpty()) {
            return;
        }
        final long step = usualStep(points);
        for (final MonitoringRule rule : rules) {
            try {
                evaluate(rule, series, points, step, run);
            } catch (final RuntimeException e) {
                LOGGER.warn("Rule {} failed on {}", rule.id(), series, e);
                run.errors.add(new RuleError(rule.id(), String.valueOf(e.getMessage())));
            }
        }
    }

    private void evaluate(
            final MonitoringRule rule,
            final SeriesKey series,
            final List<SeriesPoint> points,
            final long step,
            final Run run) {
        final Instant through = repository.evaluatedThrough(rule.id(), series).orElse(null);
        final Incidents incidents = new Incidents(PointJudge.of(rule.condition(), step));
        Alert alert = repository.activeAlert(rule.id(), series).orElse(null);
        boolean changed = false;
        boolean resumed = alert == null;
        for (final SeriesPoint point : points) {
            final boolean isNew = through == null || point.timestamp().isAfter(through);
            if (isNew && !resumed) {
                incidents.resume(alert.since());
                resumed = true;
            }
            final Incidents.Step judged = incidents.accept(point);
            if (!isNew) {
                continue;
            }
            run.points++;
            switch (judged.state()) {
                case BREACH -> {
                    final boolean begins = alert == null;
                    alert = begins ? open(rule, series, point, judged) : goOn(alert, point, judged);
                    changed = true;
                    if (begins && through != null) {
                        run.tell(alert, point.timestamp());
                    }
                }
                case CLOSED -> {
                    if (alert != null && through != null) {
                        final Alert resolved = resolve(alert, point);
                        run.alerts.add(resolved);
                        run.tell(resolved, point.timestamp());
                    }
                    // What began and ended before anybody watched is history and not news
                    alert = null;
                    changed = false;
                }
                case NORMAL, LULL -> {}
            }
        }
        if (changed && alert != null) {
            run.alerts.add(alert);
            if (through == null) {
                run.tell(alert, alert.lastSeen());
            }
        }
        final Instant newest = points.getLast().timestamp();
        if (!newest.equals(through)) {
            run.progress.add(new SeriesProgress(rule.id(), series, newest));
        }
    }

    private static Alert open(
            final MonitoringRule rule, final SeriesKey series, final SeriesPoint point, final Incidents.Step judged) {
        final String identity = String.join(
                "\n",
                rule.id(),
                series.ontologyId(),
                series.entityId(),
                series.metricName(),
                judged.since().toString());
        final String id = UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8))
                .toString();
        final Alert empty = new Alert(
                id,
                rule.id(),
                series,
                rule.condition().ruleType(),
                rule.severity(),
                AlertStatus.ACTIVE,
                "",
                "",
                "",
                judged.since(),
                point.timestamp(),
                point.value(),
                // The points that the incident needed before it counted as one
                judged.since().equals(point.timestamp()) ? 0 : 1,
                null);
        return goOn(empty, point, judged);
    }

    private static Alert goOn(final Alert alert, final SeriesPoint point, final Incidents.Step judged) {
        final String expected =
                AlertTexts.expected(judged.verdict().lower(), judged.verdict().upper());
        final long occurrences = alert.occurrences() + 1;
        return new Alert(
                alert.id(),
                alert.ruleId(),
                alert.series(),
                alert.alertType(),
                alert.severity(),
                AlertStatus.ACTIVE,
                AlertTexts.title(alert.series(), point.value(), expected),
                AlertTexts.message(alert.series(), point.value(), expected, alert.since(), occurrences),
                expected,
                alert.since(),
                point.timestamp(),
                point.value(),
                occurrences,
                null);
    }

    private static Alert resolve(final Alert alert, final SeriesPoint point) {
        return new Alert(
                alert.id(),
                alert.ruleId(),
                alert.series(),
                alert.alertType(),
                alert.severity(),
                AlertStatus.RESOLVED,
                alert.title(),
                alert.message(),
                alert.expected(),
                alert.since(),
                alert.lastSeen(),
                alert.lastValue(),
                alert.occurrences(),
                point.timestamp());
    }

    /** Median distance between neighbouring points, in milliseconds; 0 for a single point. */
    static long usualStep(final List<SeriesPoint> points) {
        final long[] steps = new long[Math.max(0, points.size() - 1)];
        for (int index = 0; index < steps.length; index++) {
            steps[index] = points.get(index + 1).timestamp().toEpochMilli()
                    - points.get(index).timestamp().toEpochMilli();
        }
        Arrays.sort(steps);
        return steps.length == 0 ? 0 : steps[steps.length / 2];
    }
}
