/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.schedule;

import java.util.Locale;

/** Where an occurrence of a job stands. It ends as exactly one of those after {@link #RUNNING}. */
public enum RunStatus {
    /** Due, and not begun; or begun, cut off, and to be begun again. */
    WAITING,
    RUNNING,
    /** Ran at its time, as far as the grace of {@link OccurrencePlan} goes. */
    SUCCESS,
    /** Threw. */
    FAILED,
    /** Was cut off by the end of the process as often as it may be. */
    INTERRUPTED,
    /** Nothing ran at its time, and nothing did later. */
    MISSED,
    /** Nothing ran at its time; ran later, for that time. */
    CAUGHT_UP;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static RunStatus ofWireName(final String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
