/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.monitoring.AlertStatus;
import io.nifimimir.monitoring.CronSchedule;
import io.nifimimir.monitoring.JobOccurrence;
import io.nifimimir.monitoring.JobRunResult;
import io.nifimimir.monitoring.MonitoringJob;
import io.nifimimir.monitoring.MonitoringRepository.InterruptedRun;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs of jobs: claimed, ended, or cut off. */
final class RunTable {
    /** A run that the process did not survive three times may be what kills it. */
    static final int MAXIMUM_ATTEMPTS = 3;

    /** Which life of the store a claim belongs to. */
    private final String owner;

    RunTable(final String owner) {
        this.owner = owner;
    }

    List<JobOccurrence> claimDue(final Connection connection, final Instant now, final int limit) throws SQLException {
        final String sql = """
                SELECT %s FROM scheduler_jobs JOIN monitoring_jobs ON monitoring_job_id = monitoring_jobs.id
                WHERE enabled = 1 AND next_run <= ? ORDER BY next_run, id LIMIT ?""".formatted(JobTable.JOB_COLUMNS);
        final List<DueJob> due = Sql.list(
                connection, sql, row -> new DueJob(JobTable.job(row), Sql.instant(row, "next_run")), now, limit);
        final List<JobOccurrence> claimed = new ArrayList<>();
        for (final DueJob dueJob : due) {
            final MonitoringJob job = dueJob.job();
            claimed.add(claim(connection, job, dueJob.scheduledFor(), now));
            final Instant nextRun = CronSchedule.parse(job.cronExpression())
                    .next(now, job.zone())
                    .orElse(null);
            Sql.update(
                    connection,
                    "UPDATE scheduler_jobs SET next_run = ?, updated_at = ? WHERE id = ?",
                    nextRun,
                    now,
                    job.id());
        }
        return claimed;
    }

    Optional<JobOccurrence> claimNow(final Connection connection, final String jobId, final Instant now)
            throws SQLException {
        final Optional<MonitoringJob> job = JobTable.find(connection, jobId).filter(MonitoringJob::enabled);
        final Instant scheduledFor = Instant.ofEpochMilli(now.toEpochMilli());
        if (job.isEmpty() || lastAttempt(connection, jobId, scheduledFor) > 0) {
            return Optional.empty();
        }
        return Optional.of(claim(connection, job.get(), scheduledFor, now));
    }

    /** @return false where the run has been finished before, so that nothing is left to store */
    boolean finish(final Connection connection, final JobOccurrence occurrence, final JobRunResult result)
            throws SQLException {
        if (!end(connection, occurrence, result.completedAt(), "success", null)) {
            return false;
        }
        final String sql = """
                INSERT INTO monitoring_job_runs (job_id, scheduled_for, attempt, completed_at, series_checked,
                    points_evaluated, rules_evaluated, alerts_active, alerts_resolved, rule_errors)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";
        final long active = result.alerts().stream()
                .filter(alert -> alert.status() == AlertStatus.ACTIVE)
                .count();
        final List<Map<String, String>> errors = result.ruleErrors().stream()
                .map(error -> Map.of("rule_id", error.ruleId(), "message", error.message()))
                .toList();
        Sql.update(
                connection,
                sql,
                occurrence.job().id(),
                occurrence.scheduledFor(),
                occurrence.attempt(),
                result.completedAt(),
                result.seriesChecked(),
                result.pointsEvaluated(),
                result.rulesEvaluated(),
                active,
                result.alerts().size() - active,
                JobTable.json(errors));
        return true;
    }

    void fail(
            final Connection connection, final JobOccurrence occurrence, final Instant completedAt, final String error)
            throws SQLException {
        end(connection, occurrence, completedAt, "failed", error);
    }

    List<InterruptedRun> recoverInterrupted(final Connection connection, final Instant now) throws SQLException {
        final String sql = """
                SELECT job_id, scheduled_for, attempt FROM scheduler_executions
                WHERE status = 'running' AND owner <> ? ORDER BY scheduled_for, job_id, attempt""";
        final List<InterruptedRun> interrupted = Sql.list(
                connection,
                sql,
                row -> new InterruptedRun(
                        row.getString("job_id"), Sql.instant(row, "scheduled_for"), row.getInt("attempt")),
                owner);
        for (final InterruptedRun run : interrupted) {
            final String mark = """
                    UPDATE scheduler_executions SET status = 'interrupted', completed_at = ?,
                        error = 'The process ended during the run'
                    WHERE job_id = ? AND scheduled_for = ? AND attempt = ?""";
            Sql.update(connection, mark, now, run.jobId(), run.scheduledFor(), run.attempt());
            Sql.update(
                    connection,
                    "UPDATE scheduler_jobs SET last_status = 'interrupted', updated_at = ? WHERE id = ?",
                    now,
                    run.jobId());
            if (run.attempt() < MAXIMUM_ATTEMPTS) {
                final String makeDue = """
                        UPDATE scheduler_jobs SET next_run = min(coalesce(next_run, ?), ?) WHERE id = ?""";
                Sql.update(connection, makeDue, run.scheduledFor(), run.scheduledFor(), run.jobId());
            }
        }
        return interrupted;
    }

    private JobOccurrence claim(
            final Connection connection, final MonitoringJob job, final Instant scheduledFor, final Instant now)
            throws SQLException {
        final int attempt = lastAttempt(connection, job.id(), scheduledFor) + 1;
        final String sql = """
                INSERT INTO scheduler_executions
                    (job_id, scheduled_for, attempt, started_at, status, recovered, owner)
                VALUES (?, ?, ?, ?, 'running', ?, ?)""";
        Sql.update(connection, sql, job.id(), scheduledFor, attempt, now, attempt > 1, owner);
        return new JobOccurrence(job, scheduledFor, attempt, now);
    }

    private static int lastAttempt(final Connection connection, final String jobId, final Instant scheduledFor)
            throws SQLException {
        final String sql = """
                SELECT coalesce(max(attempt), 0) FROM scheduler_executions WHERE job_id = ? AND scheduled_for = ?""";
        return Sql.first(connection, sql, row -> row.getInt(1), jobId, scheduledFor)
                .orElse(0);
    }

    private static boolean end(
            final Connection connection,
            final JobOccurrence occurrence,
            final Instant completedAt,
            final String status,
            final String error)
            throws SQLException {
        final String jobId = occurrence.job().id();
        final String update = """
                UPDATE scheduler_executions SET status = ?, completed_at = ?, error = ?
                WHERE job_id = ? AND scheduled_for = ? AND attempt = ? AND status = 'running'""";
        final int ended = Sql.update(
                connection, update, status, completedAt, error, jobId, occurrence.scheduledFor(), occurrence.attempt());
        if (ended == 0) {
            final String select = """
                    SELECT status FROM scheduler_executions WHERE job_id = ? AND scheduled_for = ? AND attempt = ?""";
            final String found = Sql.first(
                            connection,
                            select,
                            row -> row.getString("status"),
                            jobId,
                            occurrence.scheduledFor(),
                            occurrence.attempt())
                    .orElse("not known");
            if (!found.equals(status)) {
                throw new IllegalStateException("Run of job %s for %s, attempt %d, is %s, expected running"
                        .formatted(jobId, occurrence.scheduledFor(), occurrence.attempt(), found));
            }
            return false;
        }
        Sql.update(
                connection,
                "UPDATE scheduler_jobs SET last_run = ?, last_status = ?, updated_at = ? WHERE id = ?",
                completedAt,
                status,
                completedAt,
                jobId);
        return true;
    }

    private record DueJob(MonitoringJob job, Instant scheduledFor) {}
}
