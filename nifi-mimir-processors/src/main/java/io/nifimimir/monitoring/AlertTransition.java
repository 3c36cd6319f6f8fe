/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

import java.time.Instant;

/**
 * A step in an alert's life that somebody is to be told of. It is stored with the run that caused it, sent as a flowfile, and marked as
 * sent once NiFi has accepted that flowfile; until then it is handed out again, with the same key.
 *
 * @param key unique; the same for each repetition
 * @param alert as it stood at that step
 * @param at instant of the point that decided the step
 * @param attempts how often it has been handed out before
 */
public record AlertTransition(String key, Alert alert, AlertStatus to, Instant at, String jobId, int attempts) {

    /** The step of an alert into the state that it is in. */
    public static AlertTransition of(final Alert alert, final Instant at, final String jobId) {
        final String key = alert.id() + ":" + alert.status().wireName();
        return new AlertTransition(key, alert, alert.status(), at, jobId, 0);
    }
}
