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

/** Jobs, schedules, series and alerts: each aggregate in a class of its own, joined here where one transaction spans several. */
final class SqliteMonitoringRepository implements MonitoringRepository {
    private final SqliteDatabase database;
    private final JobTable jobs;
    private final ExecutionTable executions;
    private final SeriesTable series;
    private final AlertTable alerts;

    SqliteMonitoringRepository(final SqliteDatabase database, final String owner, final Clock clock) {
        this.database = database;
        jobs = new JobTable(clock);
        executions = new ExecutionTable(jobs, owner);
        series = new SeriesTable();
        alerts = new AlertTable(clock);
    }

    @Override
    public void saveJob(final MonitoringJob job, final List<MonitoringRule> rules, final Instant firstRun) {
        database.write("Storing a monitoring job", connection -> {
            jobs.save(connection, job, firstRun);
            for (final MonitoringRule rule : rules) {
                jobs.save(connection, rule);
            }
            return null;
        });
    }

    @Override
    public List<ScheduledJob> jobs() {
        return database.read("Listing monitoring jobs", jobs::list);
    }

    @Override
    public List<MonitoringRule> rulesOf(final String jobId) {
        return database.read("Listing rules", connection -> jobs.rules(connection, jobId));
    }

    @Override
    public long appendPoints(final SeriesKey key, final Iterator<SeriesPoint> points) {
        return database.write("Storing points", connection -> series.append(connection, key, points));
    }

    @Override
    public List<SeriesKey> series(final String ontologyId) {
        return database.read("Listing series", connection -> series.list(connection, ontologyId));
    }

    @Override
    public List<SeriesPoint> newestPoints(final SeriesKey key, final int limit) {
        return database.read("Reading points", connection -> series.newest(connection, key, limit));
    }

    @Override
    public Optional<Instant> evaluatedThrough(final String ruleId, final SeriesKey key) {
        return database.read(
                "Reading the progress of a rule", connection -> executions.evaluatedThrough(connection, ruleId, key));
    }

    @Override
    public Optional<Alert> activeAlert(final String ruleId, final SeriesKey key) {
        return database.read("Finding an alert", connection -> alerts.active(connection, ruleId, key));
    }

    @Override
    public List<Alert> alerts(final int limit) {
        return database.read("Listing alerts", connection -> alerts.list(connection, limit));
    }

    @Override
    public List<JobOccurrence> claimDue(final Instant now, final int limit) {
        // Most ticks find nothing due; these need no write transaction, and so no sync of the disk
        final boolean anyDue =
                database.read("Looking for due jobs", connection -> executions.isAnyDue(connection, now));
        return anyDue
                ? database.write("Claiming due jobs", connection -> executions.claim(connection, now, limit))
                : List.of();
    }

    @Override
    public void finish(final JobOccurrence occurrence, final JobRunResult result) {
        database.write("Storing the result of a run", connection -> {
            if (executions.end(connection, occurrence, "success", result.completedAt(), null)) {
                executions.saveRun(connection, occurrence, result);
                for (final Alert alert : result.alerts()) {
                    alerts.save(connection, alert);
                }
                for (final AlertTransition transition : result.transitions()) {
                    alerts.save(connection, transition);
                }
            }
            return null;
        });
    }

    @Override
    public void fail(final JobOccurrence occurrence, final Instant completedAt, final String error) {
        database.write(
                "Storing a failed run",
                connection -> executions.end(connection, occurrence, "failed", completedAt, error));
    }

    @Override
    public List<InterruptedRun> recoverInterrupted(final Instant now) {
        return database.write("Recovering interrupted runs", connection -> executions.recover(connection, now));
    }

    @Override
    public List<AlertTransition> takeUnsent(final int limit) {
        final boolean any = database.read("Looking for unsent alerts", alerts::isAnyUnsent);
        return any
                ? database.write("Taking unsent alerts", connection -> alerts.takeUnsent(connection, limit))
                : List.of();
    }

    @Override
    public void markSent(final List<String> transitionKeys, final Instant sentAt) {
        if (transitionKeys.isEmpty()) {
            return;
        }
        database.write("Marking alerts as sent", connection -> {
            for (final String key : transitionKeys) {
                alerts.markSent(connection, key, sentAt);
            }
            return null;
        });
    }
}
