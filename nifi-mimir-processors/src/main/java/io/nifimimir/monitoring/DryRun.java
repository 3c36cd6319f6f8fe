/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
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
     * @param rule its ontology, metric, entity and condition count; whether it is enabled or stored does not
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
                switch (rule.condition()) {
                    case RuleCondition.MissingData missing -> replayGaps(rule, missing, series, tally);
                    default -> replayPoints(rule, series, tally);
                }
            }
        }
        return tally.report(rule);
    }

    private void replayPoints(final MonitoringRule rule, final SeriesKey series, final Tally tally) {
        final ConditionEvaluator evaluator = ConditionEvaluator.of(rule.condition(), stepOf(series));
        final RuleEvaluation evaluation = new RuleEvaluation(rule, series, "dry-run", evaluator);
        Alert open = null;
        Instant through = BEFORE_ALL_POINTS;
        List<SeriesPoint> page = repository.pointsAfter(series, through, pageSize);
        tally.series += page.isEmpty() ? 0 : 1;
        while (!page.isEmpty() && !tally.isFull()) {
            // All points are news to a rule that has been there from the first one on
            final RuleEvaluation.Outcome outcome = evaluation.walk(page, through, open, true);
            for (final Alert alert : outcome.alerts()) {
                final boolean lasts = alert.resolvedAt() == null;
                if (!lasts) {
                    tally.count(alert);
                }
                open = lasts ? alert : null;
            }
            tally.seen(page);
            through = page.getLast().timestamp();
            page = repository.pointsAfter(series, through, pageSize);
        }
        if (open != null) {
            tally.count(open);
        }
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
                    tally.count(gap(rule, series, previous, patience, point));
                }
                previous = point;
            }
            tally.seen(page);
            through = page.getLast().timestamp();
            page = repository.pointsAfter(series, through, pageSize);
        }
    }

    private static Alert gap(
            final MonitoringRule rule,
            final SeriesKey series,
            final SeriesPoint last,
            final Duration patience,
            final SeriesPoint next) {
        final Instant since = last.timestamp().plus(patience);
        final String message = "%s had no point from %s to %s".formatted(series, last.timestamp(), next.timestamp());
        return new Alert(
                Identities.of("alert", rule.id(), series.entityId(), series.metricName(), since.toEpochMilli()),
                rule.id(),
                series,
                rule.condition().ruleType(),
                rule.severity(),
                AlertStatus.RESOLVED,
                message,
                message,
                "a point every " + patience,
                since,
                since,
                last.value(),
                1,
                next.timestamp());
    }

    private Duration stepOf(final SeriesKey series) {
        return JobRunner.stepOf(repository.newestPoints(series, POINTS_FOR_STEP));
    }

    private static final class Tally {
        /** The newest, the oldest of them first. */
        private final PriorityQueue<Alert> newest =
                new PriorityQueue<>(Comparator.comparing(Alert::since).thenComparing(Alert::id));

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

        private void count(final Alert alert) {
            alerts++;
            final LocalDate monday = alert.since()
                    .atZone(ZoneOffset.UTC)
                    .toLocalDate()
                    .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            byWeek.merge(monday.toString(), 1, Integer::sum);
            newest.add(alert);
            if (newest.size() > DryRunReport.FIRINGS_LISTED) {
                newest.poll();
            }
        }

        private DryRunReport report(final MonitoringRule rule) {
            final List<DryRunReport.Firing> firings = new ArrayList<>();
            while (!newest.isEmpty()) {
                firings.add(DryRunReport.Firing.of(newest.poll()));
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
