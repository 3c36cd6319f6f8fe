/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

import io.nifimimir.monitoring.rhythm.Rhythm;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A rule of missing data on a series at the instant of a run. The rhythm is kept with the run, so that a series without new points costs one
 * look-up. An incident begins at the instant from which on points were missing, whenever the run that finds it comes.
 */
final class MissingDataRun {
    /** Older points tell of a rhythm that may be over. */
    private static final int POINTS_OF_RHYTHM = 1_000;

    private final MonitoringRepository repository;

    private final MonitoringRule rule;

    private final RuleCondition.MissingData condition;

    private final SeriesKey series;

    MissingDataRun(
            final MonitoringRepository repository,
            final MonitoringRule rule,
            final RuleCondition.MissingData condition,
            final SeriesKey series) {
        this.repository = repository;
        this.rule = rule;
        this.condition = condition;
        this.series = series;
    }

    /**
     * @param newest instant of the newest point
     * @param at the instant to judge at
     * @param learned takes what was learned of the series, where that is new
     * @return empty where the series has no rhythm yet
     */
    Optional<RuleEvaluation.Outcome> judge(
            final String jobId,
            final Instant newest,
            final Instant at,
            final Instant evaluatedThrough,
            final Alert active,
            final List<DetectorState> learned) {
        return rhythm(newest, evaluatedThrough != null, learned).map(rhythm -> {
            final MissingDataEvaluator evaluator = new MissingDataEvaluator(condition, rhythm, newest);
            final List<SeriesPoint> instants = new ArrayList<>();
            final Instant deadline = evaluator.deadline();
            if (active == null && deadline.isBefore(at)) {
                instants.add(evaluator.silenceAt(deadline));
            }
            instants.add(evaluator.silenceAt(at));
            return new RuleEvaluation(rule, series, jobId, evaluator).walk(instants, evaluatedThrough, active, true);
        });
    }

    private Optional<Rhythm> rhythm(final Instant newest, final boolean known, final List<DetectorState> learned) {
        if (condition.period() != null) {
            return Optional.of(Rhythm.every(condition.period()));
        }
        final Optional<DetectorState> kept = known ? repository.detectorState(rule.id(), series) : Optional.empty();
        if (kept.isPresent()
                && kept.get().version() == Rhythm.VERSION
                && kept.get().through().equals(newest)) {
            return Optional.of(Rhythm.ofBytes(kept.get().data()));
        }
        final long[] instants = repository.newestPoints(series, POINTS_OF_RHYTHM).stream()
                .mapToLong(point -> point.timestamp().toEpochMilli())
                .toArray();
        final Optional<Rhythm> rhythm = Rhythm.of(instants);
        rhythm.ifPresent(
                found -> learned.add(new DetectorState(rule.id(), series, Rhythm.VERSION, newest, found.toBytes())));
        return rhythm;
    }
}
