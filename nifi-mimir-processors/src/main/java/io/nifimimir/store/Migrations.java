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
import java.util.Optional;

/**
 * Brings a store to the newest schema, step by step. Each step is one file that is never edited once it is released, run in one
 * transaction with the note of its number, so a power cut leaves the store before or behind it. A new store takes the same path.
 */
final class Migrations {
    /** Marks the file as a store of nifi-mimir: "MIMR" in ASCII. */
    static final int APPLICATION_ID = 0x4D494D52;

    /** The version of the schema is the number of steps taken. */
    static final List<String> STEPS = List.of(
            "V1__initial.sql",
            "V2__audit.sql",
            "V3__housekeeping.sql",
            "V4__schedules.sql",
            "V5__registry.sql",
            "V6__training_checkpoints.sql",
            "V7__detector_states.sql",
            "V8__datasets.sql",
            "V9__requests.sql",
            "V10__alert_life.sql",
            "V11__model_watch.sql",
            "V12__rule_states.sql",
            "V13__dashboard_indexes.sql",
            "V14__training_profiles.sql",
            "V15__what_people_decide.sql",
            "V16__recurring_silences.sql");

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

    /** The steps that an earlier release had. */
    Migrations upTo(final int version) {
        return new Migrations(scripts.subList(0, version));
    }

    void apply(final Connection connection) throws SQLException {
        final int version = requireStore(connection, scripts.size());
        for (int step = version; step < scripts.size(); step++) {
            applyStep(connection, step);
        }
    }

    /** @return version of the schema, 0 for a database without anything in it */
    static int requireStore(final Connection connection) throws SQLException {
        return requireStore(connection, STEPS.size());
    }

    private static int requireStore(final Connection connection, final int newest) throws SQLException {
        final int version = pragma(connection, "user_version");
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
        if (version > newest) {
            throw new SQLException(
                    "The store has schema version %d, written by a newer nifi-mimir; this one knows versions up to %d. Install the newer one, or restore a backup made before it."
                            .formatted(version, newest));
        }
        return version;
    }

    /**
     * Takes one step. A table that others refer to can only be made anew while references are not enforced, which nothing within a
     * transaction can change, so they are checked before the end of it instead (https://www.sqlite.org/lang_altertable.html#otheralter).
     */
    private void applyStep(final Connection connection, final int step) throws SQLException {
        final int enforced = pragma(connection, "foreign_keys");
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("PRAGMA foreign_keys = OFF");
            try {
                applyInTransaction(connection, statement, step);
            } finally {
                statement.executeUpdate("PRAGMA foreign_keys = " + enforced);
            }
        }
    }

    private void applyInTransaction(final Connection connection, final Statement statement, final int step)
            throws SQLException {
        statement.executeUpdate("BEGIN IMMEDIATE");
        try {
            statement.executeUpdate(scripts.get(step));
            requireReferences(connection);
            statement.executeUpdate("PRAGMA application_id = " + APPLICATION_ID);
            statement.executeUpdate("PRAGMA user_version = " + (step + 1));
            statement.executeUpdate("COMMIT");
        } catch (final SQLException e) {
            try {
                statement.executeUpdate("ROLLBACK");
            } catch (final SQLException rollbackFailure) {
                e.addSuppressed(rollbackFailure);
            }
            throw new SQLException("Migration to schema version %d failed: %s".formatted(step + 1, e.getMessage()), e);
        }
    }

    private static void requireReferences(final Connection connection) throws SQLException {
        final Optional<String> broken = Sql.first(
                connection,
                "PRAGMA foreign_key_check",
                row -> "a row of %s refers to one of %s that does not exist"
                        .formatted(row.getString("table"), row.getString("parent")));
        if (broken.isPresent()) {
            throw new SQLException(broken.get());
        }
    }

    private static int pragma(final Connection connection, final String name) throws SQLException {
        return Sql.first(connection, "PRAGMA " + name, row -> row.getInt(1)).orElse(0);
    }
}
