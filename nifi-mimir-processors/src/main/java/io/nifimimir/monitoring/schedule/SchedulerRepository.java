/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.schedule;

import io.nifimimir.monitoring.MonitoringRepository;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The schedules, for jobs of both types: what is due, what was missed, and how each occurrence ended. An occurrence is one row (job,
 * instant), whatever the clock does and however many ask for it. Each call is one transaction, or joins the caller's; each write changes
 * nothing when it is repeated. Errors of the storage are thrown as {@link java.io.UncheckedIOException}.
 */
public interface SchedulerRepository {

    /**
     * Begins a life of the store: runs that the end of an earlier one cut off are made due again, or ended as interrupted where that has
     * happened too often, and next runs are computed anew, with what was missed recorded.
     */
    Start start(Instant now);

    /** Reads the clock, and remembers it. Where it is {@link ClockReading.Doubtful}, nothing may be claimed. */
    ClockReading readClock(Instant now);

    /** All jobs, by name. */
    List<JobState> jobs();

    Optional<JobState> job(String jobId);

    /**
     * Stores a job, or changes one of the same id. Its next run is the first after {@code now} where it is new, was switched on, or has
     * another schedule. A monitoring job must be known to {@link MonitoringRepository} already.
     *
     * @throws IllegalArgumentException where expression or zone cannot be read, or the job is of another type
     */
    void save(SchedulerJob job, Instant now);

    /** @return false where there is no such job */
    boolean setEnabled(String jobId, boolean enabled, Instant now);

    /**
     * Takes a job out of the schedule. What it did stays on record; a monitoring job's rules are switched off and its active alerts end.
     *
     * @return false where there is no such job
     */
    boolean delete(String jobId, Instant now);

    /**
     * Plans what has become due and claims what is to be run, earliest first. A job whose schedule cannot be read gets the status
     * {@code error} with the reason, and is left out.
     */
    List<Occurrence> claimDue(Selection selection, Instant now, int limit);

    /** Ends a run that went well. Its status is {@link Occurrence#successStatus()}. */
    void finish(Occurrence occurrence, Instant completedAt);

    /** Ends a run that threw; the job is tried again after a while, or at its next time if that comes first. */
    void fail(Occurrence occurrence, Instant completedAt, String error);

    /** Gives back claimed runs that had no effect, so that they are due again. */
    void release(Collection<Occurrence> occurrences, Instant now, String reason);

    /** The occurrences of a job, newest first. */
    List<Execution> executions(String jobId, int limit);

    /** @param pipelineIds of pipeline jobs; empty for all of them */
    record Selection(JobType type, Set<String> pipelineIds) {
        public Selection {
            pipelineIds = Set.copyOf(pipelineIds);
        }

        public static Selection of(final JobType type) {
            return new Selection(type, Set.of());
        }
    }

    /**
     * A job with its place in the schedule.
     *
     * @param nextRun null where none follows
     * @param lastRun null before the first run
     * @param lastStatus of the last occurrence, or {@code error}; null before the first
     * @param error why the job failed or cannot be scheduled; null where nothing is wrong
     * @param retryAt when a job that failed is tried again, where that is not at its next run
     */
    record JobState(
            SchedulerJob job,
            Instant nextRun,
            Instant lastRun,
            String lastStatus,
            String error,
            int consecutiveFailures,
            Instant retryAt,
            Instant createdAt,
            Instant updatedAt) {}

    /**
     * An occurrence as it stands.
     *
     * @param attempts tries so far
     * @param recovered whether an earlier try was cut off
     * @param missedUntil the last of a span of missed occurrences that begins with {@code scheduledFor}; null unless missed
     * @param occurrences how many the row stands for
     * @param reason why it was missed, interrupted or failed; null otherwise
     */
    record Execution(
            String jobId,
            Instant scheduledFor,
            RunStatus status,
            int attempts,
            Instant startedAt,
            Instant completedAt,
            boolean recovered,
            Instant missedUntil,
            long occurrences,
            String reason) {}

    /** A run that the end of the process cut off. */
    record InterruptedRun(String jobId, Instant scheduledFor, int attempt, boolean again) {}

    /**
     * @param toCatchUp late occurrences that are going to be run
     * @param missed late occurrences that are not
     */
    record Start(ClockReading clock, List<InterruptedRun> interrupted, long toCatchUp, long missed) {
        public Start {
            interrupted = List.copyOf(interrupted);
        }
    }
}
