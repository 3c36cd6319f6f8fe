/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.JDBC;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
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
                            "models",
                            "monitoring_job_runs",
                            "monitoring_jobs",
                            "monitoring_rules",
                            "rule_progress",
                            "scheduler_executions",
                            "scheduler_jobs",
                            "series",
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

    @Test
    void testModelsOfAnEarlierStoreStayAndForecastsAreAdmitted() throws Exception {
        final String insert = """
                INSERT INTO models VALUES ('%s', 'clinics', '%s', 1, '%s', 'xgboost', 1, '{}', 'data', 7, 'sum', x'2A')""";
        try (Connection connection = connect();
                InputStream first = Migrations.class.getResourceAsStream("migrations/V1__initial.sql")) {
            new Migrations(List.of(new String(first.readAllBytes(), StandardCharsets.UTF_8))).apply(connection);
            Sql.update(connection, insert.formatted("one", "visits", "regression"));
            Migrations.ofResources().apply(connection);
            Sql.update(connection, insert.formatted("two", "forecast:visits", "forecasting"));
            assertEquals(
                    List.of("one 42", "two 42"),
                    Sql.list(
                            connection,
                            "SELECT id, content FROM models ORDER BY id",
                            row -> row.getString(1) + " " + row.getBytes(2)[0]));
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
