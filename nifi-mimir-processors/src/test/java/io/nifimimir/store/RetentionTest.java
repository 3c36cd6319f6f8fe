/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.store.TestStores.Messages;
import io.nifimimir.store.TestStores.SetClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RetentionTest {
    private static final Instant NOW = TestStores.NOW;

    private static final Duration DAY = Duration.ofDays(1);

    private static final RetentionPolicy POLICY = new RetentionPolicy(
            Duration.ofDays(100),
            Duration.ofDays(10),
            Duration.ofDays(10),
            Duration.ofDays(1_000),
            Duration.ofDays(10));

    private static final byte[] KEY = {1};

    @TempDir
    private Path directory;

    @Test
    void testWhatIsOldAndOverGoesAndWhatIsOpenStays() throws IOException {
        try (SqliteDatabase database = SqliteDatabase.open(directory)) {
            database.write(connection -> {
                for (final String sql : """
                        INSERT INTO monitoring_jobs (id, name, ontology_id, description, metrics, updated_at)
                            VALUES ('job', 'n', 'o', 'd', '[]', 0);
                        INSERT INTO monitoring_rules (id, job_id, ontology_id, metric_name, rule_type, condition, severity, description,
                            enabled, updated_at) VALUES ('rule', 'job', 'o', 'm', 't', '{}', 'high', 'd', 1, 0);
                        INSERT INTO scheduler_jobs (id, name, job_type, monitoring_job_id, cron_expr, zone, enabled, updated_at)
                            VALUES ('job', 'n', 'monitoring', 'job', '@daily', 'UTC', 1, 0);
                        INSERT INTO silences (id, begins_at, ends_at, actor) VALUES ('old', 0, 1, 'Amina');
                        INSERT INTO series VALUES (1, 'o', 'e', 'm'), (2, 'o', 'f', 'm')""".split(";")) {
                    Sql.update(connection, sql);
                }
                for (int day = 0; day < 20; day++) {
                    final Instant at = NOW.minus(DAY.multipliedBy(day));
                    Sql.update(connection, """
                            INSERT INTO scheduler_executions (job_id, scheduled_for, attempts, started_at, completed_at, status, recovered,
                                overdue, missed_before, occurrences, owner)
                            VALUES ('job', ?, 1, ?, ?, 'success', 0, 0, 0, 1, 'o')""", at, at, at);
                    Sql.update(
                            connection,
                            "INSERT INTO monitoring_job_runs VALUES ('job', ?, 1, ?, 0, 0, 0, 0, 0, '[]')",
                            at,
                            at);
                    alert(connection, "over-" + day, at, at);
                }
                final Instant longAgo = NOW.minus(Duration.ofDays(900));
                Sql.update(connection, """
                        INSERT INTO scheduler_executions (job_id, scheduled_for, attempts, started_at, status, recovered, overdue,
                            missed_before, occurrences, owner)
                        VALUES ('job', ?, 1, ?, 'running', 0, 0, 0, 1, 'o')""", longAgo, longAgo);
                alert(connection, "active", longAgo, null);
                alert(connection, "unsent", longAgo, longAgo);
                alert(connection, "told today", longAgo, longAgo);
                Sql.update(connection, """
                        INSERT INTO alert_transitions (transition_key, alert_id, job_id, event, to_status, at, severity, title, message,
                            expected, last_seen, last_value, occurrences, attempts, sent_at)
                        VALUES ('unsent:resolved', 'unsent', 'job', 'resolved', 'resolved', 0, 'high', '', '', '', 0, 0, 1, 0, NULL),
                            ('told:resolved', 'told today', 'job', 'resolved', 'resolved', 0, 'high', '', '', '', 0, 0, 1, 1, %d),
                            ('over-19:resolved', 'over-19', 'job', 'resolved', 'resolved', 0, 'high', '', '', '', 0, 0, 1, 1, 1)""".formatted(NOW.toEpochMilli()));
                for (int hour = 0; hour < 5_000; hour++) {
                    for (int series = 1; series <= 2; series++) {
                        Sql.update(
                                connection,
                                "INSERT INTO time_series_data VALUES (?, ?, 1.0)",
                                series,
                                NOW.minus(Duration.ofHours(hour)));
                    }
                }
                return null;
            });

            final Map<String, Long> removed = new Retention(database, POLICY).apply(NOW);

            assertEquals(
                    Map.of(
                            "time_series_data",
                            2L * (5_000 - 2_401),
                            "scheduler_executions",
                            9L,
                            "alerts",
                            9L,
                            "silences",
                            1L),
                    removed);
            assertEquals(List.of("active", "told today", "unsent"), strings(database, """
                    SELECT id FROM alerts WHERE since < %d ORDER BY id""".formatted(
                            NOW.minus(POLICY.alerts()).toEpochMilli())));
            assertEquals(List.of("running"), strings(database, """
                    SELECT status FROM scheduler_executions WHERE started_at < %d""".formatted(
                            NOW.minus(POLICY.runs()).toEpochMilli())));
            assertEquals(
                    List.of("told:resolved", "unsent:resolved"),
                    strings(database, "SELECT transition_key FROM alert_transitions ORDER BY transition_key"));
            assertEquals(List.of(), strings(database, "PRAGMA foreign_key_check"));
            assertEquals(Map.of(), new Retention(database, POLICY).apply(NOW));
        }
    }

    @Test
    void testLastRunOfAJobStaysAtAnyAge() throws IOException {
        try (SqliteDatabase database = SqliteDatabase.open(directory)) {
            database.write(connection -> {
                Sql.update(connection, """
                        INSERT INTO scheduler_jobs (id, name, job_type, pipeline_id, cron_expr, zone, enabled, updated_at)
                        VALUES ('job', 'n', 'pipeline', 'p', '@daily', 'UTC', 1, 0)""");
                return Sql.update(connection, """
                        INSERT INTO scheduler_executions (job_id, scheduled_for, attempts, started_at, completed_at, status, recovered,
                            overdue, missed_before, occurrences, owner)
                        VALUES ('job', 1, 1, 1, 1, 'success', 0, 0, 0, 1, 'o'), ('job', 2, 1, 2, 2, 'failed', 0, 0, 0, 1, 'o')""");
            });
            assertEquals(Map.of("scheduler_executions", 1L), new Retention(database, POLICY).apply(NOW));
            assertEquals(List.of("failed"), strings(database, "SELECT status FROM scheduler_executions"));
        }
    }

    @Test
    void testHistoryOfLongAgoStaysWholeAndAPointWithAWrongYearDrivesNoneOut() throws IOException {
        try (SqliteDatabase database = SqliteDatabase.open(directory)) {
            final Instant longAgo = NOW.minus(Duration.ofDays(9_000));
            database.write(connection -> {
                Sql.update(connection, "INSERT INTO series VALUES (1, 'o', 'old', 'm'), (2, 'o', 'wrong', 'm')");
                for (int day = 0; day < 150; day++) {
                    final String sql = "INSERT INTO time_series_data VALUES (?, ?, 1.0)";
                    Sql.update(connection, sql, 1, longAgo.minus(DAY.multipliedBy(day)));
                    Sql.update(connection, sql, 2, NOW.minus(DAY.multipliedBy(day)));
                }
                return Sql.update(
                        connection,
                        "INSERT INTO time_series_data VALUES (2, ?, 1.0)",
                        NOW.plus(Duration.ofDays(9_000)));
            });

            assertEquals(Map.of("time_series_data", 2L * 49), new Retention(database, POLICY).apply(NOW));
        }
    }

    /** A clock without its battery starts in 1970, and one that was set by hand may be years ahead. */
    @Test
    void testNothingIsLetGoUnderAClockThatHasLeapt() throws IOException {
        final SetClock clock = new SetClock();
        final Messages messages = new Messages();
        try (SqliteStore store = open(clock, messages)) {
            store.cache().put(KEY, KEY);
        }
        clock.advance(Duration.ofDays(1_500));
        for (int restart = 0; restart < 2; restart++) {
            try (SqliteStore store = open(clock, messages)) {
                store.keepHouse();
                assertEquals(1, store.cache().keys().size());
            }
        }
        assertTrue(messages.informed.toString().contains("The clock has leapt"), messages.informed.toString());
        for (int restart = 0; restart < 2; restart++) {
            clock.advance(Duration.ofDays(4));
            open(clock, messages).close();
        }
        try (SqliteStore store = open(clock, messages)) {
            store.keepHouse();
            assertEquals(0, store.cache().keys().size(), "it has proved right");
        }
    }

    private SqliteStore open(final SetClock clock, final Messages messages) throws IOException {
        return SqliteStore.open(StoreSettings.of(directory).withMinimumFreeBytes(0), clock, messages);
    }

    private static void alert(
            final Connection connection, final String id, final Instant since, final Instant resolvedAt)
            throws SQLException {
        Sql.update(
                connection,
                """
                INSERT INTO alerts (id, rule_id, ontology_id, entity_id, metric_name, alert_type, severity, status, title, message,
                    expected, since, last_seen, last_value, occurrences, resolved_at, ended_at, closed)
                VALUES (?, 'rule', 'o', 'e', 'm', 't', 'high', ?, '', '', '', ?, ?, 0, 1, ?, ?, ?)""",
                id,
                resolvedAt == null ? "active" : "resolved",
                since,
                since,
                resolvedAt,
                resolvedAt,
                resolvedAt != null);
    }

    private static List<String> strings(final SqliteDatabase database, final String sql) {
        return database.read(connection -> Sql.list(connection, sql, row -> row.getString(1)));
    }
}
