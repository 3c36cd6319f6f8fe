/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.planning;

import io.nifimimir.monitoring.MonitoringRule;
import io.nifimimir.monitoring.alert.Alert;
import io.nifimimir.monitoring.alert.AlertStatus;
import io.nifimimir.monitoring.rule.RuleConditions;
import io.nifimimir.monitoring.series.SeriesPoint;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts what a replay sees and finds. */
final class DryRunTally {
    /** A rule that fires so often is of no use, and its next million alerts tell nothing new. */
    private static final int MAXIMUM_ALERTS = 10_000;

    /** The newest, the oldest of them first. */
    private final Queue<DryRunReport.Firing> newest = new PriorityQueue<>(
            Comparator.comparing(DryRunReport.Firing::since).thenComparing(DryRunReport.Firing::entityId));

    private final SortedMap<String, Integer> byWeek = new TreeMap<>();

    private int series;

    private long points;

    private long alerts;

    private Instant from;

    private Instant through;

    boolean isFull() {
        return isFullWith(0);
    }

    /** A series that has points. */
    void addSeries() {
        series++;
    }

    void seen(final List<SeriesPoint> page) {
        points += page.size();
        final Instant first = page.getFirst().timestamp();
        final Instant last = page.getLast().timestamp();
        from = from == null || first.isBefore(from) ? first : from;
        through = through == null || last.isAfter(through) ? last : through;
    }

    void count(final Instant since, final DryRunReport.Firing firing) {
        alerts += 1 + firing.reopened();
        final LocalDate monday =
                since.atZone(ZoneOffset.UTC).toLocalDate().with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        byWeek.merge(monday.toString(), 1 + firing.reopened(), Integer::sum);
        newest.add(firing);
        if (newest.size() > DryRunReport.FIRINGS_LISTED) {
            newest.poll();
        }
    }

    /** What was seen of one series or one rule; what is pending was never seen by anybody. */
    void count(final Collection<Alert> found) {
        found.stream()
                .filter(alert -> alert.status() != AlertStatus.PENDING)
                .forEach(alert -> count(alert.since(), DryRunReport.Firing.of(alert)));
    }

    /** Whether these alerts and those counted are too many. */
    boolean isFullWith(final long more) {
        return alerts + more >= MAXIMUM_ALERTS;
    }

    DryRunReport report(final MonitoringRule rule) {
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
