/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dashboard;

import java.time.Instant;

/**
 * An alert as the page shows it.
 *
 * @param type of its rule, such as {@code threshold}
 * @param status such as {@code active} or {@code resolved}
 * @param resolvedAt null while it lasts
 * @param acknowledgedBy who takes care of it; null where nobody said so
 * @param closed whether its incident is over, so that nobody can do anything about it any more
 * @param ruleDescription what the rule says of itself; may be empty
 */
public record AlertRow(
        String id,
        String ontology,
        String entity,
        String metric,
        String type,
        String severity,
        String status,
        String title,
        String message,
        String expected,
        Instant since,
        Instant lastSeen,
        double lastValue,
        long occurrences,
        Instant resolvedAt,
        String acknowledgedBy,
        boolean closed,
        String ruleDescription) {}
