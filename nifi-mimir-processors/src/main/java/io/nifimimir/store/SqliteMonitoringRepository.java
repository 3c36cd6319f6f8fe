/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.monitoring.DetectorState;
import io.nifimimir.monitoring.JobOccurrence;
import io.nifimimir.monitoring.JobProgress;
import io.nifimimir.monitoring.JobRunResult;
import io.nifimimir.monitoring.ModelWatchRepository;
import io.nifimimir.monitoring.MonitoringJob;
import io.nifimimir.monitoring.MonitoringRepository;
import io.nifimimir.monitoring.MonitoringRule;
import io.nifimimir.monitoring.alert.Alert;
import io.nifimimir.monitoring.schedule.JobType;
import io.nifimimir.monitoring.schedule.Occurrence;
import io.nifimimir.monitoring.schedule.SchedulerRepository.Selection;
import io.nifimimir.monitoring.series.SeriesBatch;
import io.nifimimir.monitoring.series.SeriesKey;
import io.nifimimir.monitoring.series.SeriesPoint;

import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** What monitoring needs remembered: the transactions; the statements are with their tables. */
final class SqliteMonitoringRepository implements MonitoringRepository {
    private static final Selection MONITORING = Selection.of(JobType.MONITORING);

    private final SqliteDatabase database;

    private final RunTable runs;

    private final Clock clock;

    SqliteMonitoringRepository(final SqliteDatabase database, final RunTable runs, final Clock clock) {
        this.database = database;
        this.runs = runs;
        this.clock = clock;
    }

    @Override
    public void saveJob(final MonitoringJob job, final List<MonitoringRule> rules, final Instant firstRun) {
        inTransaction(connection -> {
            final JobAudit audit = JobAudit.before(connection, job.id());
            JobTable.save(connection, job, rules, firstRun, clock.instant());
            audit.after(connection, clock.instant());
        });
    }

    @Override
    public MonitoringJob proposeJob(final MonitoringJob job, final List<MonitoringRule> rules, final Instant firstRun) {
        return database.write(connection -> {
            final JobAudit audit = JobAudit.before(connection, job.id());
            final MonitoringJob stands = JobProposals.save(connection, job, rules, firstRun, clock.instant());
            audit.after(connection, clock.instant());
            return stands;
        });
    }

    @Override
    public void bringForward(final String jobId, final Instant to) {
        inTransaction(connection -> JobTable.bringForward(connection, jobId, to));
    }

    @Override
    public List<ScheduledJob> jobs() {
        return database.read(JobTable::list);
    }

    @Override
    public List<String> enabledJobs(final String ontologyId) {
        return database.read(connection -> JobTable.enabled(connection, ontologyId));
    }

    @Override
    public List<MonitoringRule> rulesOf(final String jobId) {
        return database.read(connection -> JobTable.rulesOf(connection, jobId));
    }

    @Override
    public List<FailedRule> failedRules() {
        return database.read(RuleStateTable::failed);
    }

    @Override
    public long appendPoints(final SeriesKey series, final Iterator<SeriesPoint> points) {
        return database.writeNewData(connection -> SeriesTable.append(connection, series, points));
    }

    @Override
    public List<SeriesKey> series(final String ontologyId) {
        return database.read(connection -> SeriesTable.list(connection, ontologyId));
    }

    @Override
    public List<SeriesPoint> pointsAfter(final SeriesKey series, final Instant after, final int limit) {
        return database.read(connection -> SeriesTable.after(connection, series, after, limit));
    }

    @Override
    public Optional<DetectorState> detectorState(final String ruleId, final SeriesKey series) {
        return database.read(connection -> DetectorStateTable.find(connection, ruleId, series));
    }

    @Override
    public List<SeriesPoint> newestPoints(final SeriesKey series, final int limit) {
        return database.read(connection -> SeriesTable.newest(connection, series, limit));
    }

    @Override
    public Optional<Instant> evaluatedThrough(final String ruleId, final SeriesKey series) {
        return database.read(connection -> SeriesTable.evaluatedThrough(connection, ruleId, series));
    }

    @Override
    public Optional<Alert> currentAlert(final String ruleId, final SeriesKey series) {
        return database.read(connection -> AlertTable.current(connection, ruleId, series));
    }

    @Override
    public List<Alert> alerts(final int limit) {
        return database.read(connection -> AlertTable.newest(connection, limit));
    }

    @Override
    public List<JobOccurrence> claimDue(final Instant now, final int limit) {
        return database.write(connection -> {
            PlanTable.plan(connection, MONITORING, now);
            final List<JobOccurrence> claimed = new ArrayList<>();
            for (final Occurrence occurrence : runs.claimApart(connection, MONITORING, now, limit)) {
                jobOccurrence(connection, occurrence).ifPresent(claimed::add);
            }
            return claimed;
        });
    }

    @Override
    public Optional<JobOccurrence> claimNow(final String jobId, final Instant now) {
        return database.write(connection -> {
            final Optional<Occurrence> claimed = runs.claimNow(connection, jobId, now);
            return claimed.isEmpty() ? Optional.empty() : jobOccurrence(connection, claimed.get());
        });
    }

    private Optional<JobOccurrence> jobOccurrence(final Connection connection, final Occurrence occurrence)
            throws SQLException {
        try {
            return JobTable.find(connection, occurrence.job().id()).map(job -> new JobOccurrence(job, occurrence));
        } catch (final DateTimeException | IllegalArgumentException | UncheckedIOException e) {
            runs.fail(connection, occurrence, occurrence.startedAt(), "The job cannot be read: " + e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public JobProgress progressOf(final MonitoringJob job) {
        return database.read(connection -> SeriesTable.progressOf(connection, job));
    }

    @Override
    public void finish(final JobOccurrence occurrence, final JobRunResult result) {
        inTransaction(connection -> {
            if (!runs.finish(connection, occurrence.occurrence(), result.completedAt())) {
                return;
            }
            JobTable.saveRun(connection, occurrence, result);
            RunAlerts.save(connection, result);
            for (final JobRunResult.RuleProgress progress : result.progress()) {
                SeriesTable.saveProgress(connection, progress);
            }
            for (final DetectorState state : result.detectorStates()) {
                DetectorStateTable.save(connection, state);
            }
            RuleStateTable.save(connection, result);
            JobAudit.runFinished(connection, occurrence, result);
        });
    }

    @Override
    public void fail(final JobOccurrence occurrence, final Instant completedAt, final String error) {
        inTransaction(connection -> runs.fail(connection, occurrence.occurrence(), completedAt, error));
    }

    @Override
    public void release(final JobOccurrence occurrence, final Instant now, final String reason) {
        inTransaction(connection -> runs.release(connection, occurrence.occurrence(), now, reason));
    }

    @Override
    public long ingestedPoints(final String ingestionKey) {
        return database.read(connection -> IngestionTable.points(connection, ingestionKey));
    }

    @Override
    public long ingest(final String ingestionKey, final SeriesBatch batch, final long through, final Instant now) {
        return database.writeNewData(connection -> {
            if (IngestionTable.points(connection, ingestionKey) >= through) {
                return 0L;
            }
            IngestionTable.save(connection, ingestionKey, through, now);
            return SeriesTable.append(connection, batch);
        });
    }

    @Override
    public ModelWatchRepository modelWatch() {
        return new SqliteModelWatchRepository(database);
    }

    private void inTransaction(final SqliteDatabase.SqlAction action) {
        database.write(connection -> {
            action.run(connection);
            return null;
        });
    }
}
