/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What monitoring needs remembered. Each call is one transaction, or joins the caller's; each write changes nothing when it is repeated.
 * Errors of the storage are thrown as {@link java.io.UncheckedIOException}.
 */
public interface MonitoringRepository {

    /**
     * Stores a job with its rules and schedules its first run; a job or rule of the same id is replaced. The schedule of a job that is
     * known moves only where its cron expression or zone changes. A rule of the job that is not among the given ones is switched off and
     * kept, since alerts tell of it.
     */
    void saveJob(MonitoringJob job, List<MonitoringRule> rules, Instant firstRun);

    /** Makes an enabled job due at an instant where its next run is later, because there is something new to look at. */
    void bringForward(String jobId, Instant to);

    List<ScheduledJob> jobs();

    List<MonitoringRule> rulesOf(String jobId);

    /** Adds points; a point of the same series and instant is replaced. Returns how many were new or had another value. */
    long appendPoints(SeriesKey series, Iterator<SeriesPoint> points);

    /** Series of an ontology that have points, sorted by metric and entity. */
    List<SeriesKey> series(String ontologyId);

    /** Up to {@code limit} newest points of a series, in rising order of time. */
    List<SeriesPoint> newestPoints(SeriesKey series, int limit);

    /** How far finished runs have evaluated a rule on a series; empty before the first run and after a change of the rule's condition. */
    Optional<Instant> evaluatedThrough(String ruleId, SeriesKey series);

    /** The active alert of a rule on a series. */
    Optional<Alert> activeAlert(String ruleId, SeriesKey series);

    /** Alerts, newest first. */
    List<Alert> alerts(int limit);

    /**
     * Claims due runs of enabled jobs, earliest first. A claim is one row (job, scheduled instant, attempt) and moves the job's next run on
     * to the first instant of its schedule after {@code now}, so no other task or process gets the same run.
     */
    List<JobOccurrence> claimDue(Instant now, int limit);

    /** Claims a run of an enabled job beside its schedule, due now; empty where there is no such job or this instant is claimed already. */
    Optional<JobOccurrence> claimNow(String jobId, Instant now);

    /** Ends a run: its result, its alerts with their transitions, and the job's progress, in one transaction. */
    void finish(JobOccurrence occurrence, JobRunResult result);

    /** Ends a run that threw. */
    void fail(JobOccurrence occurrence, Instant completedAt, String error);

    /**
     * Marks runs that another life of this store began and did not end as {@code interrupted}, and makes them due again, unless the run has
     * been cut off so often that it may be its cause: then the job waits for its next time.
     *
     * @return the runs found
     */
    List<InterruptedRun> recoverInterrupted(Instant now);

    /** Transitions not yet marked as sent, oldest first; each is counted as handed out once more. */
    List<AlertTransition> takeUnsent(int limit);

    void markSent(List<String> transitionKeys, Instant sentAt);

    /** A job with its place in the schedule; the instants are null before the first run. */
    record ScheduledJob(MonitoringJob job, Instant nextRun, Instant lastRun, String lastStatus, int ruleCount) {}

    /** A run that the end of the process cut off. */
    record InterruptedRun(String jobId, Instant scheduledFor, int attempt) {}
}
