/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.alert;

import java.util.Locale;

/** How urgent an alert is, in rising order. */
public enum Severity {
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL;

    /** The next one up; the highest has none above it. */
    public Severity next() {
        return values()[Math.min(ordinal() + 1, values().length - 1)];
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Severity ofWireName(final String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
