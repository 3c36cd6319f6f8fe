/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.dashboard.AlertRow;
import io.nifimimir.dashboard.Overview;
import io.nifimimir.dashboard.PointBuffer;
import io.nifimimir.monitoring.series.SeriesKey;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What the page shows first, in a few queries, each of which reads rows that it shows or counts by an index. */
final class OverviewQueries {
    private static final int ALERTS = 24;

    private static final int CURVES = 12;

    private static final int POINTS_OF_CURVE = 60;

    private static final int ENDED_ALERTS = 6;

    private static final int JOBS = 20;

    private static final int MODELS = 50;

    /** A tick that is a little late makes no job late. */
    private static final Duration GRACE = Duration.ofMinutes(1);

    private OverviewQueries() {}

    static Overview overview(final Connection connection, final StoreHealth health, final Instant now)
            throws SQLException {
        return new Overview(
                now,
                health(connection, health),
                AlertQueries.counts(connection),
                attention(connection),
                AlertQueries.endedLast(connection, ENDED_ALERTS),
                jobCounts(connection, now),
                jobs(connection, now),
                ModelQueries.champions(connection, MODELS));
    }

    private static Overview.Health health(final Connection connection, final StoreHealth health) throws SQLException {
        return new Overview.Health(
                health.file(),
                health.bytes(),
                health.freeBytes(),
                health.inPlace(),
                health.takesNewData(),
                health.openedAt(),
                health.lastCleanStop().orElse(null),
                health.cutOff(),
                Sql.first(connection, "SELECT newest FROM clock_marks", row -> Sql.instant(row, "newest"))
                        .orElse(null),
                health.lastCheckpoint().orElse(null),
                health.lastBackup().map(Backup::name).orElse(null),
                health.lastBackup()
                        .map(backup -> Instant.parse(backup.takenAt()))
                        .orElse(null),
                health.backupFault().orElse(null),
                health.restored().map(Restoration::backup).orElse(null),
                RunQueries.irregularSince(connection, health.lastCleanStop().orElse(null)));
    }

    private static List<Overview.OpenAlert> attention(final Connection connection) throws SQLException {
        final List<Overview.OpenAlert> open = new ArrayList<>();
        for (final AlertRow alert : AlertQueries.mostSevere(connection, ALERTS)) {
            open.add(new Overview.OpenAlert(alert, open.size() < CURVES ? newestValues(connection, alert) : List.of()));
        }
        return open;
    }

    private static List<Double> newestValues(final Connection connection, final AlertRow alert) throws SQLException {
        final SeriesKey series = new SeriesKey(alert.ontology(), alert.entity(), alert.metric());
        final PointBuffer points =
                SeriesQueries.newestPoints(connection, series, Instant.ofEpochMilli(Long.MAX_VALUE), POINTS_OF_CURVE);
        return Arrays.stream(points.values()).boxed().toList();
    }

    private static Overview.JobCounts jobCounts(final Connection connection, final Instant now) throws SQLException {
        final String sql = """
                SELECT count(*) AS enabled, coalesce(sum(next_run < ?), 0) AS late,
                    coalesce(sum(error IS NOT NULL OR last_status = 'failed'), 0) AS failing
                FROM scheduler_jobs WHERE enabled = 1 AND deleted_at IS NULL""";
        return Sql.first(
                        connection,
                        sql,
                        row -> new Overview.JobCounts(
                                row.getLong("enabled"), row.getLong("late"), row.getLong("failing")),
                        now.minus(GRACE))
                .orElseThrow();
    }

    private static List<Overview.JobRow> jobs(final Connection connection, final Instant now) throws SQLException {
        final String sql = """
                SELECT id, name, job_type, cron_expr, zone, next_run, last_run, last_status, error,
                    coalesce(next_run < ?, 0) AS late
                FROM scheduler_jobs WHERE enabled = 1 AND deleted_at IS NULL
                ORDER BY error IS NOT NULL OR last_status IS 'failed' DESC, late DESC, next_run, name LIMIT ?""";
        return Sql.list(
                connection,
                sql,
                row -> new Overview.JobRow(
                        row.getString("id"),
                        row.getString("name"),
                        row.getString("job_type"),
                        row.getString("cron_expr"),
                        row.getString("zone"),
                        Sql.instant(row, "next_run"),
                        Sql.instant(row, "last_run"),
                        row.getString("last_status"),
                        row.getString("error"),
                        row.getBoolean("late")),
                now.minus(GRACE),
                JOBS);
    }
}
