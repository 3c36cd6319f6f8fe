/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.alert;

import java.time.Instant;
import java.util.List;

/** An alert with all that came to pass with it, oldest first. */
public record AlertHistory(Alert alert, List<Entry> entries) {
    public AlertHistory {
        entries = List.copyOf(entries);
    }

    /**
     * A step.
     *
     * @param sentAt when NiFi took over the message of it, or null
     * @param keptBack why nobody was told: {@code recorded}, {@code silenced}, {@code outranked}; null where somebody was or is to be
     */
    public record Entry(AlertTransition transition, Instant sentAt, String keptBack) {}
}
