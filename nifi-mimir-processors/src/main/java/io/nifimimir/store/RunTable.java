/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.monitoring.schedule.BackOff;
import io.nifimimir.monitoring.schedule.CatchUp;
import io.nifimimir.monitoring.schedule.Occurrence;
import io.nifimimir.monitoring.schedule.OccurrencePlan.Run;
import io.nifimimir.monitoring.schedule.RunStatus;
import io.nifimimir.monitoring.schedule.SchedulerJob;
import io.nifimimir.monitoring.schedule.SchedulerRepository.Execution;
import io.nifimimir.monitoring.schedule.SchedulerRepository.InterruptedRun;
import io.nifimimir.monitoring.schedule.SchedulerRepository.Selection;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Occurrences of jobs: waiting, claimed, ended, or cut off. */
final class RunTable {
    /** A run that the process did not survive three times may be what kills it. */
    static final int MAXIMUM_ATTEMPTS = 3;

    /** Binds a job type, and twice the pipelines as a JSON array, which is empty for all of them. */
    static final String SELECTED = """
            job_type = ? AND (json_array_length(?) = 0 OR pipeline_id IN (SELECT value FROM json_each(?)))""";

    private static final String CLAIMABLE = """
            SELECT %s, scheduled_for, attempts, overdue, missed_before
            FROM scheduler_executions AS due JOIN scheduler_jobs ON scheduler_jobs.id = job_id
            WHERE status = 'waiting' AND enabled = 1
                AND job_id NOT IN (SELECT job_id FROM scheduler_executions WHERE status = 'running')
            """.formatted(SchedulerTable.JOB_COLUMNS);

    /** Which life of the store a claim belongs to. */
    private final String owner;

    RunTable(final String owner) {
        this.owner = owner;
    }

    /** Writes down an occurrence that is to be run; one that is on record already stays as it is. */
    static boolean await(final Connection connection, final String jobId, final Run run, final long missed)
            throws SQLException {
        final String sql = """
                INSERT INTO scheduler_executions (job_id, scheduled_for, attempts, status, recovered, overdue,
                    missed_before, occurrences)
                VALUES (?, ?, 0, 'waiting', 0, ?, ?, 1)
                ON CONFLICT (job_id, scheduled_for) DO NOTHING""";
        return Sql.update(connection, sql, jobId, run.scheduledFor(), run.overdue(), missed) > 0;
    }

    /** Records as missed what is waiting and was never begun. The index is named, since a job's key would lead through all of its past. */
    static void dismiss(final Connection connection, final String jobId, final Instant now, final String reason)
            throws SQLException {
        dismiss(connection, jobId, 0, now, reason);
    }

    /** Keeps no more late occurrences waiting than the job's catch-up allows, beside those that are coming. */
    static void dismissUnbegun(final Connection connection, final SchedulerJob job, final int coming, final Instant now)
            throws SQLException {
        final int room = Math.max(0, job.catchUp().limit() - coming);
        dismiss(
                connection,
                job.id(),
                job.catchUp() == CatchUp.RUN_EACH ? room : 0,
                now,
                "A later occurrence was due before this one was begun");
    }

    private static void dismiss(
            final Connection connection,
            final String jobId,
            final int newestKept,
            final Instant now,
            final String reason)
            throws SQLException {
        final String sql = """
                UPDATE scheduler_executions INDEXED BY scheduler_executions_waiting_by_job
                SET status = 'missed', missed_until = scheduled_for, completed_at = ?, error = ?
                WHERE job_id = ? AND status = 'waiting' AND attempts = 0 AND scheduled_for NOT IN (
                    SELECT scheduled_for FROM scheduler_executions INDEXED BY scheduler_executions_waiting_by_job
                    WHERE job_id = ? AND status = 'waiting' AND attempts = 0 ORDER BY scheduled_for DESC LIMIT ?)
                RETURNING scheduled_for""";
        final List<Instant> missed = Sql.list(
                connection, sql, row -> Sql.instant(row, "scheduled_for"), now, reason, jobId, jobId, newestKept);
        for (final Instant scheduledFor : missed) {
            final Map<String, ?> detail =
                    Map.of("scheduled_for", scheduledFor.toString(), "occurrences", 1, "reason", reason);
            SchedulerTable.audit(connection, now, "occurrences_missed", jobId, detail);
        }
    }

    List<Occurrence> claim(final Connection connection, final Selection selection, final Instant now, final int limit)
            throws SQLException {
        return claim(connection, now, claimable(connection, selection, now, limit));
    }

    private static List<Occurrence> claimable(
            final Connection connection, final Selection selection, final Instant now, final int limit)
            throws SQLException {
        final String sql = CLAIMABLE + " AND " + SELECTED + " ORDER BY scheduled_for, job_id LIMIT ?";
        final String pipelines = JobTable.json(selection.pipelineIds());
        return Sql.list(
                connection, sql, row -> occurrence(row, now), selection.type().wireName(), pipelines, pipelines, limit);
    }

    /**
     * The same, where the runs are done one after another in one process. A run that was cut off before may be what kills the process, so
     * that nothing is claimed along with it: its neighbours would be taken for what kills it as well.
     */
    List<Occurrence> claimApart(
            final Connection connection, final Selection selection, final Instant now, final int limit)
            throws SQLException {
        final List<Occurrence> due = claimable(connection, selection, now, limit);
        int together = 0;
        while (together < due.size() && due.get(together).attempt() == 1) {
            together++;
        }
        return claim(connection, now, due.subList(0, Math.min(due.size(), Math.max(1, together))));
    }

    /** Claims a run beside the schedule. */
    Optional<Occurrence> claimNow(final Connection connection, final String jobId, final Instant now)
            throws SQLException {
        final Instant scheduledFor = Instant.ofEpochMilli(now.toEpochMilli());
        final boolean enabled = SchedulerTable.find(connection, jobId)
                .filter(state -> state.job().enabled())
                .isPresent();
        if (!enabled || !await(connection, jobId, new Run(scheduledFor, false), 0)) {
            return Optional.empty();
        }
        final String sql = CLAIMABLE + " AND job_id = ? AND scheduled_for = ?";
        return claim(connection, now, Sql.list(connection, sql, row -> occurrence(row, now), jobId, scheduledFor))
                .stream()
                .findFirst();
    }

    private List<Occurrence> claim(final Connection connection, final Instant now, final List<Occurrence> claimed)
            throws SQLException {
        for (final Occurrence occurrence : claimed) {
            final String update = """
                    UPDATE scheduler_executions SET status = 'running', attempts = ?, started_at = ?, owner = ?
                    WHERE job_id = ? AND scheduled_for = ?""";
            Sql.update(
                    connection,
                    update,
                    occurrence.attempt(),
                    now,
                    owner,
                    occurrence.job().id(),
                    occurrence.scheduledFor());
            audit(connection, now, "run_claimed", occurrence, Map.of("overdue", occurrence.overdue()));
        }
        return claimed;
    }

    /** @return false where the run has been finished before, so that nothing is left to store */
    boolean finish(final Connection connection, final Occurrence occurrence, final Instant completedAt)
            throws SQLException {
        if (!end(connection, occurrence, completedAt, occurrence.successStatus(), null)) {
            return false;
        }
        final String sql = """
                UPDATE scheduler_jobs SET last_run = ?, last_status = ?, error = NULL, consecutive_failures = 0,
                    retry_at = NULL, updated_at = ? WHERE id = ?""";
        final String status = occurrence.successStatus().wireName();
        Sql.update(
                connection,
                sql,
                completedAt,
                status,
                completedAt,
                occurrence.job().id());
        return true;
    }

    void fail(final Connection connection, final Occurrence occurrence, final Instant completedAt, final String error)
            throws SQLException {
        if (!end(connection, occurrence, completedAt, RunStatus.FAILED, error)) {
            return;
        }
        final String jobId = occurrence.job().id();
        final String count = "SELECT consecutive_failures FROM scheduler_jobs WHERE id = ?";
        final int failures =
                Sql.first(connection, count, row -> row.getInt(1), jobId).orElse(0) + 1;
        final Instant retryAt = BackOff.retryAt(jobId, failures, completedAt);
        final String sql = """
                UPDATE scheduler_jobs SET last_run = ?, last_status = 'failed', error = ?, consecutive_failures = ?,
                    retry_at = CASE WHEN deleted_at IS NULL AND (next_run IS NULL OR next_run > ?) THEN ? END, updated_at = ?
                WHERE id = ?""";
        Sql.update(connection, sql, completedAt, error, failures, retryAt, retryAt, completedAt, jobId);
        audit(connection, completedAt, "run_failed", occurrence, Map.of("error", error, "failures", failures));
    }

    /** The try is not counted, since it had no effect. */
    void release(final Connection connection, final Occurrence occurrence, final Instant now, final String reason)
            throws SQLException {
        final String sql = """
                UPDATE scheduler_executions SET status = 'waiting', attempts = attempts - 1, started_at = NULL
                WHERE job_id = ? AND scheduled_for = ? AND attempts = ? AND status = 'running' AND owner = ?""";
        final String jobId = occurrence.job().id();
        if (Sql.update(connection, sql, jobId, occurrence.scheduledFor(), occurrence.attempt(), owner) > 0) {
            Sql.update(
                    connection,
                    "UPDATE scheduler_jobs SET last_status = 'interrupted', updated_at = ? WHERE id = ?",
                    now,
                    jobId);
            audit(connection, now, "run_released", occurrence, Map.of("reason", reason));
        }
    }

    List<InterruptedRun> recoverInterrupted(final Connection connection, final Instant now) throws SQLException {
        final String sql = """
                SELECT job_id, scheduled_for, attempts FROM scheduler_executions
                WHERE status = 'running' AND owner <> ? ORDER BY scheduled_for, job_id""";
        final List<InterruptedRun> interrupted = Sql.list(
                connection,
                sql,
                row -> new InterruptedRun(
                        row.getString("job_id"),
                        Sql.instant(row, "scheduled_for"),
                        row.getInt("attempts"),
                        row.getInt("attempts") < MAXIMUM_ATTEMPTS),
                owner);
        for (final InterruptedRun run : interrupted) {
            final String mark = run.again() ? """
                    UPDATE scheduler_executions SET status = 'waiting', recovered = 1
                    WHERE job_id = ? AND scheduled_for = ?""" : """
                    UPDATE scheduler_executions SET status = 'interrupted', recovered = 1, completed_at = %d,
                        error = 'The process ended during each try'
                    WHERE job_id = ? AND scheduled_for = ?""".formatted(now.toEpochMilli());
            Sql.update(connection, mark, run.jobId(), run.scheduledFor());
            Sql.update(
                    connection,
                    "UPDATE scheduler_jobs SET last_status = 'interrupted', updated_at = ? WHERE id = ?",
                    now,
                    run.jobId());
            final Map<String, ?> detail = Map.of(
                    "scheduled_for", run.scheduledFor().toString(), "attempt", run.attempt(), "again", run.again());
            SchedulerTable.audit(connection, now, "run_interrupted", run.jobId(), detail);
        }
        return interrupted;
    }

    static List<Execution> list(final Connection connection, final String jobId, final int limit) throws SQLException {
        final String sql = "SELECT * FROM scheduler_executions WHERE job_id = ? ORDER BY scheduled_for DESC LIMIT ?";
        return Sql.list(connection, sql, RunTable::execution, jobId, limit);
    }

    private boolean end(
            final Connection connection,
            final Occurrence occurrence,
            final Instant completedAt,
            final RunStatus status,
            final String error)
            throws SQLException {
        final String jobId = occurrence.job().id();
        final String update = """
                UPDATE scheduler_executions SET status = ?, completed_at = ?, error = ?
                WHERE job_id = ? AND scheduled_for = ? AND attempts = ? AND status = 'running' AND owner = ?""";
        final int ended = Sql.update(
                connection,
                update,
                status.wireName(),
                completedAt,
                error,
                jobId,
                occurrence.scheduledFor(),
                occurrence.attempt(),
                owner);
        if (ended > 0) {
            return true;
        }
        final String select = "SELECT status FROM scheduler_executions WHERE job_id = ? AND scheduled_for = ?";
        final String found = Sql.first(
                        connection, select, row -> row.getString("status"), jobId, occurrence.scheduledFor())
                .orElse("not known");
        if (!found.equals(status.wireName())) {
            throw new IllegalStateException("Run of job %s for %s, attempt %d, is %s, expected running"
                    .formatted(jobId, occurrence.scheduledFor(), occurrence.attempt(), found));
        }
        return false;
    }

    static void audit(
            final Connection connection,
            final Instant at,
            final String action,
            final Occurrence occurrence,
            final Map<String, ?> more)
            throws SQLException {
        final Map<String, Object> detail = new LinkedHashMap<>(more);
        detail.put("scheduled_for", occurrence.scheduledFor().toString());
        detail.put("attempt", occurrence.attempt());
        SchedulerTable.audit(connection, at, action, occurrence.job().id(), detail);
    }

    private static Occurrence occurrence(final ResultSet row, final Instant now) throws SQLException {
        return new Occurrence(
                SchedulerTable.job(row),
                Sql.instant(row, "scheduled_for"),
                row.getInt("attempts") + 1,
                now,
                row.getInt("overdue") == 1,
                row.getLong("missed_before"));
    }

    private static Execution execution(final ResultSet row) throws SQLException {
        return new Execution(
                row.getString("job_id"),
                Sql.instant(row, "scheduled_for"),
                RunStatus.ofWireName(row.getString("status")),
                row.getInt("attempts"),
                Sql.instant(row, "started_at"),
                Sql.instant(row, "completed_at"),
                row.getInt("recovered") == 1,
                Sql.instant(row, "missed_until"),
                row.getLong("occurrences"),
                row.getString("error"));
    }
}
