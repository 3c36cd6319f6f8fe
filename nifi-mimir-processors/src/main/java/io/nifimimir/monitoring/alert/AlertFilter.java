/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.alert;

import java.time.Instant;
import java.util.Set;

/**
 * Which alerts, and which part of them: newest first by the instant of their first point, then by id.
 *
 * @param statuses any of these; empty for all. The same for severities
 * @param ontologyId null for all. The same for entity and metric
 * @param from earliest first point, or null
 * @param to the first instant after the latest first point, or null
 */
public record AlertFilter(
        Set<AlertStatus> statuses,
        Set<Severity> severities,
        String ontologyId,
        String entityId,
        String metricName,
        Instant from,
        Instant to,
        int limit,
        int offset) {
    /** A page for people. */
    public static final int DEFAULT_LIMIT = 100;

    public AlertFilter {
        statuses = Set.copyOf(statuses);
        severities = Set.copyOf(severities);
        if (limit < 0 || offset < 0) {
            throw new IllegalArgumentException(
                    "Limit and offset are 0 or more, found %d and %d".formatted(limit, offset));
        }
    }

    /** The first page of all. */
    public static AlertFilter all() {
        return new AlertFilter(Set.of(), Set.of(), null, null, null, null, null, DEFAULT_LIMIT, 0);
    }
}
