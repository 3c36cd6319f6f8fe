/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.alert;

import java.time.Instant;
import java.util.Locale;
import java.util.Objects;

/**
 * What a person does about an alert.
 *
 * @param by who does it; not blank
 * @param note why, or null
 */
public record AlertAction(Kind kind, String by, String note, Instant at) {
    public AlertAction {
        Objects.requireNonNull(kind, "Kind required");
        Objects.requireNonNull(at, "Instant required");
        if (by == null || by.isBlank()) {
            throw new IllegalArgumentException("Who is to %s the alert is not said".formatted(kind.wireName()));
        }
    }

    /** Each leads to a state of its own. */
    public enum Kind {
        /** I take care of it: it does not escalate, and tells when it is over. */
        ACKNOWLEDGE(AlertStatus.ACKNOWLEDGED, AlertEvent.ACKNOWLEDGED),
        /** It is dealt with: silence until its condition has gone and comes back. */
        RESOLVE(AlertStatus.RESOLVED, AlertEvent.RESOLVED),
        /** It is none: silence for all of this incident, also where it comes back soon. */
        DISMISS(AlertStatus.DISMISSED, AlertEvent.DISMISSED);

        private final AlertStatus status;

        private final AlertEvent event;

        Kind(final AlertStatus status, final AlertEvent event) {
            this.status = status;
            this.event = event;
        }

        public AlertStatus status() {
            return status;
        }

        public AlertEvent event() {
            return event;
        }

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** @throws IllegalArgumentException where there is no such action */
        public static Kind ofWireName(final String wireName) {
            for (final Kind kind : values()) {
                if (kind.wireName().equals(wireName)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException(
                    "Unknown action \"%s\", expected acknowledge, resolve or dismiss".formatted(wireName));
        }
    }

    /**
     * The alert after this action.
     *
     * @throws IllegalStateException where the alert is in a state that does not allow it
     */
    public Alert on(final Alert alert) {
        final boolean allowed = switch (kind) {
            case ACKNOWLEDGE, RESOLVE -> alert.status().isOpen();
            case DISMISS -> !alert.course().closed() && alert.status() != AlertStatus.DISMISSED;
        };
        if (!allowed) {
            throw new IllegalStateException("Alert %s is %s%s and cannot be %s"
                    .formatted(
                            alert.id(),
                            alert.status().wireName(),
                            alert.course().closed() ? " and over" : "",
                            kind.event().wireName()));
        }
        return kind == Kind.ACKNOWLEDGE
                ? alert.acknowledged(by)
                : alert.ended(kind.status(), AlertTexts.ended(alert, this), at);
    }
}
