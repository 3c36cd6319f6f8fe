/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dashboard;

import java.time.Instant;
import java.util.List;

/**
 * All that a person wants to know first.
 *
 * @param attention open alerts, the most severe first, each with the newest values of its series
 * @param recent alerts that ended last
 * @param jobs those that need care first, then by their next run; not all where there are many
 * @param models champions; not all where there are many
 */
public record Overview(
        Instant now,
        Health health,
        List<AlertCount> alertCounts,
        List<OpenAlert> attention,
        List<AlertRow> recent,
        JobCounts jobCounts,
        List<JobRow> jobs,
        List<ModelRow> models) {

    /**
     * How the store is.
     *
     * @param lastTick when the schedule was looked at last; null where it never was
     * @param cutOff whether the session before this one was cut off, as by a power cut
     * @param backupFault why the last attempt failed; null where all is well
     * @param restoredFrom name of the backup that took the place of a damaged file; null where none did
     * @param runs what did not go as planned since the last clean stop, or since the store was made
     */
    public record Health(
            String file,
            long bytes,
            long freeBytes,
            boolean inPlace,
            boolean takesNewData,
            Instant openedAt,
            Instant lastCleanStop,
            boolean cutOff,
            Instant lastTick,
            Instant lastCheckpoint,
            String lastBackup,
            Instant lastBackupAt,
            String backupFault,
            String restoredFrom,
            RunCounts runs) {}

    /** Ended runs, by how they did not go as planned. */
    public record RunCounts(long interrupted, long caughtUp, long missed, long failed) {}

    /** Alerts that are not over. */
    public record AlertCount(String status, String severity, long count) {}

    /** @param values the newest of its series, in order of time; empty for all but the first alerts */
    public record OpenAlert(AlertRow alert, List<Double> values) {}

    /**
     * @param late whose next run is past by more than a minute
     * @param failing whose last run failed, or that cannot be scheduled
     */
    public record JobCounts(long enabled, long late, long failing) {}

    /** @param error why it failed or cannot be scheduled; null where all is well */
    public record JobRow(
            String id,
            String name,
            String type,
            String schedule,
            String zone,
            Instant nextRun,
            Instant lastRun,
            String lastStatus,
            String error,
            boolean late) {}
}
