/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.evaluation;

import io.nifimimir.monitoring.DetectorState;
import io.nifimimir.monitoring.MonitoringRepository;
import io.nifimimir.monitoring.MonitoringRule;
import io.nifimimir.monitoring.alert.Alert;
import io.nifimimir.monitoring.anomaly.AnomalyDetector;
import io.nifimimir.monitoring.rule.RuleCondition;
import io.nifimimir.monitoring.series.SeriesKey;
import io.nifimimir.monitoring.series.SeriesPoint;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A rule of anomalies on the points that a run has to look at. What the rule has learned is kept from before the last points: of a row of
 * normal points that ends an incident a run may have seen some, and sees them again in the next.
 *
 * @param taught whether the evaluator goes on from what was kept
 */
public record AnomalyRun(AnomalyEvaluator evaluator, List<SeriesPoint> points, boolean taught) {
    /** What comes at once beyond these points is left to the next run. */
    private static final int POINTS_OF_RUN = 100_000;

    private static final int SEEN_AGAIN = RuleEvaluation.RESOLVED_AFTER - 1;

    /** From all points at hand. */
    public static AnomalyRun begin(final RuleCondition.Anomaly condition, final List<SeriesPoint> points) {
        return new AnomalyRun(new AnomalyEvaluator(condition.limit()), points, false);
    }

    /** From what the last run has kept; empty where that is nothing, or of another version, and everything is to be learned again. */
    public static Optional<AnomalyRun> resume(
            final MonitoringRepository repository,
            final MonitoringRule rule,
            final SeriesKey series,
            final Instant evaluatedThrough) {
        if (!(rule.condition() instanceof final RuleCondition.Anomaly condition) || evaluatedThrough == null) {
            return Optional.empty();
        }
        return repository
                .detectorState(rule.id(), series)
                .filter(state -> state.version() == AnomalyDetector.VERSION)
                .filter(state -> !state.through().isAfter(evaluatedThrough))
                .map(state -> new AnomalyRun(
                        new AnomalyEvaluator(condition.limit(), state.data()),
                        repository.pointsAfter(series, state.through(), POINTS_OF_RUN),
                        true));
    }

    public RuleEvaluation.Outcome walk(
            final MonitoringRule rule,
            final String jobId,
            final SeriesKey series,
            final Instant evaluatedThrough,
            final Alert active) {
        if (points.size() > SEEN_AGAIN) {
            evaluator.keepStateBefore(points.get(points.size() - SEEN_AGAIN).timestamp());
        }
        return new RuleEvaluation(rule, series, jobId, evaluator).walk(points, evaluatedThrough, active, taught);
    }

    /** What is to be kept after the walk; empty where there were too few points. */
    public Optional<DetectorState> state(final MonitoringRule rule, final SeriesKey series) {
        return evaluator
                .keptState()
                .map(data -> new DetectorState(
                        rule.id(),
                        series,
                        AnomalyDetector.VERSION,
                        points.get(points.size() - SEEN_AGAIN - 1).timestamp(),
                        data));
    }
}
