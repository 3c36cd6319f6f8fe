/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.drift;

import java.util.List;

/**
 * What a look at gathered rows says of the data that a model is applied to.
 *
 * @param rows that were looked at together
 * @param tests that were made
 * @param largestIndex the largest population stability index of all tests, less what chance is expected to add
 * @param findings changes that meet the criteria, the largest first
 */
public record DriftJudgement(long rows, int tests, double largestIndex, List<DriftFinding> findings) {
    public DriftJudgement {
        findings = List.copyOf(findings);
    }

    public boolean drifted() {
        return !findings.isEmpty();
    }

    public String toJson() {
        return DriftJson.write(this);
    }

    /** @throws java.io.UncheckedIOException where the text is none */
    public static DriftJudgement ofJson(final String json) {
        return DriftJson.read(json, DriftJudgement.class);
    }
}
