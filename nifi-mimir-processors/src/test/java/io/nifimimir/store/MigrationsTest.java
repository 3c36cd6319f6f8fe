/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.monitoring.alert.Alert;
import io.nifimimir.monitoring.series.SeriesKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sqlite.JDBC;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
                            "alert_policies",
                            "alert_transitions",
                            "alerts",
                            "audit_log",
                            "cache_entries",
                            "clock_marks",
                            "dataset_chunks",
                            "datasets",
                            "detector_states",
                            "gathered_rows",
                            "ingestions",
                            "model_references",
                            "model_versions",
                            "models",
                            "monitoring_job_runs",
                            "monitoring_jobs",
                            "monitoring_rules",
                            "rule_looks",
                            "rule_progress",
                            "scheduler_executions",
                            "scheduler_jobs",
                            "series",
                            "silences",
                            "store_sessions",
                            "time_series_data",
                            "training_checkpoints",
                            "training_profiles",
                            "training_requests",
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

    /** From each version there was, with rows in all of its tables. */
    @ParameterizedTest
    @MethodSource("earlierVersions")
    void testStoreOfAnEarlierVersionIsTakenOver(final int version) throws Exception {
        final Path file = directory.resolve("mimir.db");
        try (Connection connection = new JDBC().connect("jdbc:sqlite:" + file, new Properties())) {
            fill(connection, version);
            final Map<String, Set<String>> before = rows(connection);
            final List<String> empty = before.entrySet().stream()
                    .filter(table -> table.getValue().isEmpty())
                    .map(Map.Entry::getKey)
                    .toList();
            assertEquals(List.of(), empty, "each table of version %d has a row in a fixture".formatted(version));
            final Map<String, String> columns = columns(connection);
            Migrations.ofResources().apply(connection);
            assertKept(before, columns, connection);
        }
        try (SqliteStore store = SqliteStore.open(directory, Clock.systemUTC())) {
            assertEquals(1, store.monitoring().jobs().size());
            assertEquals(1, store.monitoring().rulesOf("job").size());
            assertEquals(
                    Optional.of("alert"),
                    store.monitoring()
                            .currentAlert("rule", new SeriesKey("clinic", "KBL-03", "temperature_c"))
                            .map(Alert::id));
            assertEquals(
                    "alert:active",
                    store.alerts().takeUnsent(10, Instant.now()).getFirst().key());
            assertEquals(
                    "foo",
                    new String(
                            store.training()
                                    .findModel("clinic", "cases")
                                    .orElseThrow()
                                    .content(),
                            StandardCharsets.UTF_8));
            assertEquals(1, store.monitoring().series("clinic").size());
            assertTrue(store.verifyAudit().intact(), store.verifyAudit().finding());
        }
        try (Connection upgraded = new JDBC().connect("jdbc:sqlite:" + file, new Properties());
                Connection fresh = new JDBC().connect("jdbc:sqlite::memory:", new Properties())) {
            Migrations.ofResources().apply(fresh);
            assertEquals(schema(fresh), schema(upgraded));
        }
    }

    /** Of the models of a target that were active, the newest was the one that answered. */
    @Test
    void testActiveModelsBecomeChampionsOrRetire() throws Exception {
        try (Connection connection = connect()) {
            Migrations.ofResources().upTo(4).apply(connection);
            for (final String values : List.of("'a', 1, 1", "'b', 2, 1", "'c', 3, 0")) {
                Sql.update(connection, """
                        INSERT INTO models (id, version, active, ontology_id, target, task, learner, metrics, data_fingerprint,
                            created_at, sha256, content)
                        VALUES (%s, 'clinic', 'cases', 'regression', 'xgboost', '{}', 'abc', 5, 'def', x'07')""".formatted(values));
            }
            Migrations.ofResources().apply(connection);
            assertEquals(
                    List.of("a retired 5", "b champion 5", "c rejected null"),
                    Sql.list(
                            connection,
                            "SELECT id || ' ' || state || ' ' || ifnull(promoted_at, 'null') FROM models WHERE content = x'07' ORDER BY id",
                            row -> row.getString(1)));
        }
    }

    /** The process ends behind any step; the next start takes the rest, and comes to the same. */
    @ParameterizedTest
    @MethodSource("earlierVersions")
    void testUpgradeThatEndsBetweenTwoStepsIsGoneOnWith(final int version) throws Exception {
        final Map<String, Set<String>> inOneGo;
        try (Connection connection = connect()) {
            fill(connection, version);
            Migrations.ofResources().apply(connection);
            inOneGo = rows(connection);
        }
        final Path file = directory.resolve("stopped.db");
        try (Connection connection = new JDBC().connect("jdbc:sqlite:" + file, new Properties())) {
            fill(connection, version);
        }
        for (int step = version + 1; step <= Migrations.STEPS.size(); step++) {
            try (Connection connection = new JDBC().connect("jdbc:sqlite:" + file, new Properties())) {
                Migrations.ofResources().upTo(step).apply(connection);
                assertEquals(step, version(connection));
            }
        }
        try (Connection connection = new JDBC().connect("jdbc:sqlite:" + file, new Properties())) {
            Migrations.ofResources().apply(connection);
            assertEquals(inOneGo, rows(connection));
        }
    }

    /** What the disk holds when the power goes amid a step: the file and the log, with the step half written to it. */
    @ParameterizedTest
    @MethodSource("earlierVersions")
    void testPowerCutAmidAStepLeavesTheStoreBeforeIt(final int version) throws Exception {
        final Path file = directory.resolve("mimir.db");
        final Path copy = directory.resolve("copy.db");
        final Map<String, Set<String>> before;
        StoreFiles.createForOwner(file);
        try (Connection connection = new SqliteConnector(file, Durability.FULL).connect()) {
            fill(connection, version);
            before = rows(connection);
            try (Statement statement = connection.createStatement()) {
                // So small that pages of the step reach the log before its end
                statement.executeUpdate("PRAGMA cache_size = 1");
                statement.executeUpdate("PRAGMA foreign_keys = OFF");
                statement.executeUpdate("BEGIN IMMEDIATE");
                statement.executeUpdate(script(version));
                Files.copy(file, copy);
                Files.copy(beside(file), beside(copy));
                statement.executeUpdate("ROLLBACK");
            }
        }
        try (Connection connection = new SqliteConnector(copy, Durability.FULL).connect()) {
            assertEquals(version, version(connection));
            assertEquals(before, rows(connection));
            final Map<String, String> columns = columns(connection);
            Migrations.ofResources().apply(connection);
            assertKept(before, columns, connection);
        }
    }

    private static IntStream earlierVersions() {
        return IntStream.range(1, Migrations.STEPS.size());
    }

    /** A store that has come up to a version, and got rows in each. */
    private void fill(final Connection connection, final int version) throws Exception {
        for (int step = 1; step <= version; step++) {
            Migrations.ofResources().upTo(step).apply(connection);
            try (InputStream rows = getClass().getResourceAsStream("rows_of_version_%d.sql".formatted(step));
                    Statement statement = connection.createStatement()) {
                if (rows != null) {
                    statement.executeUpdate(new String(rows.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        }
        assertEquals(version, version(connection));
    }

    /** Each row is there, in the columns that its table still has; a table may have got more. */
    private static void assertKept(
            final Map<String, Set<String>> before, final Map<String, String> columnsBefore, final Connection connection)
            throws SQLException {
        final Map<String, String> columnsNow = columns(connection);
        for (final Map.Entry<String, Set<String>> table : before.entrySet()) {
            final List<String> namesNow = List.of(columnsNow.get(table.getKey()).split(","));
            final List<String> namesBefore =
                    List.of(columnsBefore.get(table.getKey()).split(","));
            final List<String> common =
                    namesBefore.stream().filter(namesNow::contains).toList();
            final Set<String> now = rows(connection, table.getKey(), String.join(",", common));
            for (final String row : table.getValue()) {
                final List<String> values = List.of(row.split("\\|", -1));
                final String expected = common.stream()
                        .map(name -> values.get(namesBefore.indexOf(name)))
                        .collect(Collectors.joining("|"));
                assertTrue(now.contains(expected), "%s lost [%s], has %s".formatted(table.getKey(), expected, now));
            }
        }
    }

    private static Map<String, String> columns(final Connection connection) throws SQLException {
        final Map<String, String> columns = new TreeMap<>();
        for (final String table : Sql.list(
                connection,
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
                row -> row.getString(1))) {
            columns.put(
                    table,
                    String.join(
                            ",",
                            Sql.list(
                                    connection,
                                    "SELECT name FROM pragma_table_info(?)",
                                    row -> row.getString(1),
                                    table)));
        }
        return columns;
    }

    private static Map<String, Set<String>> rows(final Connection connection) throws SQLException {
        final Map<String, Set<String>> rows = new TreeMap<>();
        for (final Map.Entry<String, String> table : columns(connection).entrySet()) {
            rows.put(table.getKey(), rows(connection, table.getKey(), table.getValue()));
        }
        return rows;
    }

    private static Set<String> rows(final Connection connection, final String table, final String columns)
            throws SQLException {
        final String values = Arrays.stream(columns.split(","))
                .map("quote(%s)"::formatted)
                .collect(Collectors.joining(" || '|' || "));
        return new TreeSet<>(
                Sql.list(connection, "SELECT %s FROM %s".formatted(values, table), row -> row.getString(1)));
    }

    private static String script(final int step) throws IOException {
        try (InputStream resource = Migrations.class.getResourceAsStream("migrations/" + Migrations.STEPS.get(step))) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Path beside(final Path database) {
        return database.resolveSibling(database.getFileName() + "-wal");
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
