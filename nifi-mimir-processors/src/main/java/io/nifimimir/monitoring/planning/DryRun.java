/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.planning;

import io.nifimimir.monitoring.JobRunner;
import io.nifimimir.monitoring.MonitoringRepository;
import io.nifimimir.monitoring.MonitoringRule;
import io.nifimimir.monitoring.alert.Alert;
import io.nifimimir.monitoring.alert.AlertStatus;
import io.nifimimir.monitoring.evaluation.ConditionEvaluator;
import io.nifimimir.monitoring.evaluation.RuleEvaluation;
import io.nifimimir.monitoring.rule.RuleCondition;
import io.nifimimir.monitoring.rule.RuleConditions;
import io.nifimimir.monitoring.series.SeriesKey;
import io.nifimimir.monitoring.series.SeriesPoint;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Replays a rule on the stored history and tells when it would have fired, had it been there from the first point on. The walk is that of
 * a run, point by point without a look ahead, so an incident is what it would have been. Nothing is stored, and the rule need not be.
 *
 * <p>A series is read page by page, so its length costs no memory.
 */
public final class DryRun {
    private static final int PAGE = 2_000;

    /** A rule that fires so often is of no use, and its next million alerts tell nothing new. */
    private static final int MAXIMUM_ALERTS = 10_000;

    private static final int POINTS_FOR_STEP = 500;

    private static final Instant BEFORE_ALL_POINTS = Instant.ofEpochMilli(Long.MIN_VALUE);

    private final MonitoringRepository repository;

    private final int pageSize;

    public DryRun(final MonitoringRepository repository) {
        this(repository, PAGE);
    }

    DryRun(final MonitoringRepository repository, final int pageSize) {
        this.repository = Objects.requireNonNull(repository, "Repository required");
        this.pageSize = pageSize;
    }

    /**
     * Replays a rule on all series that it watches, from their first stored points on.
     *
     * @param rule its ontology, metric, entity, condition and way to make alerts count; what its job says of the latter is to be laid beneath
     *     by the caller, and whether the rule is enabled or stored does not matter
     * @throws IllegalArgumentException where the rule is not judged at points of series, or cannot be read
     */
    public DryRunReport replay(final MonitoringRule rule) {
        return replay(
                rule,
                repository.series(rule.ontologyId()).stream()
                        .filter(series -> series.metricName().equals(rule.metricName()))
                        .filter(series ->
                                rule.entityId() == null || rule.entityId().equals(series.entityId()))
                        .toList());
    }

    /** The same on some of its series. */
    DryRunReport replay(final MonitoringRule rule, final List<SeriesKey> watched) {
        final Tally tally = new Tally();
        for (final SeriesKey series : watched) {
            if (!tally.isFull()) {
                if (rule.condition() instanceof final RuleCondition.MissingData missing) {
                    replayGaps(rule, missing, series, tally);
                } else {
                    replayPoints(rule, series, tally);
                }
            }
        }
        return tally.report(rule);
    }

    private void replayPoints(final MonitoringRule rule, final SeriesKey series, final Tally tally) {
        final ConditionEvaluator evaluator = ConditionEvaluator.of(rule.condition(), stepOf(series));
        final RuleEvaluation evaluation = new RuleEvaluation(rule, series, "dry-run", evaluator);
        final Map<String, Alert> alerts = new LinkedHashMap<>();
        Alert current = null;
        Instant through = BEFORE_ALL_POINTS;
        List<SeriesPoint> page = repository.pointsAfter(series, through, pageSize);
        tally.series += page.isEmpty() ? 0 : 1;
        long raised = 0;
        while (!page.isEmpty() && tally.alerts + raised < MAXIMUM_ALERTS) {
            // All points are news to a rule that has been there from the first one on
            for (final Alert alert :
                    evaluation.walk(page, through, current, true).alerts()) {
                alerts.put(alert.id(), alert);
                current = alert.course().closed() ? null : alert;
            }
            raised = (long) alerts.size()
                    + (current == null ? 0 : current.course().reopened());
            tally.seen(page);
            through = page.getLast().timestamp();
            page = repository.pointsAfter(series, through, pageSize);
        }
        alerts.values().stream()
                .filter(alert -> alert.status() != AlertStatus.PENDING)
                .forEach(alert -> tally.count(alert.since(), DryRunReport.Firing.of(alert)));
    }

    /** What is missing has no point, so this looks between the points. What the newest point is followed by is not history yet. */
    private void replayGaps(
            final MonitoringRule rule,
            final RuleCondition.MissingData missing,
            final SeriesKey series,
            final Tally tally) {
        final Duration period = missing.period() == null ? stepOf(series) : missing.period();
        final Duration patience = Duration.ofMillis(Math.round(missing.periods() * period.toMillis()));
        SeriesPoint previous = null;
        Instant through = BEFORE_ALL_POINTS;
        List<SeriesPoint> page = repository.pointsAfter(series, through, pageSize);
        tally.series += page.isEmpty() ? 0 : 1;
        while (!page.isEmpty() && !tally.isFull()) {
            for (final SeriesPoint point : page) {
                final boolean waitedTooLong = previous != null
                        && point.timestamp().isAfter(previous.timestamp().plus(patience));
                if (waitedTooLong) {
                    count(rule, series, previous, patience, point, tally);
                }
                previous = point;
            }
            tally.seen(page);
            through = page.getLast().timestamp();
            page = repository.pointsAfter(series, through, pageSize);
        }
    }

    private static void count(
            final MonitoringRule rule,
            final SeriesKey series,
            final SeriesPoint last,
            final Duration patience,
            final SeriesPoint next,
            final Tally tally) {
        final Instant since = last.timestamp().plus(patience);
        tally.count(
                since,
                new DryRunReport.Firing(
                        series.entityId(),
                        rule.severity().wireName(),
                        since.toString(),
                        next.timestamp().toString(),
                        last.value(),
                        1,
                        0,
                        "%s had no point from %s to %s".formatted(series, last.timestamp(), next.timestamp())));
    }

    private Duration stepOf(final SeriesKey series) {
        return JobRunner.stepOf(repository.newestPoints(series, POINTS_FOR_STEP));
    }

    private static final class Tally {
        /** The newest, the oldest of them first. */
        private final Queue<DryRunReport.Firing> newest = new PriorityQueue<>(
                Comparator.comparing(DryRunReport.Firing::since).thenComparing(DryRunReport.Firing::entityId));

        private final SortedMap<String, Integer> byWeek = new TreeMap<>();

        private int series;

        private long points;

        private long alerts;

        private Instant from;

        private Instant through;

        private boolean isFull() {
            return alerts >= MAXIMUM_ALERTS;
        }

        private void seen(final List<SeriesPoint> page) {
            points += page.size();
            final Instant first = page.getFirst().timestamp();
            final Instant last = page.getLast().timestamp();
            from = from == null || first.isBefore(from) ? first : from;
            through = through == null || last.isAfter(through) ? last : through;
        }

        private void count(final Instant since, final DryRunReport.Firing firing) {
            alerts += 1 + firing.reopened();
            final LocalDate monday =
                    since.atZone(ZoneOffset.UTC).toLocalDate().with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            byWeek.merge(monday.toString(), 1 + firing.reopened(), Integer::sum);
            newest.add(firing);
            if (newest.size() > DryRunReport.FIRINGS_LISTED) {
                newest.poll();
            }
        }

        private DryRunReport report(final MonitoringRule rule) {
            final List<DryRunReport.Firing> firings = new ArrayList<>();
            while (!newest.isEmpty()) {
                firings.add(newest.poll());
            }
            return new DryRunReport(
                    rule.ontologyId(),
                    rule.entityId(),
                    rule.metricName(),
                    rule.condition().ruleType(),
                    RuleConditions.print(rule.condition()),
                    series,
                    points,
                    from == null ? null : from.toString(),
                    through == null ? null : through.toString(),
                    alerts,
                    firings,
                    byWeek,
                    !isFull());
        }
    }
}
