/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.monitoring.CronSchedule;
import io.nifimimir.monitoring.JobOccurrence;
import io.nifimimir.monitoring.JobRunResult;
import io.nifimimir.monitoring.MonitoringJob;
import io.nifimimir.monitoring.MonitoringRepository.InterruptedRun;
import io.nifimimir.monitoring.SeriesKey;
import io.nifimimir.monitoring.SeriesProgress;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tables {@code scheduler_executions}, {@code monitoring_job_runs} and {@code rule_progress}: what ran when, and how far it came. */
final class ExecutionTable {
    private final JobTable jobs;
    private final String owner;

    ExecutionTable(final JobTable jobs, final String owner) {
        this.jobs = jobs;
        this.owner = owner;
    }

    boolean isAnyDue(final Connection connection, final Instant now) throws SQLException {
        return Rows.first(
                        connection,
                        "SELECT 1 FROM scheduler_jobs WHERE enabled = 1 AND job_type = 'monitoring' AND next_run <= ? LIMIT 1",
                        row -> true,
                        now)
                .isPresent();
    }

    private record Due(String jobId, Instant scheduledFor) {}

    List<JobOccurrence> claim(final Connection connection, final Instant now, final int limit) throws SQLException {
        final List<Due> due = Rows.list(
                connection,
                """
                SELECT monitoring_job_id, next_run FROM scheduler_jobs
                WHERE enabled = 1 AND job_type = 'monitoring' AND next_run <= ? ORDER BY next_run, id LIMIT ?""",
                row -> new Due(row.getString("monitoring_job_id"), Rows.instant(row, "next_run")),
                now,
                limit);
        final List<JobOccurrence> claimed = new ArrayList<>();
        for (final Due occurrence : due) {
            claimed.add(claim(connection, occurrence, now));
        }
        return claimed;
    }

    private JobOccurrence claim(final Connection connection, final Due due, final Instant now) throws SQLException {
        final MonitoringJob job = jobs.find(connection, due.jobId());
        final int attempt = Rows.first(
                        connection,
                        "SELECT COALESCE(MAX(attempt), 0) + 1 FROM scheduler_executions WHERE job_id = ? AND scheduled_for = ?",
                        row -> row.getInt(1),
                        due.jobId(),
                        due.scheduledFor())
                .orElseThrow();
        Rows.update(
                connection,
                "INSERT INTO scheduler_executions (job_id, scheduled_for, attempt, started_at, status, recovered, owner) VALUES (?, ?, ?, ?, 'running', ?, ?)",
                due.jobId(),
                due.scheduledFor(),
                attempt,
                now,
                attempt > 1 ? 1 : 0,
                owner);
        final Instant next =
                CronSchedule.of(job.cronExpression(), job.zone()).next(now).orElse(null);
        Rows.update(
                connection,
                "UPDATE scheduler_jobs SET next_run = ?, last_run = ?, last_status = 'running', updated_at = ? WHERE id = ?",
                next,
                now,
                now,
                due.jobId());
        return new JobOccurrence(job, due.scheduledFor(), attempt, now);
    }

    /** Returns false where the run has ended before: its result is stored already. */
    boolean end(
            final Connection connection,
            final JobOccurrence occurrence,
            final String status,
            final Instant completedAt,
            final String error)
            throws SQLException {
        final int ended = Rows.update(
                connection,
                """
                UPDATE scheduler_executions SET status = ?, completed_at = ?, error = ?
                WHERE job_id = ? AND scheduled_for = ? AND attempt = ? AND status = 'running' AND owner = ?""",
                status,
                completedAt,
                error,
                occurrence.job().id(),
                occurrence.scheduledFor(),
                occurrence.attempt(),
                owner);
        if (ended == 1) {
            Rows.update(
                    connection,
                    "UPDATE scheduler_jobs SET last_status = ?, updated_at = ? WHERE id = ?",
                    status,
                    completedAt,
                    occurrence.job().id());
        }
        return ended == 1;
    }

    void saveRun(final Connection connection, final JobOccurrence occurrence, final JobRunResult result)
            throws SQLException {
        final String errors = String.join(
                "\n",
                result.ruleErrors().stream()
                        .map(error -> error.ruleId() + ": " + error.message())
                        .toList());
        Rows.update(
                connection,
                """
                INSERT INTO monitoring_job_runs
                    (job_id, scheduled_for, attempt, started_at, completed_at, series_checked, points_evaluated, rules_evaluated, alerts_created, rule_errors)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                occurrence.job().id(),
                occurrence.scheduledFor(),
                occurrence.attempt(),
                occurrence.startedAt(),
                result.completedAt(),
                result.seriesChecked(),
                result.pointsEvaluated(),
                result.rulesEvaluated(),
                result.transitions().size(),
                errors.isEmpty() ? null : errors);
        for (final SeriesProgress progress : result.progress()) {
            Rows.update(
                    connection,
                    """
                    INSERT INTO rule_progress (rule_id, entity_id, metric_name, evaluated_through) VALUES (?1, ?2, ?3, ?4)
                    ON CONFLICT (rule_id, entity_id, metric_name) DO UPDATE SET evaluated_through = ?4""",
                    progress.ruleId(),
                    progress.series().entityId(),
                    progress.series().metricName(),
                    progress.evaluatedThrough());
        }
    }

    Optional<Instant> evaluatedThrough(final Connection connection, final String ruleId, final SeriesKey series)
            throws SQLException {
        return Rows.first(
                connection,
                "SELECT evaluated_through FROM rule_progress WHERE rule_id = ? AND entity_id = ? AND metric_name = ?",
                row -> Rows.instant(row, "evaluated_through"),
                ruleId,
                series.entityId(),
                series.metricName());
    }

    List<InterruptedRun> recover(final Connection connection, final Instant now) throws SQLException {
        final List<InterruptedRun> interrupted = Rows.list(
                connection,
                "SELECT job_id, scheduled_for, attempt FROM scheduler_executions WHERE status = 'running' AND owner <> ? ORDER BY scheduled_for DESC",
                row -> new InterruptedRun(
                        row.getString("job_id"), Rows.instant(row, "scheduled_for"), row.getInt("attempt")),
                owner);
        for (final InterruptedRun run : interrupted) {
            Rows.update(
                    connection,
                    "UPDATE scheduler_executions SET status = 'interrupted', completed_at = ? WHERE job_id = ? AND scheduled_for = ? AND attempt = ?",
                    now,
                    run.jobId(),
                    run.scheduledFor(),
                    run.attempt());
            Rows.update(
                    connection,
                    "UPDATE scheduler_jobs SET next_run = ?, last_status = 'interrupted', updated_at = ? WHERE id = ?",
                    run.scheduledFor(),
                    now,
                    run.jobId());
        }
        return interrupted;
    }
}
