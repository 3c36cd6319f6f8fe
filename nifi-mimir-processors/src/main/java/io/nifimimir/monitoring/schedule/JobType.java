/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.schedule;

import java.util.Locale;

/** What a scheduled job does when it is due. */
public enum JobType {
    /** Evaluates the rules of a monitoring job. */
    MONITORING,

    /** Starts a flow outside: one flowfile for each occurrence. */
    PIPELINE;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static JobType ofWireName(final String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
