/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings a store up to the schema of this program. A script is never changed once it is released; a new file and an old one take the same path. The
 * number of scripts that have run stands in the file's {@code user_version}.
 *
 * @param scripts in their order, each a list of statements that end with a semicolon at the end of a line
 */
record Migrations(List<String> scripts) {
    private static final List<String> RESOURCES = List.of("V1__initial.sql");

    Migrations {
        scripts = List.copyOf(scripts);
    }

    static Migrations standard() throws IOException {
        final List<String> scripts = new ArrayList<>();
        for (final String resource : RESOURCES) {
            try (InputStream input = Migrations.class.getResourceAsStream("migrations/" + resource)) {
                if (input == null) {
                    throw new StoreException("Migration [%s] is missing in the bundle".formatted(resource));
                }
                scripts.add(new String(input.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return new Migrations(scripts);
    }

    /** @throws StoreException where the store was written by a newer version, which this one must not touch */
    void migrate(final Connection connection) throws SQLException, IOException {
        final int version = version(connection);
        if (version > scripts.size()) {
            throw new StoreException(
                    "The store has schema version %d, this version of nifi-mimir knows %d at most: expected a bundle as new as the store"
                            .formatted(version, scripts.size()));
        }
        for (int next = version; next < scripts.size(); next++) {
            run(connection, scripts.get(next), next + 1);
        }
    }

    static int version(final Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("PRAGMA user_version")) {
            return result.getInt(1);
        }
    }

    private static void run(final Connection connection, final String script, final int version) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            for (final String sql : script.split(";\\s*\\n")) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }
            statement.execute("PRAGMA user_version = " + version);
            connection.commit();
        } catch (final SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }
}
