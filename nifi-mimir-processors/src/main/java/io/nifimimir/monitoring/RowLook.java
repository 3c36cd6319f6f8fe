/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

import java.time.Instant;

/**
 * What a rule found when it looked at the rows that it had gathered.
 *
 * @param at later than the look before
 * @param breached whether the condition of the rule was met
 * @param value what is told of it as one number: the largest stability index, or the score
 * @param finding the judgement as JSON: a {@link io.nifimimir.monitoring.drift.DriftJudgement} or a {@link
 *     io.nifimimir.monitoring.drift.PerformanceJudgement}, as the type of the rule says
 */
public record RowLook(String ruleId, Instant at, String modelId, boolean breached, double value, String finding) {

    /** The same look by a rule that makes something else of it. */
    public RowLook judged(final boolean breach) {
        return new RowLook(ruleId, at, modelId, breach, value, finding);
    }
}
