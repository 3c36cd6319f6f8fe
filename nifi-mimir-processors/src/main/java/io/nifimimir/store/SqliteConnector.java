/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteLimits;
import org.sqlite.SQLiteOpenMode;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Makes connections to one database file. With {@link Durability#FULL} a commit is on the disk when it returns: in WAL mode that takes
 * {@code synchronous=FULL}, since with {@code NORMAL} the last commits may be lost with the power
 * (https://www.sqlite.org/pragma.html#pragma_synchronous).
 */
record SqliteConnector(Path file, Durability durability) {
    static final int BUSY_TIMEOUT_MILLISECONDS = 30_000;

    /** A connection that may write. */
    Connection connect() throws SQLException {
        final SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(
                durability == Durability.FULL
                        ? SQLiteConfig.SynchronousMode.FULL
                        : SQLiteConfig.SynchronousMode.NORMAL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_TIMEOUT_MILLISECONDS);
        final Connection connection = open(file, config);
        try (Statement statement = connection.createStatement()) {
            // A plain fsync leaves data in the drive's cache on macOS; elsewhere these two change nothing
            statement.execute("PRAGMA fullfsync = ON");
            statement.execute("PRAGMA checkpoint_fullfsync = ON");
            statement.execute("PRAGMA trusted_schema = OFF");
            return connection;
        } catch (final SQLException e) {
            Closing.after(e, connection);
            throw e;
        }
    }

    /** One that cannot write, whatever it is asked to, and opens no other file. */
    static Connection readOnly(final Path file) throws SQLException {
        final SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_TIMEOUT_MILLISECONDS);
        final Connection connection = open(file, config);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA trusted_schema = OFF");
            statement.execute("PRAGMA query_only = ON");
            confine(connection);
            return connection;
        } catch (final SQLException e) {
            Closing.after(e, connection);
            throw e;
        }
    }

    /** Keeps a connection to its own file: no ATTACH, and no VACUUM INTO, which attaches too. */
    static void confine(final Connection connection) throws SQLException {
        ((SQLiteConnection) connection).setLimit(SQLiteLimits.SQLITE_LIMIT_ATTACHED, 0);
    }

    private static Connection open(final Path file, final SQLiteConfig config) throws SQLException {
        // A file that is gone is to be missed, not made anew
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        // The driver itself, not DriverManager: that one does not see the class loader of a NAR
        return new JDBC().connect("jdbc:sqlite:" + file, config.toProperties());
    }
}
