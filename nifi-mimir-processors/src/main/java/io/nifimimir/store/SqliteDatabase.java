/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One SQLite file: one connection that writes, under a lock, and a few that read. A commit is on the disk when it returns: in WAL mode
 * that takes {@code synchronous=FULL}, since with {@code NORMAL} the last commits may be lost with the power
 * (https://www.sqlite.org/pragma.html#pragma_synchronous).
 */
final class SqliteDatabase implements Transactions, Closeable {
    static final String FILE_NAME = "mimir.db";

    static final int BUSY_TIMEOUT_MILLISECONDS = 30_000;

    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private final Path file;

    private final StoreLock storeLock;

    private final Connection writer;

    private final ReentrantLock writerLock = new ReentrantLock(true);

    private final ReaderPool readers;

    /** Guarded by the writer lock: calls of {@link #inTransaction} that the owner of the lock is in. */
    private int depth;

    /** Guarded by the writer lock: an inner call has failed, so that the whole may not be committed. */
    private boolean failed;

    private volatile boolean closed;

    private SqliteDatabase(final Path file, final StoreLock storeLock, final Connection writer) {
        this.file = file;
        this.storeLock = storeLock;
        this.writer = writer;
        this.readers = new ReaderPool(() -> connect(file));
    }

    /**
     * Opens the store in a directory, which is made where it is missing, and brings it to the newest schema.
     *
     * @throws IOException where the directory is in use, the file is no store, or SQLite does not promise what the store relies on
     */
    static SqliteDatabase open(final Path directory) throws IOException {
        return open(directory, Migrations.ofResources());
    }

    static SqliteDatabase open(final Path directory, final Migrations migrations) throws IOException {
        Files.createDirectories(directory, ownerOnly("rwx------"));
        final Path realDirectory = directory.toRealPath();
        final StoreLock lock = StoreLock.acquire(realDirectory);
        Connection connection = null;
        try {
            final Path file = realDirectory.resolve(FILE_NAME);
            createFile(file);
            connection = connect(file);
            verifyPragmas(connection, file);
            migrations.apply(connection);
            return new SqliteDatabase(file, lock, connection);
        } catch (final SQLException e) {
            closeAfter(e, connection);
            closeAfter(e, lock);
            throw new IOException("Store in %s: %s".formatted(realDirectory, e.getMessage()), e);
        } catch (final IOException | RuntimeException e) {
            closeAfter(e, connection);
            closeAfter(e, lock);
            throw e;
        }
    }

    Path file() {
        return file;
    }

    @Override
    public <T> T inTransaction(final Work<T> work) {
        return write(connection -> work.run());
    }

    /** Runs work on the writing connection in one transaction, or in the one that this thread is in already. */
    <T> T write(final SqlWork<T> work) {
        writerLock.lock();
        try {
            requireOpen();
            depth++;
            try {
                return depth == 1 ? inNewTransaction(work) : joinTransaction(work);
            } finally {
                depth--;
            }
        } catch (final SQLException e) {
            throw unchecked(e);
        } finally {
            writerLock.unlock();
        }
    }

    /** Runs a query; within a transaction of this thread it sees what that has written. */
    <T> T read(final SqlWork<T> work) {
        if (writerLock.isHeldByCurrentThread()) {
            return write(work);
        }
        requireOpen();
        try (ReaderPool.Reader reader = readers.borrow()) {
            return reader.run(work);
        } catch (final SQLException e) {
            throw unchecked(e);
        }
    }

    /** Moves what it can from the log into the database file, without waiting for readers. */
    void checkpoint() {
        runCheckpoint("PASSIVE");
    }

    /** Waits for the transaction that runs, empties the log, and gives the directory free. */
    @Override
    public void close() throws IOException {
        writerLock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            try {
                readers.close();
                execute("PRAGMA wal_checkpoint(TRUNCATE)");
            } finally {
                try {
                    writer.close();
                } finally {
                    storeLock.close();
                }
            }
        } catch (final SQLException e) {
            throw new IOException("Store %s could not be closed: %s".formatted(file, e.getMessage()), e);
        } finally {
            writerLock.unlock();
        }
    }

    private <T> T inNewTransaction(final SqlWork<T> work) throws SQLException {
        failed = false;
        execute("BEGIN IMMEDIATE");
        boolean ended = false;
        try {
            final T result = work.run(writer);
            if (failed) {
                throw new IllegalStateException("A part of the transaction has failed, so all of it is rolled back");
            }
            execute("COMMIT");
            ended = true;
            return result;
        } catch (final SQLException | RuntimeException e) {
            try {
                execute("ROLLBACK");
            } catch (final SQLException rollbackFailure) {
                // SQLite rolls back by itself on some faults, such as a full disk, and has nothing left to roll back
                // then
                e.addSuppressed(rollbackFailure);
            }
            ended = true;
            throw e;
        } finally {
            if (!ended) {
                execute("ROLLBACK");
            }
        }
    }

    private <T> T joinTransaction(final SqlWork<T> work) throws SQLException {
        boolean succeeded = false;
        try {
            final T result = work.run(writer);
            succeeded = true;
            return result;
        } finally {
            failed = failed || !succeeded;
        }
    }

    private void runCheckpoint(final String mode) {
        writerLock.lock();
        try {
            requireOpen();
            if (depth == 0) {
                execute("PRAGMA wal_checkpoint(%s)".formatted(mode));
            }
        } catch (final SQLException e) {
            throw unchecked(e);
        } finally {
            writerLock.unlock();
        }
    }

    private void execute(final String sql) throws SQLException {
        try (Statement statement = writer.createStatement()) {
            statement.execute(sql);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("Store %s is closed".formatted(file));
        }
    }

    private UncheckedIOException unchecked(final SQLException e) {
        return new UncheckedIOException(new IOException("Store %s: %s".formatted(file, e.getMessage()), e));
    }

    private static Connection connect(final Path file) throws SQLException {
        final SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_TIMEOUT_MILLISECONDS);
        // The driver itself, not DriverManager: that one does not see the class loader of a NAR
        final Connection connection = new JDBC().connect("jdbc:sqlite:" + file, config.toProperties());
        try (Statement statement = connection.createStatement()) {
            // A plain fsync leaves data in the drive's cache on macOS; elsewhere these two change nothing
            statement.execute("PRAGMA fullfsync = ON");
            statement.execute("PRAGMA checkpoint_fullfsync = ON");
            statement.execute("PRAGMA trusted_schema = OFF");
            return connection;
        } catch (final SQLException e) {
            closeAfter(e, connection);
            throw e;
        }
    }

    /** SQLite keeps silent where it cannot do as asked: on some network drives WAL mode is refused by staying with another. */
    private static void verifyPragmas(final Connection connection, final Path file) throws SQLException {
        final Map<String, String> expected = Map.of(
                "journal_mode", "wal",
                "synchronous", "2",
                "foreign_keys", "1",
                "busy_timeout", Integer.toString(BUSY_TIMEOUT_MILLISECONDS));
        for (final Map.Entry<String, String> pragma : expected.entrySet()) {
            final String found = Sql.first(connection, "PRAGMA " + pragma.getKey(), row -> row.getString(1))
                    .orElse("nothing")
                    .toLowerCase(Locale.ROOT);
            if (!found.equals(pragma.getValue())) {
                throw new SQLException(
                        "%s cannot be used safely: PRAGMA %s is %s, expected %s. Is it on a network drive? Use a local one."
                                .formatted(file, pragma.getKey(), found, pragma.getValue()));
            }
        }
    }

    /** Made before SQLite opens it: the log and its index take over the permissions of the database file. */
    private static void createFile(final Path file) throws IOException {
        try {
            Files.createFile(file, ownerOnly("rw-------"));
        } catch (final FileAlreadyExistsException e) {
            if (POSIX) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            }
            return;
        }
        if (POSIX) {
            // The name of a new file is on the disk only when its directory is
            try (FileChannel directory = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
    }

    private static FileAttribute<?>[] ownerOnly(final String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static void closeAfter(final Exception cause, final AutoCloseable closeable) {
        if (closeable != null) {
            try {
                closeable.close();
            } catch (final Exception e) {
                cause.addSuppressed(e);
            }
        }
    }

    /** Work on a connection. */
    @FunctionalInterface
    interface SqlWork<T> {
        T run(Connection connection) throws SQLException;
    }

    /** Work on a connection without a result. */
    @FunctionalInterface
    interface SqlAction {
        void run(Connection connection) throws SQLException;
    }
}
