/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** One SQLite file: one connection that writes, under a lock, and a few that read. */
final class SqliteDatabase implements Transactions, Closeable {
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(30);

    private final SqliteConnector connector;

    private final StoreLock storeLock;

    private final DiskGuard diskGuard;

    private final FileIdentity identity;

    private final Connection writer;

    private final ReentrantLock writerLock = new ReentrantLock(true);

    private final ReaderPool readers;

    /** Guarded by the writer lock: calls of {@link #inTransaction} that the owner of the lock is in. */
    private int depth;

    /** Guarded by the writer lock: an inner call has failed, so that the whole may not be committed. */
    private boolean failed;

    private volatile boolean closed;

    private SqliteDatabase(
            final SqliteConnector connector,
            final StoreLock storeLock,
            final DiskGuard diskGuard,
            final FileIdentity identity,
            final Connection writer) {
        this.connector = connector;
        this.storeLock = storeLock;
        this.diskGuard = diskGuard;
        this.identity = identity;
        this.writer = writer;
        this.readers = new ReaderPool(connector::connect);
    }

    /**
     * Opens the store in a directory, which is made where it is missing, and brings it to the newest schema.
     *
     * @throws IOException where the directory is in use, the file is no store, or SQLite does not promise what the store relies on
     */
    static SqliteDatabase open(final Path directory) throws IOException {
        final StoreFiles files = new StoreFiles(directory, directory.resolve(StoreSettings.BACKUPS));
        return open(files, Durability.FULL, new DiskGuard(directory, 0), realDirectory -> {});
    }

    /** @param preparation of the files, with their lock held, before the database is opened */
    static SqliteDatabase open(
            final StoreFiles files,
            final Durability durability,
            final DiskGuard diskGuard,
            final Preparation preparation)
            throws IOException {
        files.createDirectories();
        final Path directory = files.directory().toRealPath();
        final StoreLock lock = StoreLock.acquire(directory);
        Connection connection = null;
        try {
            preparation.run(directory);
            final Path file = directory.resolve(StoreFiles.DATABASE);
            StoreFiles.createForOwner(file);
            final SqliteConnector connector = new SqliteConnector(file, durability);
            connection = connector.connect();
            SelfTest.requirePragmas(connection, connector);
            Migrations.ofResources().apply(connection);
            return new SqliteDatabase(connector, lock, diskGuard, FileIdentity.of(file), connection);
        } catch (final SQLException e) {
            Closing.after(e, connection);
            Closing.after(e, lock);
            throw new IOException("Store in %s: %s".formatted(directory, e.getMessage()), e);
        } catch (final IOException | RuntimeException e) {
            Closing.after(e, connection);
            Closing.after(e, lock);
            throw e;
        }
    }

    Path file() {
        return connector.file();
    }

    SqliteConnector connector() {
        return connector;
    }

    @Override
    public <T> T inTransaction(final Work<T> work) {
        return write(connection -> work.run());
    }

    /** Runs work on the writing connection in one transaction, or in the one that this thread is in already. */
    <T> T write(final SqlWork<T> work) {
        writerLock.lock();
        try {
            depth++;
            try {
                if (depth > 1) {
                    return joinTransaction(work);
                }
                requireOpen();
                identity.requireInPlace();
                return inNewTransaction(work);
            } finally {
                depth--;
            }
        } catch (final SQLException e) {
            throw unchecked(e);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writerLock.unlock();
        }
    }

    /**
     * The same for what makes the store larger. What ends work that is under way does not ask for room.
     *
     * @throws StoreFullException where the disk has too little room
     */
    <T> T writeNewData(final SqlWork<T> work) {
        diskGuard.requireRoom();
        return write(work);
    }

    /** Runs a query; within a transaction of this thread it sees what that has written. */
    <T> T read(final SqlWork<T> work) {
        if (writerLock.isHeldByCurrentThread()) {
            return write(work);
        }
        requireOpen();
        if (!isInPlace()) {
            return readOnWriter(work);
        }
        try (ReaderPool.Reader reader = readers.borrow()) {
            return reader.run(work);
        } catch (final SQLException e) {
            throw unchecked(e);
        }
    }

    /** False where the file was deleted or replaced. */
    boolean isInPlace() {
        try {
            identity.requireInPlace();
            return true;
        } catch (final StoreLostException e) {
            return false;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws StoreLostException where the file was deleted or replaced */
    void requireInPlace() throws IOException {
        identity.requireInPlace();
    }

    /** Moves what it can from the log into the database file, without waiting for readers. */
    void checkpoint() {
        outsideTransaction(connection -> execute("PRAGMA wal_checkpoint(PASSIVE)"));
    }

    /** Runs work on the writing connection with nothing else going on, and in no transaction. */
    void outsideTransaction(final SqlAction action) {
        writerLock.lock();
        try {
            requireOpen();
            if (depth > 0) {
                throw new IllegalStateException("Not within a transaction");
            }
            action.run(writer);
        } catch (final SQLException e) {
            throw unchecked(e);
        } finally {
            writerLock.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        close(CLOSE_LIMIT, connection -> {}, connection -> {});
    }

    /**
     * Takes no new work, waits for the transaction that runs, empties the log into the file, and gives the directory free.
     *
     * @param limit how long to wait at most; what runs for half of it is cut off and rolled back
     * @param state written last, before the log is emptied
     * @param afterwards done with the whole file
     */
    void close(final Duration limit, final SqlAction state, final SqlAction afterwards) throws IOException {
        closed = true;
        acquireForClose(limit);
        try {
            if (writer.isClosed()) {
                return;
            }
            try {
                readers.close();
                execute("PRAGMA busy_timeout = " + limit.toMillis());
                state.run(writer);
                execute("PRAGMA wal_checkpoint(TRUNCATE)");
                afterwards.run(writer);
            } finally {
                try {
                    writer.close();
                } finally {
                    storeLock.close();
                }
            }
        } catch (final SQLException e) {
            throw new IOException("Store %s could not be closed: %s".formatted(file(), e.getMessage()), e);
        } finally {
            writerLock.unlock();
        }
    }

    private void acquireForClose(final Duration limit) throws IOException {
        try {
            final long half = limit.toMillis() / 2;
            if (!writerLock.tryLock(half, TimeUnit.MILLISECONDS)) {
                ((SQLiteConnection) writer).getDatabase().interrupt();
                if (!writerLock.tryLock(half, TimeUnit.MILLISECONDS)) {
                    throw new IOException(
                            "A transaction of store %s did not end in time; what it has not committed is lost"
                                    .formatted(file()));
                }
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while store %s was closed".formatted(file()), e);
        } catch (final SQLException e) {
            throw new IOException("A transaction of store %s could not be cut off".formatted(file()), e);
        }
    }

    /** What has lost its name can be read where it is open, and by no new connection. */
    private <T> T readOnWriter(final SqlWork<T> work) {
        writerLock.lock();
        try {
            requireOpen();
            return work.run(writer);
        } catch (final SQLException e) {
            throw unchecked(e);
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

    private void execute(final String sql) throws SQLException {
        try (Statement statement = writer.createStatement()) {
            statement.execute(sql);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("Store %s is closed".formatted(file()));
        }
    }

    private UncheckedIOException unchecked(final SQLException e) {
        final String message = "Store %s: %s".formatted(file(), e.getMessage());
        if (IntegrityCheck.has(e, SQLiteErrorCode.SQLITE_FULL)) {
            return new StoreFullException(message, e);
        }
        if (IntegrityCheck.has(e, SQLiteErrorCode.SQLITE_READONLY)) {
            return new StoreReadOnlyException(
                    "%s. Linux makes a disk read-only where it fails (dmesg tells), or the rights of %s were changed; make it writable for the user that NiFi runs as, and restart NiFi where the disk was mounted anew"
                            .formatted(message, file().getParent()),
                    e);
        }
        return new UncheckedIOException(new IOException(message, e));
    }

    /** The size of the database and of its log. */
    long bytes() throws IOException {
        final Path log = file().resolveSibling(file().getFileName() + "-wal");
        return Files.size(file()) + (Files.exists(log) ? Files.size(log) : 0);
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

    /** Work on the files of a store before it is opened. */
    @FunctionalInterface
    interface Preparation {
        void run(Path directory) throws IOException, SQLException;
    }
}
