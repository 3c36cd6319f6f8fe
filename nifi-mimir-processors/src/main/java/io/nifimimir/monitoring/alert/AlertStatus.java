/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.alert;

import java.util.Locale;

/** Where an alert stands in its life. */
public enum AlertStatus {
    /** The condition is met, and has not been for long enough yet. Nobody is told. */
    PENDING,
    ACTIVE,
    /** Somebody has said that he takes care of it. */
    ACKNOWLEDGED,
    /** The condition has gone, or somebody has said that it is dealt with. */
    RESOLVED,
    /** Somebody has said that it is none, and nobody is told of this incident again. */
    DISMISSED;

    /** Whether it wants somebody's care. */
    public boolean isOpen() {
        return this == ACTIVE || this == ACKNOWLEDGED;
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static AlertStatus ofWireName(final String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
