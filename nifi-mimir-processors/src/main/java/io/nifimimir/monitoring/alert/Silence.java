/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.alert;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A time in which nobody is told of certain alerts. They are recorded, and what still lasts at its end is told then, once.
 *
 * @param ontologyId only alerts of this ontology; null for all. The same for entity and metric
 * @param severity only alerts up to this severity; null for all
 * @param until the first instant after it; {@link #FOREVER} where it only ends when somebody ends it
 * @param by who wants it
 * @param reason why, or null
 * @param recurrence the spans between beginning and end that are silent, or null: all of that time
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
        String reason,
        Recurrence recurrence) {
    /** An instant that nobody waits for. */
    public static final Instant FOREVER = Instant.parse("9999-12-31T00:00:00Z");

    public Silence {
        Objects.requireNonNull(id, "Id required");
        Objects.requireNonNull(by, "Who wants the silence is required");
        if (!from.isBefore(until)) {
            throw new IllegalArgumentException("A silence ends after it begins, found %s to %s".formatted(from, until));
        }
    }

    /** One that does not come again. */
    public Silence(
            final String id,
            final String ontologyId,
            final String entityId,
            final String metricName,
            final Severity severity,
            final Instant from,
            final Instant until,
            final String by,
            final String reason) {
        this(id, ontologyId, entityId, metricName, severity, from, until, by, reason, null);
    }

    public boolean covers(final Instant instant) {
        return silentUntil(instant).isPresent();
    }

    /** When it is over, or its span is, where it covers an instant; empty where it does not. */
    public Optional<Instant> silentUntil(final Instant instant) {
        if (instant.isBefore(from) || !instant.isBefore(until)) {
            return Optional.empty();
        }
        return recurrence == null
                ? Optional.of(until)
                : recurrence.endOfSpanAt(instant).map(end -> end.isBefore(until) ? end : until);
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
