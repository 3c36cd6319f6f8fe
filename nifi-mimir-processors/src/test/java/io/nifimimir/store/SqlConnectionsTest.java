/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SqlConnectionsTest {
    @TempDir
    private Path directory;

    private SqliteStore store;

    @BeforeEach
    void open() throws IOException {
        store = SqliteStore.open(directory, new TestStores.SetClock());
        TestStores.append(store, 0, 10);
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    @Test
    void testReadOnlyConnectionReadsAndChangesNothing() throws SQLException {
        try (Connection connection = store.connection(false)) {
            assertEquals(10, count(connection));
            execute(connection, "PRAGMA query_only = OFF");
            for (final String change : List.of(
                    "DELETE FROM time_series_data",
                    "DROP TABLE time_series_data",
                    "PRAGMA user_version = 9",
                    "VACUUM",
                    "VACUUM INTO '%s'".formatted(directory.resolve("stolen.db")),
                    "ATTACH '%s' AS other".formatted(directory.resolve("other.db")))) {
                assertThrows(SQLException.class, () -> execute(connection, change), change);
            }
            TestStores.append(store, 10, 1);
            assertEquals(11, count(connection), "sees what was committed since");
        }
    }

    @Test
    void testWritingConnectionWritesInTransactionsOfItsOwn() throws SQLException {
        try (Connection connection = store.connection(true)) {
            connection.setAutoCommit(false);
            execute(connection, "DELETE FROM time_series_data");
            connection.rollback();
            assertEquals(10, count(connection));
            execute(connection, "DELETE FROM time_series_data WHERE value = 3");
            connection.commit();
            assertThrows(
                    SQLException.class, () -> execute(connection, "INSERT INTO rule_progress VALUES ('none', 1, 1)"));
        }
        assertEquals(9, TestStores.points(store));
    }

    @Test
    void testClosingGivesBackAndUndoesWhatWasNotCommitted() throws SQLException {
        final Connection connection = store.connection(true);
        connection.setAutoCommit(false);
        execute(connection, "DELETE FROM time_series_data");
        connection.close();
        connection.close();
        assertTrue(connection.isClosed());
        final SQLException closed = assertThrows(SQLException.class, connection::createStatement);
        assertEquals("The connection is closed", closed.getMessage());
        try (Connection again = store.connection(true)) {
            assertTrue(again.getAutoCommit());
            assertEquals(10, count(again));
            assertFalse(again.equals(connection));
        }
    }

    @Test
    void testMoreAtOnceThanAreKept() throws SQLException {
        final List<Connection> connections = new ArrayList<>();
        for (int number = 0; number < 10; number++) {
            connections.add(store.connection(false));
        }
        for (final Connection connection : connections) {
            assertEquals(10, count(connection));
            connection.close();
        }
    }

    @Test
    void testNoConnectionToAClosedStore() throws IOException {
        store.close();
        assertThrows(SQLException.class, () -> store.connection(false));
    }

    private static int count(final Connection connection) throws SQLException {
        return Sql.first(connection, "SELECT count(*) FROM time_series_data", row -> row.getInt(1))
                .orElseThrow();
    }

    private static void execute(final Connection connection, final String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
