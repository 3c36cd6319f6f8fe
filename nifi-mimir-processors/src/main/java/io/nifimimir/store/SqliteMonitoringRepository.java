/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.monitoring.Alert;
import io.nifimimir.monitoring.AlertTransition;
import io.nifimimir.monitoring.JobOccurrence;
import io.nifimimir.monitoring.JobRunResult;
import io.nifimimir.monitoring.MonitoringJob;
import io.nifimimir.monitoring.MonitoringRepository;
import io.nifimimir.monitoring.MonitoringRule;
import io.nifimimir.monitoring.SeriesKey;
import io.nifimimir.monitoring.SeriesPoint;

import java.time.Clock;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** What monitoring needs remembered: the transactions; the statements are with their tables. */
final class SqliteMonitoringRepository implements MonitoringRepository {
    private final SqliteDatabase database;

    private final RunTable runs;

    private final Clock clock;

    /** @param owner names this life of the store */
    SqliteMonitoringRepository(final SqliteDatabase database, final String owner, final Clock clock) {
        this.database = database;
        this.runs = new RunTable(owner);
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
    public void bringForward(final String jobId, final Instant to) {
        inTransaction(connection -> JobTable.bringForward(connection, jobId, to));
    }

    @Override
    public List<ScheduledJob> jobs() {
        return database.read(JobTable::list);
    }

    @Override
    public List<MonitoringRule> rulesOf(final String jobId) {
        return database.read(connection -> JobTable.rulesOf(connection, jobId));
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
    public List<SeriesPoint> newestPoints(final SeriesKey series, final int limit) {
        return database.read(connection -> SeriesTable.newest(connection, series, limit));
    }

    @Override
    public Optional<Instant> evaluatedThrough(final String ruleId, final SeriesKey series) {
        return database.read(connection -> SeriesTable.evaluatedThrough(connection, ruleId, series));
    }

    @Override
    public Optional<Alert> activeAlert(final String ruleId, final SeriesKey series) {
        return database.read(connection -> AlertTable.active(connection, ruleId, series));
    }

    @Override
    public List<Alert> alerts(final int limit) {
        return database.read(connection -> AlertTable.newest(connection, limit));
    }

    @Override
    public List<JobOccurrence> claimDue(final Instant now, final int limit) {
        return database.write(connection -> runs.claimDue(connection, now, limit));
    }

    @Override
    public Optional<JobOccurrence> claimNow(final String jobId, final Instant now) {
        return database.write(connection -> runs.claimNow(connection, jobId, now));
    }

    @Override
    public void finish(final JobOccurrence occurrence, final JobRunResult result) {
        inTransaction(connection -> {
            if (!runs.finish(connection, occurrence, result)) {
                return;
            }
            for (final Alert alert : result.alerts()) {
                AlertTable.save(connection, alert);
            }
            for (final AlertTransition transition : result.transitions()) {
                AlertTable.saveTransition(connection, transition);
            }
            for (final JobRunResult.RuleProgress progress : result.progress()) {
                SeriesTable.saveProgress(connection, progress);
            }
            JobAudit.runFinished(connection, occurrence, result);
        });
    }

    @Override
    public void fail(final JobOccurrence occurrence, final Instant completedAt, final String error) {
        inTransaction(connection -> runs.fail(connection, occurrence, completedAt, error));
    }

    @Override
    public List<InterruptedRun> recoverInterrupted(final Instant now) {
        return database.write(connection -> runs.recoverInterrupted(connection, now));
    }

    @Override
    public List<AlertTransition> takeUnsent(final int limit) {
        return database.write(connection -> AlertTable.takeUnsent(connection, limit));
    }

    @Override
    public void markSent(final List<String> transitionKeys, final Instant sentAt) {
        inTransaction(connection -> AlertTable.markSent(connection, transitionKeys, sentAt));
    }

    private void inTransaction(final SqliteDatabase.SqlAction action) {
        database.write(connection -> {
            action.run(connection);
            return null;
        });
    }
}
