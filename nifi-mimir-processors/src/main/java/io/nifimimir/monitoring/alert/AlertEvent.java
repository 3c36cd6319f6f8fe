/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.alert;

import java.util.Locale;

/** A step in the life of an alert. */
public enum AlertEvent {
    RAISED,
    /** It had ended, and came back so soon that it is the same incident. */
    REOPENED,
    /** Its severity has risen. */
    WORSENED,
    /** Nobody has acknowledged it in time. */
    ESCALATED,
    ACKNOWLEDGED,
    RESOLVED,
    DISMISSED;

    /** Whether it asks for somebody's care. */
    public boolean asksForCare() {
        return switch (this) {
            case RAISED, REOPENED, WORSENED, ESCALATED -> true;
            case ACKNOWLEDGED, RESOLVED, DISMISSED -> false;
        };
    }

    /** Whether it begins an episode of an alert. */
    public boolean opens() {
        return this == RAISED || this == REOPENED;
    }

    /** Whether whoever was told of the alert is to be told of it. An acknowledgement stands in the history alone. */
    public boolean isTold() {
        return this != ACKNOWLEDGED;
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static AlertEvent ofWireName(final String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
