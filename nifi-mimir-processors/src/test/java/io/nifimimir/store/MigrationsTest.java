/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.JDBC;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Properties;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class MigrationsTest {
    private static final String FIRST = "CREATE TABLE one (a INTEGER) STRICT; INSERT INTO one VALUES (1);";

    private static final String SECOND = "ALTER TABLE one ADD COLUMN b TEXT; UPDATE one SET b = 'two';";

    private static final String BROKEN = "CREATE TABLE two (a INTEGER) STRICT; INSERT INTO nowhere VALUES (1);";

    @TempDir
    private Path directory;

    @Test
    void testNewStoreHasTheTables() throws Exception {
        try (Connection connection = connect()) {
            Migrations.ofResources().apply(connection);
            final List<String> tables = Sql.list(
                    connection,
                    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
                    row -> row.getString(1));
            assertEquals(
                    List.of(
                            "alert_transitions",
                            "alerts",
                            "audit_log",
                            "cache_entries",
                            "clock_marks",
                            "detector_states",
                            "ingestions",
                            "models",
                            "monitoring_job_runs",
                            "monitoring_jobs",
                            "monitoring_rules",
                            "rule_progress",
                            "scheduler_executions",
                            "scheduler_jobs",
                            "series",
                            "store_sessions",
                            "time_series_data",
                            "training_runs"),
                    tables);
            assertEquals(Migrations.STEPS.size(), version(connection));
            final List<String> lax = Sql.list(
                    connection,
                    "SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict = 0 AND name NOT LIKE 'sqlite_%'",
                    row -> row.getString(1));
            assertEquals(List.of(), lax);
        }
    }

    @Test
    void testSecondStartChangesNothing() throws Exception {
        try (Connection connection = connect()) {
            Migrations.ofResources().apply(connection);
            Migrations.ofResources().apply(connection);
            assertEquals(Migrations.STEPS.size(), version(connection));
        }
    }

    @Test
    void testUpgradeKeepsRowsAndEqualsFreshSchema() throws Exception {
        try (Connection upgraded = connect();
                Connection fresh = new JDBC().connect("jdbc:sqlite::memory:", new Properties())) {
            new Migrations(List.of(FIRST)).apply(upgraded);
            new Migrations(List.of(FIRST, SECOND)).apply(upgraded);
            new Migrations(List.of(FIRST, SECOND)).apply(fresh);
            assertEquals(2, version(upgraded));
            assertEquals(schema(fresh), schema(upgraded));
            assertEquals(
                    "two",
                    Sql.first(upgraded, "SELECT b FROM one", row -> row.getString(1))
                            .orElseThrow());
        }
    }

    /** A table that others refer to is made anew by a step, though references are enforced. */
    @Test
    void testReferredTableCanBeMadeAnew() throws Exception {
        final String tables = """
                CREATE TABLE parent (id INTEGER PRIMARY KEY) STRICT;
                CREATE TABLE child (parent_id INTEGER REFERENCES parent (id)) STRICT;
                INSERT INTO parent VALUES (1);
                INSERT INTO child VALUES (1);""";
        final String rebuild = """
                CREATE TABLE new_parent (id INTEGER PRIMARY KEY, name TEXT) STRICT;
                INSERT INTO new_parent (id) SELECT id FROM parent;
                DROP TABLE parent;
                ALTER TABLE new_parent RENAME TO parent;""";
        final String breaking = "DELETE FROM parent;";
        try (Connection connection = connect()) {
            Sql.update(connection, "PRAGMA foreign_keys = ON");
            new Migrations(List.of(tables, rebuild)).apply(connection);
            final SQLException refused = assertThrows(
                    SQLException.class, () -> new Migrations(List.of(tables, rebuild, breaking)).apply(connection));
            assertTrue(refused.getMessage().contains("a row of child refers to one of parent"), refused.getMessage());
            assertEquals(2, version(connection));
            assertThrows(SQLException.class, () -> Sql.update(connection, "INSERT INTO child VALUES (9)"));
        }
    }

    /** What earlier versions wrote: each try a row of its own. */
    @Test
    void testTriesOfAnOccurrenceBecomeOne() throws Exception {
        try (Connection connection = connect()) {
            Migrations.ofResources().upTo(2).apply(connection);
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("""
                        INSERT INTO monitoring_jobs VALUES ('job', 'Job', 'clinic', '', '[]', 1);
                        INSERT INTO scheduler_jobs VALUES
                            ('job', 'Job', 'monitoring', NULL, 'job', '0 9 * * *', 'UTC', 1, 300, 100, 'success', 5);
                        INSERT INTO scheduler_executions VALUES
                            ('job', 100, 1, 101, 102, 'interrupted', 'ended', 0, 'life'),
                            ('job', 100, 2, 103, 104, 'success', NULL, 1, 'life'),
                            ('job', 200, 1, 201, 202, 'failed', 'it threw', 0, 'life'),
                            ('job', 300, 1, 301, 302, 'interrupted', 'ended', 0, 'life');
                        INSERT INTO monitoring_job_runs VALUES ('job', 100, 2, 104, 1, 10, 1, 0, 0, '[]');""");
            }
            Migrations.ofResources().apply(connection);
            assertEquals(
                    List.of("100 success 2", "200 failed 1", "300 waiting 1"),
                    Sql.list(
                            connection,
                            "SELECT scheduled_for || ' ' || status || ' ' || attempts FROM scheduler_executions ORDER BY 1",
                            row -> row.getString(1)));
            assertEquals(
                    List.of("run once 5"),
                    Sql.list(
                            connection,
                            "SELECT catch_up || ' ' || created_at FROM scheduler_jobs",
                            row -> row.getString(1)));
            assertEquals(
                    1,
                    Sql.first(connection, "SELECT count(*) FROM monitoring_job_runs", row -> row.getInt(1))
                            .orElseThrow());
        }
    }

    /** From each version that was ever released, with what such a store holds. */
    @ParameterizedTest
    @ValueSource(ints = {1})
    void testStoreOfAnEarlierVersionIsTakenOver(final int version) throws Exception {
        final Path file = directory.resolve("mimir.db");
        try (Connection connection = new JDBC().connect("jdbc:sqlite:" + file, new Properties())) {
            Migrations.ofResources().upTo(version).apply(connection);
            assertEquals(version, version(connection));
            try (Statement statement = connection.createStatement();
                    InputStream rows = getClass().getResourceAsStream("rows_of_version_%d.sql".formatted(version))) {
                statement.executeUpdate(new String(rows.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        try (SqliteStore store = SqliteStore.open(directory, Clock.systemUTC())) {
            assertEquals(1, store.monitoring().jobs().size());
            assertEquals(1, store.monitoring().rulesOf("job").size());
            assertEquals("alert", store.monitoring().alerts(10).getFirst().id());
            assertEquals(
                    "alert:active", store.monitoring().takeUnsent(10).getFirst().key());
            assertEquals(
                    "foo",
                    new String(
                            store.training()
                                    .findModel("clinic", "cases")
                                    .orElseThrow()
                                    .content(),
                            StandardCharsets.UTF_8));
            assertEquals(1, store.monitoring().series("clinic").size());
            assertTrue(store.verifyAudit().intact());
        }
        try (Connection upgraded = new JDBC().connect("jdbc:sqlite:" + file, new Properties());
                Connection fresh = new JDBC().connect("jdbc:sqlite::memory:", new Properties())) {
            Migrations.ofResources().apply(fresh);
            assertEquals(schema(fresh), schema(upgraded));
        }
    }

    @Test
    void testHalfAStepIsRolledBackAndTakenAgain() throws Exception {
        try (Connection connection = connect()) {
            final SQLException failed =
                    assertThrows(SQLException.class, () -> new Migrations(List.of(FIRST, BROKEN)).apply(connection));
            assertTrue(failed.getMessage().contains("schema version 2"), failed.getMessage());
            assertEquals(1, version(connection));
            assertEquals(1, schema(connection).size());
        }
        try (Connection connection = connect()) {
            new Migrations(List.of(FIRST, SECOND)).apply(connection);
            assertEquals(2, version(connection));
        }
    }

    @Test
    void testNewerStoreIsRefused() throws Exception {
        try (Connection connection = connect()) {
            new Migrations(List.of(FIRST, SECOND)).apply(connection);
            final SQLException refused =
                    assertThrows(SQLException.class, () -> new Migrations(List.of(FIRST)).apply(connection));
            assertTrue(refused.getMessage().contains("version 2"), refused.getMessage());
            assertEquals(2, version(connection));
        }
    }

    @Test
    void testDatabaseOfAnotherApplicationIsRefused() throws Exception {
        try (Connection connection = connect()) {
            Sql.update(connection, "CREATE TABLE theirs (a INTEGER)");
            final SQLException refused = assertThrows(
                    SQLException.class, () -> Migrations.ofResources().apply(connection));
            assertTrue(refused.getMessage().contains("another application"), refused.getMessage());
            Sql.update(connection, "PRAGMA user_version = 1");
            assertThrows(SQLException.class, () -> Migrations.ofResources().apply(connection));
            assertEquals(1, schema(connection).size());
        }
    }

    private Connection connect() throws SQLException {
        return new JDBC().connect("jdbc:sqlite:" + directory.resolve("test.db"), new Properties());
    }

    private static int version(final Connection connection) throws SQLException {
        return Sql.first(connection, "PRAGMA user_version", row -> row.getInt(1))
                .orElseThrow();
    }

    private static List<String> schema(final Connection connection) throws SQLException {
        return Sql.list(connection, "SELECT sql FROM sqlite_schema ORDER BY name", row -> row.getString(1));
    }
}
