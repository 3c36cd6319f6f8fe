/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.dashboard.Overview.RunCounts;
import io.nifimimir.dashboard.RunFilter;
import io.nifimimir.dashboard.RunRow;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the page asks of the runs of jobs. */
final class RunQueries {
    /** As the index says it, which SQLite uses for these words only. */
    private static final String IRREGULAR = "status IN ('failed', 'interrupted', 'missed', 'caught_up')";

    /** Entries of one instant are few, and those of one job many, so the entry is sought by its instant. */
    private static final String SELECT = """
            SELECT run.*, job.name AS job_name, job.job_type, series_checked, points_evaluated, alerts_active,
                alerts_resolved,
                (SELECT flowfile_uuid FROM audit_log
                    WHERE at = run.completed_at AND +subject_id = run.job_id AND flowfile_uuid IS NOT NULL
                    LIMIT 1) AS flowfile_uuid
            FROM scheduler_executions AS run
            JOIN scheduler_jobs AS job ON job.id = run.job_id
            LEFT JOIN monitoring_job_runs AS found
                ON found.job_id = run.job_id AND found.scheduled_for = run.scheduled_for
            """;

    private RunQueries() {}

    static List<RunRow> list(final Connection connection, final RunFilter filter) throws SQLException {
        final List<RunRow> runs = new ArrayList<>();
        for (final String unended : List.of("running", "waiting")) {
            if (filter.before() == null
                    && (filter.status().isEmpty() || filter.status().equals(unended))) {
                final String sql = SELECT + """
                        WHERE run.status = '%s' AND (? = '' OR run.job_id = ?)
                        ORDER BY run.scheduled_for DESC LIMIT ?""".formatted(unended);
                runs.addAll(Sql.list(connection, sql, RunQueries::run, filter.jobId(), filter.jobId(), filter.limit()));
            }
        }
        runs.addAll(ended(connection, filter));
        return runs;
    }

    private static List<RunRow> ended(final Connection connection, final RunFilter filter) throws SQLException {
        final StringBuilder where = new StringBuilder("WHERE run.completed_at IS NOT NULL");
        final List<Object> parameters = new ArrayList<>();
        if (!filter.status().isEmpty()) {
            where.append("success".equals(filter.status()) ? "" : " AND run." + IRREGULAR)
                    .append(" AND run.status = ?");
            parameters.add(filter.status());
        }
        if (!filter.jobId().isEmpty()) {
            where.append(" AND run.job_id = ?");
            parameters.add(filter.jobId());
        }
        if (filter.before() != null) {
            where.append(" AND run.completed_at < ?");
            parameters.add(filter.before());
        }
        parameters.add(filter.limit());
        return Sql.list(
                connection,
                SELECT + where + " ORDER BY run.completed_at DESC LIMIT ?",
                RunQueries::run,
                parameters.toArray());
    }

    /** @param since null for all there are */
    static RunCounts irregularSince(final Connection connection, final Instant since) throws SQLException {
        final String sql = """
                SELECT status, sum(occurrences) AS count FROM scheduler_executions
                WHERE %s AND completed_at >= ? GROUP BY status""".formatted(IRREGULAR);
        final Map<String, Long> counts = new HashMap<>();
        Sql.list(
                        connection,
                        sql,
                        row -> Map.entry(row.getString("status"), row.getLong("count")),
                        since == null ? Instant.EPOCH : since)
                .forEach(count -> counts.put(count.getKey(), count.getValue()));
        return new RunCounts(
                counts.getOrDefault("interrupted", 0L),
                counts.getOrDefault("caught_up", 0L),
                counts.getOrDefault("missed", 0L),
                counts.getOrDefault("failed", 0L));
    }

    private static RunRow run(final ResultSet row) throws SQLException {
        return new RunRow(
                row.getString("job_id"),
                row.getString("job_name"),
                row.getString("job_type"),
                Sql.instant(row, "scheduled_for"),
                Sql.instant(row, "missed_until"),
                row.getLong("occurrences"),
                row.getInt("attempts"),
                Sql.instant(row, "started_at"),
                Sql.instant(row, "completed_at"),
                row.getString("status"),
                row.getString("error"),
                row.getBoolean("recovered"),
                row.getBoolean("overdue"),
                count(row, "series_checked"),
                count(row, "points_evaluated"),
                count(row, "alerts_active"),
                count(row, "alerts_resolved"),
                row.getString("flowfile_uuid"));
    }

    private static Long count(final ResultSet row, final String column) throws SQLException {
        final long count = row.getLong(column);
        return row.wasNull() ? null : count;
    }
}
