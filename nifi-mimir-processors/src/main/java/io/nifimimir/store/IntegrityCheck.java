/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import org.sqlite.SQLiteErrorCode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Whether a database is whole, by SQLite's own checks. Nothing is written, so what is damaged stays as it was found. */
final class IntegrityCheck {
    private static final int MAXIMUM_FAULTS = 5;

    private IntegrityCheck() {}

    /** Each page, but not whether indexes match their tables: reads the file once. */
    static Optional<String> quick(final Path file) throws SQLException {
        return damage(file, "quick_check");
    }

    /** Everything that SQLite can check. */
    static Optional<String> full(final Connection connection) throws SQLException {
        return damage(connection, "integrity_check");
    }

    static Optional<String> quick(final Connection connection) throws SQLException {
        return damage(connection, "quick_check");
    }

    private static Optional<String> damage(final Path file, final String pragma) throws SQLException {
        if (Files.notExists(file)) {
            throw new SQLException("%s is missing".formatted(file));
        }
        try (Connection connection = SqliteConnector.readOnly(file)) {
            return damage(connection, pragma);
        } catch (final SQLException e) {
            if (isDamage(e)) {
                return Optional.of(e.getMessage());
            }
            throw e;
        }
    }

    private static Optional<String> damage(final Connection connection, final String pragma) throws SQLException {
        try {
            final List<String> found =
                    Sql.list(connection, "PRAGMA %s(%d)".formatted(pragma, MAXIMUM_FAULTS), row -> row.getString(1));
            return found.equals(List.of("ok")) ? Optional.empty() : Optional.of(String.join("; ", found));
        } catch (final SQLException e) {
            if (isDamage(e)) {
                return Optional.of(e.getMessage());
            }
            throw e;
        }
    }

    static boolean isDamage(final SQLException e) {
        return has(e, SQLiteErrorCode.SQLITE_CORRUPT) || has(e, SQLiteErrorCode.SQLITE_NOTADB);
    }

    static boolean has(final SQLException e, final SQLiteErrorCode code) {
        // The low byte is the error, the others say more about it
        return (e.getErrorCode() & 0xFF) == code.code;
    }
}
