/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

import io.nifimimir.monitoring.schedule.Occurrence;

import java.time.Instant;

/** A due run of a monitoring job, claimed by this process. */
public record JobOccurrence(MonitoringJob job, Occurrence occurrence) {

    /** The instant it was due at, which is the instant to evaluate for; with the job's id its identity. */
    public Instant scheduledFor() {
        return occurrence.scheduledFor();
    }

    /** 1 for the first try, counted on after a run that died half-way. */
    public int attempt() {
        return occurrence.attempt();
    }

    public Instant startedAt() {
        return occurrence.startedAt();
    }
}
