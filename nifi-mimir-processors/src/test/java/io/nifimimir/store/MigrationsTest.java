/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sqlite.SQLiteDataSource;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class MigrationsTest {
    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        final SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite::memory:");
        connection = source.getConnection();
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void emptyFileGetsTheWholeSchemaInStrictTables() throws SQLException, IOException {
        Migrations.standard().migrate(connection);
        Migrations.standard().migrate(connection);

        assertEquals(Migrations.standard().scripts().size(), Migrations.version(connection));
        assertEquals(
                0,
                count(
                        "SELECT COUNT(*) FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%' AND strict = 0"));
        assertEquals(
                12, count("SELECT COUNT(*) FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%'"));
    }

    @Test
    void scriptThatFailsLeavesNothingOfItself() throws SQLException, IOException {
        final String good = "CREATE TABLE first (a INTEGER) STRICT;\n";
        final String half = "CREATE TABLE second (a INTEGER) STRICT;\nCREATE TABLE second (a INTEGER) STRICT;\n";

        assertThrows(SQLException.class, () -> new Migrations(List.of(good, half)).migrate(connection));

        assertEquals(1, Migrations.version(connection));
        assertEquals(1, count("SELECT COUNT(*) FROM pragma_table_list WHERE name IN ('first', 'second')"));
        new Migrations(List.of(good, "CREATE TABLE second (a INTEGER) STRICT;\n")).migrate(connection);
        assertEquals(2, Migrations.version(connection));
    }

    @Test
    void newerStoreIsRefused() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA user_version = 99");
        }

        final StoreException e =
                assertThrows(StoreException.class, () -> Migrations.standard().migrate(connection));

        assertTrue(e.getMessage().contains("schema version 99"), e.getMessage());
    }

    private int count(final String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return result.getInt(1);
        }
    }
}
