/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.planning;

import io.nifimimir.monitoring.JobRunner;
import io.nifimimir.monitoring.MonitoringRepository;
import io.nifimimir.monitoring.MonitoringRule;
import io.nifimimir.monitoring.alert.Alert;
import io.nifimimir.monitoring.evaluation.ConditionEvaluator;
import io.nifimimir.monitoring.evaluation.ForecastRun;
import io.nifimimir.monitoring.evaluation.RuleEvaluation;
import io.nifimimir.monitoring.rule.CrossingForecaster;
import io.nifimimir.monitoring.rule.RuleCondition;
import io.nifimimir.monitoring.series.SeriesKey;
import io.nifimimir.monitoring.series.SeriesPoint;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Replays a rule on the stored history and tells when it would have fired, had it been there from the first point on. The walk is that of
 * a run, point by point without a look ahead, so an incident is what it would have been. Nothing is stored, and the rule need not be.
 *
 * <p>A series is read page by page, so its length costs no memory.
 */
public final class DryRun {
    private static final int PAGE = 2_000;

    private static final int POINTS_FOR_STEP = 500;

    private static final Instant BEFORE_ALL_POINTS = Instant.ofEpochMilli(Long.MIN_VALUE);

    /** Points of a forecast rule that are replayed, over all of its series together: each may take a forecast, of some dozen milliseconds. */
    private static final int MOST_FORECASTS = 400;

    private static final int FEWEST_FORECASTS_OF_SERIES = 10;

    private final MonitoringRepository repository;

    private final CrossingForecaster forecaster;

    private final int pageSize;

    /** Where nobody can forecast. */
    public DryRun(final MonitoringRepository repository) {
        this(repository, CrossingForecaster.none());
    }

    public DryRun(final MonitoringRepository repository, final CrossingForecaster forecaster) {
        this(repository, forecaster, PAGE);
    }

    DryRun(final MonitoringRepository repository, final CrossingForecaster forecaster, final int pageSize) {
        this.repository = Objects.requireNonNull(repository, "Repository required");
        this.forecaster = Objects.requireNonNull(forecaster, "Forecaster required");
        this.pageSize = pageSize;
    }

    /**
     * Replays a rule on all series that it watches, from their first stored points on: a rule of forecasts on the newest of them, a rule of
     * rows on the looks of a rule that is stored and asks for the same.
     *
     * @param rule its ontology, metric, entity, condition and way to make alerts count; what its job says of the latter is to be laid beneath
     *     by the caller, and whether the rule is enabled or stored does not matter
     * @throws NoHistoryException where there is nothing to replay it on
     * @throws IllegalArgumentException where the rule cannot be read
     */
    public DryRunReport replay(final MonitoringRule rule) {
        if (rule.condition() instanceof final RuleCondition.OfRows condition) {
            final DryRunTally tally = new DryRunTally();
            new LookReplay(repository.modelWatch(), rule, condition).replay(tally);
            return tally.report(rule);
        }
        final List<SeriesKey> watched = repository.series(rule.ontologyId()).stream()
                .filter(series -> series.metricName().equals(rule.metricName()))
                .filter(series -> rule.entityId() == null || rule.entityId().equals(series.entityId()))
                .toList();
        if (watched.isEmpty()) {
            throw new NoHistoryException("No points of metric [%s]%s of ontology [%s] are stored"
                    .formatted(
                            rule.metricName(),
                            rule.entityId() == null ? "" : " and entity [%s]".formatted(rule.entityId()),
                            rule.ontologyId()));
        }
        return replay(rule, watched);
    }

    /** The same on some of its series. */
    DryRunReport replay(final MonitoringRule rule, final List<SeriesKey> watched) {
        final DryRunTally tally = new DryRunTally();
        for (final SeriesKey series : watched) {
            if (!tally.isFull()) {
                switch (rule.condition()) {
                    case RuleCondition.MissingData missing -> replayGaps(rule, missing, series, tally);
                    case RuleCondition.Forecast forecast ->
                        replayForecasts(
                                rule,
                                forecast,
                                series,
                                Math.max(FEWEST_FORECASTS_OF_SERIES, MOST_FORECASTS / watched.size()),
                                tally);
                    default -> replayPoints(rule, series, tally);
                }
            }
        }
        return tally.report(rule);
    }

    private void replayPoints(final MonitoringRule rule, final SeriesKey series, final DryRunTally tally) {
        final ConditionEvaluator evaluator = ConditionEvaluator.of(rule.condition(), stepOf(series));
        final RuleEvaluation evaluation = new RuleEvaluation(rule, series, "dry-run", evaluator);
        final Map<String, Alert> alerts = new LinkedHashMap<>();
        Alert current = null;
        Instant through = BEFORE_ALL_POINTS;
        List<SeriesPoint> page = repository.pointsAfter(series, through, pageSize);
        if (!page.isEmpty()) {
            tally.addSeries();
        }

        long raised = 0;
        while (!page.isEmpty() && !tally.isFullWith(raised)) {
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
        tally.count(alerts.values());
    }

    /** As runs would have done that came right after each of the newest points. */
    private void replayForecasts(
            final MonitoringRule rule,
            final RuleCondition.Forecast condition,
            final SeriesKey series,
            final int replayed,
            final DryRunTally tally) {
        final List<SeriesPoint> points = repository.newestPoints(series, ForecastRun.POINTS + replayed);
        final int first = Math.max(0, points.size() - replayed);
        if (points.isEmpty()) {
            return;
        }
        tally.addSeries();
        tally.seen(points.subList(first, points.size()));
        final ForecastRun forecasts = new ForecastRun(repository, forecaster);
        final Map<String, Alert> alerts = new LinkedHashMap<>();
        Alert current = null;
        Instant through = BEFORE_ALL_POINTS;
        for (int newest = first; newest < points.size(); newest++) {
            final List<SeriesPoint> past = points.subList(Math.max(0, newest + 1 - ForecastRun.POINTS), newest + 1);
            final Instant at = points.get(newest).timestamp();
            final ForecastRun.Task task = new ForecastRun.Task(rule, condition, series, through, current);
            for (final Alert alert : forecasts.judge(task, past, "dry-run", at).alerts()) {
                alerts.put(alert.id(), alert);
                current = alert.course().closed() ? null : alert;
            }
            through = at;
        }
        tally.count(alerts.values());
    }

    /** What is missing has no point, so this looks between the points. What the newest point is followed by is not history yet. */
    private void replayGaps(
            final MonitoringRule rule,
            final RuleCondition.MissingData missing,
            final SeriesKey series,
            final DryRunTally tally) {
        final Duration period = missing.period() == null ? stepOf(series) : missing.period();
        final Duration patience = Duration.ofMillis(Math.round(missing.periods() * period.toMillis()));
        SeriesPoint previous = null;
        Instant through = BEFORE_ALL_POINTS;
        List<SeriesPoint> page = repository.pointsAfter(series, through, pageSize);
        if (!page.isEmpty()) {
            tally.addSeries();
        }

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
            final DryRunTally tally) {
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
}
