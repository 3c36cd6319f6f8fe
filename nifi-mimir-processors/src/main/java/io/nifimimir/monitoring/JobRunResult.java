/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

import java.time.Instant;
import java.util.List;

/**
 * What a run of a job found; stored in one transaction.
 *
 * @param progress how far each rule has come on each series
 * @param alerts alerts that are new or changed, in their new state
 * @param transitions the steps to tell of
 * @param ruleErrors rules that failed, with the reason; the others were evaluated all the same
 */
public record JobRunResult(
        Instant completedAt,
        int seriesChecked,
        long pointsEvaluated,
        int rulesEvaluated,
        List<SeriesProgress> progress,
        List<Alert> alerts,
        List<AlertTransition> transitions,
        List<RuleError> ruleErrors) {
    public JobRunResult {
        progress = List.copyOf(progress);
        alerts = List.copyOf(alerts);
        transitions = List.copyOf(transitions);
        ruleErrors = List.copyOf(ruleErrors);
    }

    /** A rule that could not be evaluated. */
    public record RuleError(String ruleId, String message) {}
}
