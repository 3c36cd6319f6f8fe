/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.evaluation;

import io.nifimimir.monitoring.DetectorState;
import io.nifimimir.monitoring.MonitoringRepository;
import io.nifimimir.monitoring.MonitoringRule;
import io.nifimimir.monitoring.alert.Alert;
import io.nifimimir.monitoring.rhythm.Rhythm;
import io.nifimimir.monitoring.rule.RuleCondition;
import io.nifimimir.monitoring.series.SeriesKey;
import io.nifimimir.monitoring.series.SeriesPoint;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A rule of missing data on a series at the instant of a run. The rhythm is kept with the run, so that a series without new points costs one
 * look-up. An incident begins at the instant from which on points were missing, whenever the run that finds it comes.
 */
public final class MissingDataRun {
    /** Older points tell of a rhythm that may be over. */
    private static final int POINTS_OF_RHYTHM = 1_000;

    /** In the place of the version of what was learned: the series was an archive when the rule first saw it. */
    private static final int ARCHIVE = 102;

    private final MonitoringRepository repository;

    private final MonitoringRule rule;

    private final RuleCondition.MissingData condition;

    private final SeriesKey series;

    public MissingDataRun(
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
    public Optional<RuleEvaluation.Outcome> judge(
            final String jobId,
            final Instant newest,
            final Instant at,
            final Instant evaluatedThrough,
            final Alert active,
            final List<DetectorState> learned) {
        final Optional<DetectorState> kept =
                evaluatedThrough == null ? Optional.empty() : repository.detectorState(rule.id(), series);
        if (kept.filter(state -> isArchive(state, newest)).isPresent()) {
            return Optional.of(RuleEvaluation.Outcome.NOTHING);
        }
        return rhythm(newest, kept).map(learnt -> {
            final MissingDataEvaluator evaluator = new MissingDataEvaluator(condition, learnt.rhythm(), newest);
            final Instant deadline = evaluator.deadline();
            final boolean begins = active == null && deadline.isBefore(at);
            if (begins && evaluatedThrough == null && wasArchiveBefore(newest, at)) {
                learned.add(new DetectorState(rule.id(), series, ARCHIVE, newest, new byte[0]));
                return RuleEvaluation.Outcome.NOTHING;
            }
            learnt.state().ifPresent(learned::add);
            final List<SeriesPoint> instants = new ArrayList<>();
            if (begins) {
                instants.add(evaluator.silenceAt(deadline));
            }
            instants.add(evaluator.silenceAt(at));
            return new RuleEvaluation(rule, series, jobId, evaluator).walk(instants, evaluatedThrough, active, true);
        });
    }

    /**
     * Whether the series had been silent for longer than it was ever watched when the rule first saw it. Nobody waits for points of last
     * year's file; the first new point makes it a series like any other.
     */
    private boolean wasArchiveBefore(final Instant newest, final Instant at) {
        final Instant oldest =
                repository.newestPoints(series, POINTS_OF_RHYTHM).getFirst().timestamp();
        return Duration.between(newest, at).compareTo(Duration.between(oldest, newest)) > 0;
    }

    private static boolean isArchive(final DetectorState state, final Instant newest) {
        return state.version() == ARCHIVE && state.through().equals(newest);
    }

    /** @param state to be kept, where it is new */
    private record Learnt(Rhythm rhythm, Optional<DetectorState> state) {}

    private Optional<Learnt> rhythm(final Instant newest, final Optional<DetectorState> kept) {
        if (condition.period() != null) {
            return Optional.of(new Learnt(Rhythm.every(condition.period()), Optional.empty()));
        }
        if (kept.isPresent()
                && kept.get().version() == Rhythm.VERSION
                && kept.get().through().equals(newest)) {
            return Optional.of(new Learnt(Rhythm.ofBytes(kept.get().data()), Optional.empty()));
        }
        final long[] instants = repository.newestPoints(series, POINTS_OF_RHYTHM).stream()
                .mapToLong(point -> point.timestamp().toEpochMilli())
                .toArray();
        return Rhythm.of(instants)
                .map(found -> new Learnt(
                        found,
                        Optional.of(new DetectorState(rule.id(), series, Rhythm.VERSION, newest, found.toBytes()))));
    }
}
