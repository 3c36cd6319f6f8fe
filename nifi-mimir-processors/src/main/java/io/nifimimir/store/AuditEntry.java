/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * One thing that was done.
 *
 * @param action a verb in the past with its object, such as {@code rule_changed}
 * @param subjectType what kind of thing it was done to, such as {@code monitoring_rule}
 * @param detail values that JSON can hold: what it was before and after, counts, fingerprints
 */
public record AuditEntry(
        Instant at, AuditOrigin origin, String action, String subjectType, String subjectId, Map<String, ?> detail) {
    public AuditEntry {
        Objects.requireNonNull(at, "Instant required");
        Objects.requireNonNull(origin, "Origin required");
        Objects.requireNonNull(action, "Action required");
        Objects.requireNonNull(subjectType, "Subject type required");
        Objects.requireNonNull(subjectId, "Subject id required");
        Objects.requireNonNull(detail, "Detail required");
    }

    /** An entry of what this thread does, with the origin that it works for. */
    public static AuditEntry now(
            final Instant at,
            final String action,
            final String subjectType,
            final String subjectId,
            final Map<String, ?> detail) {
        return new AuditEntry(at, AuditOrigin.current(), action, subjectType, subjectId, detail);
    }
}
