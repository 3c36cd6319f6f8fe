/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

import io.nifimimir.monitoring.alert.Alert;
import io.nifimimir.monitoring.schedule.SchedulerRepository;
import io.nifimimir.monitoring.series.SeriesBatch;
import io.nifimimir.monitoring.series.SeriesKey;
import io.nifimimir.monitoring.series.SeriesPoint;

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

    /**
     * Stores a job with its rules as a training proposes them, in place of what an earlier training proposed. What somebody has changed since
     * stays as it is: a name, a description, metrics or a schedule that are no longer as they were proposed, whether the job is switched on, and
     * rules that were made, changed or deleted by hand.
     *
     * @return the job as it stands
     */
    MonitoringJob proposeJob(MonitoringJob job, List<MonitoringRule> rules, Instant firstRun);

    /** Makes an enabled job due at an instant where its next run is later, because there is something new to look at. */
    void bringForward(String jobId, Instant to);

    List<ScheduledJob> jobs();

    /** Ids of the enabled jobs of an ontology. */
    List<String> enabledJobs(String ontologyId);

    List<MonitoringRule> rulesOf(String jobId);

    /** Enabled rules that could not be evaluated when that was tried last, the oldest failure first. */
    List<FailedRule> failedRules();

    /** Adds points; a point of the same series and instant is replaced. Returns how many were new or had another value. */
    long appendPoints(SeriesKey series, Iterator<SeriesPoint> points);

    /** Series of an ontology that have points, sorted by metric and entity. */
    List<SeriesKey> series(String ontologyId);

    /** Up to {@code limit} points of a series after an instant, the oldest of them, in rising order of time. */
    List<SeriesPoint> pointsAfter(SeriesKey series, Instant after, int limit);

    /** What a finished run left of what a rule has learned of a series. */
    Optional<DetectorState> detectorState(String ruleId, SeriesKey series);

    /** Up to {@code limit} newest points of a series, in rising order of time. */
    List<SeriesPoint> newestPoints(SeriesKey series, int limit);

    /** How far finished runs have evaluated a rule on a series; empty before the first run and after a change of the rule's condition. */
    Optional<Instant> evaluatedThrough(String ruleId, SeriesKey series);

    /** The alert of a rule on a series whose incident may go on or come back, whatever people have made of it. */
    Optional<Alert> currentAlert(String ruleId, SeriesKey series);

    /** Alerts, newest first. */
    List<Alert> alerts(int limit);

    /**
     * Claims due runs of enabled jobs, earliest first, as {@link SchedulerRepository#claimDue} does. A run whose job cannot be read ends as
     * failed with the reason, and is left out.
     */
    List<JobOccurrence> claimDue(Instant now, int limit);

    /**
     * Claims a run of an enabled job beside its schedule, due now; empty where there is no such job or this instant is claimed already. While
     * the job runs, the run is only made due, and is claimed with those that are.
     */
    Optional<JobOccurrence> claimNow(String jobId, Instant now);

    /** Where a job stands in each of its series. */
    JobProgress progressOf(MonitoringJob job);

    /**
     * Ends a run: its result, its alerts with their transitions, and the job's progress, in one transaction. What people
     * have decided on an alert since the run began stands.
     */
    void finish(JobOccurrence occurrence, JobRunResult result);

    /** Ends a run that threw, as {@link SchedulerRepository#fail} does. */
    void fail(JobOccurrence occurrence, Instant completedAt, String error);

    /** Gives back a run that was cut off on purpose, so that it is due again. */
    void release(JobOccurrence occurrence, Instant now, String reason);

    /** Points of a dataset that are stored already; 0 where it has not been begun. */
    long ingestedPoints(String ingestionKey);

    /**
     * Adds a batch of a dataset's points in one transaction with the note of how far that has come. A point of the same series and instant is
     * replaced.
     *
     * @param ingestionKey names the dataset; the same for a repetition
     * @param through points of the dataset up to the end of this batch
     * @return how many were new or had another value
     */
    long ingest(String ingestionKey, SeriesBatch batch, long through, Instant now);

    /** What the watch over models needs remembered. */
    ModelWatchRepository modelWatch();

    /** A job with its place in the schedule; the instants are null before the first run. */
    record ScheduledJob(MonitoringJob job, Instant nextRun, Instant lastRun, String lastStatus, int ruleCount) {}

    /**
     * A rule in error. It leaves that state when its condition is changed, or when it is evaluated again.
     *
     * @param since end of the run in which it failed first
     */
    record FailedRule(String ruleId, String jobId, String reason, Instant since) {}
}
