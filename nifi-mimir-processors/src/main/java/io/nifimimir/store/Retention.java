/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Lets go of what is over and old, in transactions small enough that nobody waits for them. */
final class Retention {
    private static final int ROWS_PER_TRANSACTION = 2_000;

    private final SqliteDatabase database;

    private final RetentionPolicy policy;

    Retention(final SqliteDatabase database, final RetentionPolicy policy) {
        this.database = database;
        this.policy = policy;
    }

    /** @return rows let go of each table, without those that lost none */
    Map<String, Long> apply(final Instant now) {
        final Map<String, Long> removed = new TreeMap<>();
        count(removed, "time_series_data", points(now));
        count(removed, "scheduler_executions", repeat(now.minus(policy.runs()), Retention::runs));
        count(removed, "alerts", repeat(now.minus(policy.alerts()), Retention::alerts));
        count(removed, "silences", repeat(now.minus(policy.alerts()), Retention::silences));
        count(removed, "cache_entries", repeat(now.minus(policy.cacheEntries()), Retention::cacheEntries));
        count(removed, "store_sessions", repeat(now.minus(policy.audit()), Retention::sessions));
        count(
                removed,
                "audit_log",
                repeat(
                        now.minus(policy.audit()),
                        (connection, before) -> AuditLog.trim(connection, before, ROWS_PER_TRANSACTION, now)));
        return removed;
    }

    /**
     * Series by series, along the key that the points are stored by; points have no index by time alone, which would double them. A series
     * counts from its newest point, so that a history of long ago stays whole, but from no later than now, so that no point with a wrong
     * year drives out all others.
     */
    private long points(final Instant now) {
        final List<Long> series = database.read(
                connection -> Sql.list(connection, "SELECT id FROM series ORDER BY id", row -> row.getLong(1)));
        final String sql = """
                DELETE FROM time_series_data WHERE series_id = ? AND timestamp IN (
                    SELECT timestamp FROM time_series_data WHERE series_id = ? AND timestamp < ?
                    ORDER BY timestamp LIMIT ?)""";
        long removed = 0;
        for (final Long id : series) {
            final Instant newest = database.read(connection -> newestPoint(connection, id, now));
            removed += repeat(
                    newest.minus(policy.points()),
                    (connection, limit) -> Sql.update(connection, sql, id, id, limit, ROWS_PER_TRANSACTION));
        }
        return removed;
    }

    private static Instant newestPoint(final Connection connection, final Long series, final Instant now)
            throws SQLException {
        final String sql = "SELECT timestamp FROM time_series_data WHERE series_id = ? ORDER BY timestamp DESC LIMIT 1";
        return Sql.first(connection, sql, row -> Sql.instant(row, "timestamp"), series)
                .filter(newest -> newest.isBefore(now))
                .orElse(now);
    }

    /** Ended runs, but for the last of each job, which says how the job stands. */
    private static int runs(final Connection connection, final Instant before) throws SQLException {
        final String old = """
                SELECT job_id, scheduled_for FROM scheduler_executions AS execution
                WHERE completed_at < ? AND EXISTS (
                    SELECT 1 FROM scheduler_executions AS later
                    WHERE later.job_id = execution.job_id AND later.scheduled_for > execution.scheduled_for)
                ORDER BY completed_at LIMIT ?""";
        Sql.update(
                connection,
                "DELETE FROM monitoring_job_runs WHERE (job_id, scheduled_for) IN (%s)".formatted(old),
                before,
                ROWS_PER_TRANSACTION);
        return Sql.update(
                connection,
                "DELETE FROM scheduler_executions WHERE (job_id, scheduled_for) IN (%s)".formatted(old),
                before,
                ROWS_PER_TRANSACTION);
    }

    /**
     * Alerts whose incident cannot come back any more. They count from the time of their data, and from when somebody was told of their end,
     * so that what was found today in data of long ago is not gone tomorrow.
     */
    private static int alerts(final Connection connection, final Instant before) throws SQLException {
        final String old = """
                SELECT id FROM alerts WHERE resolved_at < ? AND closed = 1 AND NOT EXISTS (
                    SELECT 1 FROM alert_transitions
                    WHERE alert_id = alerts.id AND (sent_at >= ? OR sent_at IS NULL AND kept_back IS NULL))
                ORDER BY resolved_at LIMIT ?""";
        Sql.update(
                connection,
                "DELETE FROM alert_transitions WHERE alert_id IN (%s)".formatted(old),
                before,
                before,
                ROWS_PER_TRANSACTION);
        return Sql.update(
                connection, "DELETE FROM alerts WHERE id IN (%s)".formatted(old), before, before, ROWS_PER_TRANSACTION);
    }

    private static int silences(final Connection connection, final Instant before) throws SQLException {
        return Sql.update(connection, "DELETE FROM silences WHERE ends_at < ?", before);
    }

    private static int cacheEntries(final Connection connection, final Instant before) throws SQLException {
        return Sql.update(
                connection,
                "DELETE FROM cache_entries WHERE key IN (SELECT key FROM cache_entries WHERE updated_at < ? LIMIT ?)",
                before,
                ROWS_PER_TRANSACTION);
    }

    private static int sessions(final Connection connection, final Instant before) throws SQLException {
        return Sql.update(connection, "DELETE FROM store_sessions WHERE closed_at < ?", before);
    }

    private long repeat(final Instant before, final Step step) {
        long removed = 0;
        int last;
        do {
            last = database.write(connection -> step.remove(connection, before));
            removed += last;
        } while (last >= ROWS_PER_TRANSACTION);
        return removed;
    }

    private static void count(final Map<String, Long> removed, final String table, final long rows) {
        if (rows > 0) {
            removed.put(table, rows);
        }
    }

    @FunctionalInterface
    private interface Step {
        int remove(Connection connection, Instant before) throws SQLException;
    }
}
