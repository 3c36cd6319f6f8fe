/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.monitoring.schedule.CatchUp;
import io.nifimimir.monitoring.schedule.JobType;
import io.nifimimir.monitoring.schedule.SchedulerJob;
import io.nifimimir.monitoring.schedule.SchedulerRepository.JobState;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Jobs of both types with their place in the schedule. */
final class SchedulerTable {
    static final String SUBJECT_TYPE = "scheduler_job";

    /** What {@link #job} reads. */
    static final String JOB_COLUMNS = """
            scheduler_jobs.id AS id, scheduler_jobs.name AS name, job_type, pipeline_id, cron_expr, zone, enabled, catch_up
            """;

    private static final String STATES = """
            SELECT %s, next_run, last_run, last_status, error, consecutive_failures, retry_at, created_at, updated_at
            FROM scheduler_jobs WHERE deleted_at IS NULL""".formatted(JOB_COLUMNS);

    private SchedulerTable() {}

    static List<JobState> list(final Connection connection) throws SQLException {
        return Sql.list(connection, STATES + " ORDER BY name, id", SchedulerTable::state);
    }

    static Optional<JobState> find(final Connection connection, final String jobId) throws SQLException {
        return Sql.first(connection, STATES + " AND id = ?", SchedulerTable::state, jobId);
    }

    static void save(final Connection connection, final SchedulerJob job, final Instant now) throws SQLException {
        final Instant nextRun = job.schedule().next(now, job.zoneId()).orElse(null);
        final Optional<JobState> known = find(connection, job.id());
        final Optional<JobType> knownType = known.map(state -> state.job().type());
        if (knownType.isPresent() ? knownType.get() != job.type() : job.type() == JobType.MONITORING) {
            throw new IllegalArgumentException("Job %s is %s, expected a %s job"
                    .formatted(
                            job.id(),
                            knownType.map(JobType::wireName).orElse("not known"),
                            job.type().wireName()));
        }
        if (known.map(JobState::job).equals(Optional.of(job))) {
            return;
        }
        // A job that was switched on, or has another schedule, begins anew; what was planned by the old one is not run
        final String sql = """
                INSERT INTO scheduler_jobs (id, name, job_type, pipeline_id, monitoring_job_id, cron_expr, zone, enabled,
                    catch_up, next_run, created_at, updated_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET name = excluded.name, pipeline_id = excluded.pipeline_id,
                    next_run = CASE WHEN cron_expr = excluded.cron_expr AND zone = excluded.zone
                            AND enabled >= excluded.enabled AND deleted_at IS NULL AND next_run IS NOT NULL
                        THEN next_run ELSE excluded.next_run END,
                    cron_expr = excluded.cron_expr, zone = excluded.zone, enabled = excluded.enabled,
                    catch_up = excluded.catch_up, error = NULL, consecutive_failures = 0, retry_at = NULL,
                    deleted_at = NULL, updated_at = excluded.updated_at""";
        Sql.update(
                connection,
                sql,
                job.id(),
                job.name(),
                job.type().wireName(),
                job.pipelineId(),
                job.type() == JobType.MONITORING ? job.id() : null,
                job.cronExpression(),
                job.zone(),
                job.enabled(),
                job.catchUp().wireName(),
                nextRun,
                now,
                now);
        if (job.type() == JobType.MONITORING) {
            Sql.update(
                    connection,
                    "UPDATE monitoring_jobs SET name = ?, updated_at = ? WHERE id = ?",
                    job.name(),
                    now,
                    job.id());
        }
        if (!job.enabled()) {
            RunTable.dismiss(connection, job.id(), now, "The job was switched off");
        }
        final Map<String, Object> detail = new LinkedHashMap<>();
        known.ifPresent(before -> detail.put("before", describe(before.job())));
        detail.put("after", describe(job));
        audit(connection, now, "schedule_saved", job.id(), detail);
    }

    /** Takes the job out of the schedule; its row stays, since its runs tell of it. */
    static void delete(final Connection connection, final String jobId, final Instant now) throws SQLException {
        Sql.update(
                connection,
                "UPDATE scheduler_jobs SET deleted_at = ?, enabled = 0, next_run = NULL, retry_at = NULL WHERE id = ?",
                now,
                jobId);
        RunTable.dismiss(connection, jobId, now, "The job was deleted");
        audit(connection, now, "job_deleted", jobId, Map.of());
    }

    /** A schedule that cannot be read stops no other job. */
    static void markUnreadable(final Connection connection, final String jobId, final String reason, final Instant now)
            throws SQLException {
        final String sql = """
                UPDATE scheduler_jobs SET last_status = 'error', error = ?, next_run = NULL, retry_at = NULL, updated_at = ?
                WHERE id = ?""";
        Sql.update(connection, sql, reason, now, jobId);
        audit(connection, now, "job_unreadable", jobId, Map.of("error", reason));
    }

    /** @throws IllegalArgumentException where the row holds what no job can be made of */
    static SchedulerJob job(final ResultSet row) throws SQLException {
        return new SchedulerJob(
                row.getString("id"),
                row.getString("name"),
                JobType.ofWireName(row.getString("job_type")),
                row.getString("pipeline_id"),
                row.getString("cron_expr"),
                row.getString("zone"),
                row.getInt("enabled") == 1,
                CatchUp.ofWireName(row.getString("catch_up")));
    }

    static void audit(
            final Connection connection,
            final Instant at,
            final String action,
            final String jobId,
            final Map<String, ?> detail)
            throws SQLException {
        AuditLog.append(connection, AuditEntry.now(at, action, SUBJECT_TYPE, jobId, detail));
    }

    private static JobState state(final ResultSet row) throws SQLException {
        return new JobState(
                job(row),
                Sql.instant(row, "next_run"),
                Sql.instant(row, "last_run"),
                row.getString("last_status"),
                row.getString("error"),
                row.getInt("consecutive_failures"),
                Sql.instant(row, "retry_at"),
                Sql.instant(row, "created_at"),
                Sql.instant(row, "updated_at"));
    }

    private static Map<String, ?> describe(final SchedulerJob job) {
        final Map<String, Object> description = new LinkedHashMap<>();
        description.put("name", job.name());
        description.put("pipeline_id", job.pipelineId());
        description.put("cron_expression", job.cronExpression());
        description.put("zone", job.zone());
        description.put("enabled", job.enabled());
        description.put("catch_up", job.catchUp().wireName());
        return description;
    }
}
