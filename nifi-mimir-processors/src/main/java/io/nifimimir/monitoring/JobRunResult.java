/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

import io.nifimimir.monitoring.alert.Alert;
import io.nifimimir.monitoring.alert.AlertTransition;
import io.nifimimir.monitoring.series.SeriesKey;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a run of a job found; stored in one transaction.
 *
 * @param progress how far each rule has come in each series that had new points
 * @param alerts alerts that are new or changed, in their new state
 * @param transitions the steps to tell of
 * @param detectorStates what rules have learned of a series, where that is kept
 * @param ruleErrors rules that failed, with the reason; the others were evaluated all the same
 */
public record JobRunResult(
        Instant completedAt,
        List<RuleProgress> progress,
        int seriesChecked,
        long pointsEvaluated,
        int rulesEvaluated,
        List<Alert> alerts,
        List<AlertTransition> transitions,
        List<DetectorState> detectorStates,
        List<RuleError> ruleErrors) {
    public JobRunResult {
        progress = List.copyOf(progress);
        alerts = List.copyOf(alerts);
        transitions = List.copyOf(transitions);
        detectorStates = List.copyOf(detectorStates);
        ruleErrors = List.copyOf(ruleErrors);
    }

    /** The newest instant that was evaluated: that of a point, or of the run where a rule looks for points that are missing. */
    public Optional<Instant> newestPoint() {
        return progress.stream().map(RuleProgress::evaluatedThrough).max(Comparator.naturalOrder());
    }

    /**
     * How far a rule has come in a series. It is kept for each of them, since a series whose points come late must not lose them to a
     * faster one.
     *
     * @param evaluatedThrough instant of the newest point evaluated, or of the run for a rule that looks for missing ones
     */
    public record RuleProgress(String ruleId, SeriesKey series, Instant evaluatedThrough) {}

    /** A rule that could not be evaluated. */
    public record RuleError(String ruleId, String message) {}
}
