/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.alert;

import java.time.Instant;
import java.util.Objects;

/**
 * A time in which nobody is told of certain alerts. They are recorded, and what still lasts at its end is told then, once.
 *
 * @param ontologyId only alerts of this ontology; null for all. The same for entity and metric
 * @param severity only alerts up to this severity; null for all
 * @param until the first instant after it
 * @param by who wants it
 * @param reason why, or null
 */
public record Silence(
        String id,
        String ontologyId,
        String entityId,
        String metricName,
        Severity severity,
        Instant from,
        Instant until,
        String by,
        String reason) {
    public Silence {
        Objects.requireNonNull(id, "Id required");
        Objects.requireNonNull(by, "Who wants the silence is required");
        if (!from.isBefore(until)) {
            throw new IllegalArgumentException("A silence ends after it begins, found %s to %s".formatted(from, until));
        }
    }

    public boolean covers(final Instant instant) {
        return !instant.isBefore(from) && instant.isBefore(until);
    }

    public boolean concerns(final Alert alert) {
        return is(ontologyId, alert.series().ontologyId())
                && is(entityId, alert.series().entityId())
                && is(metricName, alert.series().metricName())
                && (severity == null || alert.severity().compareTo(severity) <= 0);
    }

    private static boolean is(final String wanted, final String found) {
        return wanted == null || wanted.equals(found);
    }
}
