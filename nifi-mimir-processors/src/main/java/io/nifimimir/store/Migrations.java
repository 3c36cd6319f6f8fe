/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings a store to the newest schema, step by step. Each step is one file that is never edited once it is released, run in one
 * transaction with the note of its number, so a power cut leaves the store before or behind it. A new store takes the same path.
 */
final class Migrations {
    /** Marks the file as a store of nifi-mimir: "MIMR" in ASCII. */
    static final int APPLICATION_ID = 0x4D494D52;

    /** The version of the schema is the number of steps taken. */
    static final List<String> STEPS = List.of("V1__initial.sql", "V2__forecasting.sql");

    private final List<String> scripts;

    Migrations(final List<String> scripts) {
        this.scripts = List.copyOf(scripts);
    }

    static Migrations ofResources() throws IOException {
        final List<String> scripts = new ArrayList<>();
        for (final String step : STEPS) {
            try (InputStream resource = Migrations.class.getResourceAsStream("migrations/" + step)) {
                if (resource == null) {
                    throw new FileNotFoundException("Migration %s is not in the jar".formatted(step));
                }
                scripts.add(new String(resource.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return new Migrations(scripts);
    }

    void apply(final Connection connection) throws SQLException {
        final int version = pragma(connection, "user_version");
        if (version > scripts.size()) {
            throw new SQLException(
                    "The store has schema version %d, written by a newer nifi-mimir; this one knows versions up to %d. Install the newer one, or restore a backup made before it."
                            .formatted(version, scripts.size()));
        }
        final int applicationId = pragma(connection, "application_id");
        final boolean foreign = version == 0
                ? Sql.first(connection, "SELECT name FROM sqlite_schema", row -> row.getString(1))
                        .isPresent()
                : applicationId != APPLICATION_ID;
        if (foreign) {
            throw new SQLException(
                    "The file is an SQLite database of another application (application_id %d, user_version %d), expected application_id %d"
                            .formatted(applicationId, version, APPLICATION_ID));
        }
        for (int step = version; step < scripts.size(); step++) {
            applyStep(connection, step);
        }
    }

    private void applyStep(final Connection connection, final int step) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("BEGIN IMMEDIATE");
            try {
                statement.executeUpdate(scripts.get(step));
                statement.executeUpdate("PRAGMA application_id = " + APPLICATION_ID);
                statement.executeUpdate("PRAGMA user_version = " + (step + 1));
                statement.executeUpdate("COMMIT");
            } catch (final SQLException e) {
                try {
                    statement.executeUpdate("ROLLBACK");
                } catch (final SQLException rollbackFailure) {
                    e.addSuppressed(rollbackFailure);
                }
                throw new SQLException(
                        "Migration to schema version %d failed: %s".formatted(step + 1, e.getMessage()), e);
            }
        }
    }

    private static int pragma(final Connection connection, final String name) throws SQLException {
        return Sql.first(connection, "PRAGMA " + name, row -> row.getInt(1)).orElse(0);
    }
}
