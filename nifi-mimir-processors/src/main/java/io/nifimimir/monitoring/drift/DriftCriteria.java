/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.drift;

import java.util.Set;

/**
 * When a change is worth an alert: it must be both large enough to matter and no chance.
 *
 * @param predictions whether it is the predictions that are looked at, and not what they are made from
 * @param columns those to look at; empty for all
 * @param season whose parts are compared with their like; null for the one that tells most of each column
 * @param minimumDistance as {@link DriftFinding#distance} tells it
 * @param minimumStabilityIndex as {@link DriftFinding#stabilityIndex} tells it; a change is large enough where it reaches either
 * @param significance probability of a single false finding in a look
 */
public record DriftCriteria(
        boolean predictions,
        Set<String> columns,
        SeasonPart season,
        double minimumDistance,
        double minimumStabilityIndex,
        double significance) {
    public DriftCriteria {
        columns = Set.copyOf(columns);
    }

    boolean isLargeEnough(final DriftFinding finding) {
        return finding.distance() >= minimumDistance || finding.stabilityIndex() >= minimumStabilityIndex;
    }
}
