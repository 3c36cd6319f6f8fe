/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.schedule;

import java.time.Instant;
import java.util.Objects;

/**
 * A due run of a job, claimed by this process.
 *
 * @param scheduledFor the instant it was due at, which is the instant to evaluate for; with the job's id its identity
 * @param attempt 1 for the first try, counted on after a try that the end of the process cut off
 * @param startedAt when it was claimed
 * @param overdue nothing ran at its time, so that it is being caught up on
 * @param missed occurrences right before it that are not run
 */
public record Occurrence(
        SchedulerJob job, Instant scheduledFor, int attempt, Instant startedAt, boolean overdue, long missed) {
    public Occurrence {
        Objects.requireNonNull(job, "Job required");
        Objects.requireNonNull(scheduledFor, "Scheduled instant required");
        Objects.requireNonNull(startedAt, "Start required");
    }

    /** The same for each try. */
    public String key() {
        return job.id() + ":" + scheduledFor.toEpochMilli();
    }

    /** How it ends where it ends well. */
    public RunStatus successStatus() {
        return overdue ? RunStatus.CAUGHT_UP : RunStatus.SUCCESS;
    }
}
