/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The SQLite file, in the one mode in which a commit is on the disk before it counts as done: write-ahead log with {@code synchronous=FULL}. One
 * connection writes, one reads beside it; each belongs to one thread at a time.
 */
final class SqliteDatabase implements Closeable {
    private static final String FILE_NAME = "mimir.db";
    private static final String LOCK_NAME = "mimir.lock";
    private static final int BUSY_TIMEOUT_MILLIS = 30_000;

    private final Path file;
    private final FileChannel lockChannel;
    private final Connection writer;
    private final Connection reader;
    private final ReentrantLock writerLock = new ReentrantLock();
    private final ReentrantLock readerLock = new ReentrantLock();

    private SqliteDatabase(
            final Path file, final FileChannel lockChannel, final Connection writer, final Connection reader) {
        this.file = file;
        this.lockChannel = lockChannel;
        this.writer = writer;
        this.reader = reader;
    }

    /** Opens the file in a directory, made where it is missing, and brings its schema up to date. */
    static SqliteDatabase open(final Path directory) throws IOException {
        Files.createDirectories(directory);
        final FileChannel lockChannel = lock(directory);
        final Path file = directory.resolve(FILE_NAME);
        Connection writer = null;
        try {
            createPrivately(file);
            writer = connect(file);
            requireDurable(writer, file);
            Migrations.standard().migrate(writer);
            return new SqliteDatabase(file, lockChannel, writer, connect(file));
        } catch (final SQLException e) {
            closeQuietly(writer, e);
            lockChannel.close();
            throw new StoreException("[%s] cannot be opened as a store: %s".formatted(file, e.getMessage()), e);
        } catch (final IOException e) {
            closeQuietly(writer, e);
            lockChannel.close();
            throw e;
        }
    }

    /** A lock of the operating system, gone with the process that holds it, however that ends. */
    private static FileChannel lock(final Path directory) throws IOException {
        final FileChannel channel =
                FileChannel.open(directory.resolve(LOCK_NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        final FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (final OverlappingFileLockException e) {
            channel.close();
            throw new StoreException(
                    "The store in [%s] is in use by another service of this NiFi: expected a folder of its own"
                            .formatted(directory),
                    e);
        }
        if (lock == null) {
            channel.close();
            throw new StoreException("The store in [%s] is in use by another process: expected a folder of its own"
                    .formatted(directory));
        }
        return channel;
    }

    private static void createPrivately(final Path file) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(file);
        }
    }

    private static Connection connect(final Path file) throws SQLException {
        final SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        // A transaction that begins by reading and then writes could not be retried; this one waits at its beginning
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        final SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
        return source.getConnection();
    }

    /** What was asked for is not always what is there: some file systems refuse the write-ahead log without a word. */
    private static void requireDurable(final Connection connection, final Path file) throws SQLException, IOException {
        require(connection, file, "journal_mode", "wal");
        require(connection, file, "synchronous", "2");
        require(connection, file, "foreign_keys", "1");
    }

    private static void require(
            final Connection connection, final Path file, final String pragma, final String expected)
            throws SQLException, IOException {
        final String found = pragma(connection, pragma);
        if (!expected.equals(found)) {
            throw new StoreException(
                    "[%s] cannot be used durably: %s is [%s], expected [%s]; is it on a network file system?"
                            .formatted(file, pragma, found, expected));
        }
    }

    private static String pragma(final Connection connection, final String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("PRAGMA " + name)) {
            return result.next() ? result.getString(1) : null;
        }
    }

    private static void closeQuietly(final Connection connection, final Exception cause) {
        if (connection == null) {
            return;
        }
        try {
            connection.close();
        } catch (final SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /** Work on a connection. */
    @FunctionalInterface
    interface SqlWork<T> {
        T run(Connection connection) throws SQLException;
    }

    /** Runs work in a write transaction; within one of the same thread it joins that one. */
    <T> T write(final String attempt, final SqlWork<T> work) {
        writerLock.lock();
        try {
            if (writerLock.getHoldCount() > 1) {
                return work.run(writer);
            }
            return inNewTransaction(work);
        } catch (final SQLException e) {
            throw failure(attempt, e);
        } finally {
            writerLock.unlock();
        }
    }

    private <T> T inNewTransaction(final SqlWork<T> work) throws SQLException {
        writer.setAutoCommit(false);
        try {
            final T result = work.run(writer);
            writer.commit();
            return result;
        } catch (final SQLException | RuntimeException | Error e) {
            try {
                writer.rollback();
            } catch (final SQLException rollback) {
                e.addSuppressed(rollback);
            }
            throw e;
        } finally {
            writer.setAutoCommit(true);
        }
    }

    /** Runs work that only reads; within a write transaction of the same thread it sees what that has written. */
    <T> T read(final String attempt, final SqlWork<T> work) {
        if (writerLock.isHeldByCurrentThread()) {
            return write(attempt, work);
        }
        readerLock.lock();
        try {
            return work.run(reader);
        } catch (final SQLException e) {
            throw failure(attempt, e);
        } finally {
            readerLock.unlock();
        }
    }

    String pragma(final String name) {
        return read("Reading the setting " + name, connection -> pragma(connection, name));
    }

    /** Moves what the write-ahead log holds into the file, as far as that does not hold up anybody. */
    void checkpoint() {
        checkpoint("PASSIVE");
    }

    private void checkpoint(final String mode) {
        writerLock.lock();
        try (Statement statement = writer.createStatement()) {
            statement.execute("PRAGMA wal_checkpoint(%s)".formatted(mode));
        } catch (final SQLException e) {
            throw failure("Checkpoint", e);
        } finally {
            writerLock.unlock();
        }
    }

    private UncheckedIOException failure(final String attempt, final SQLException e) {
        return new UncheckedIOException(
                new StoreException("%s in [%s] failed: %s".formatted(attempt, file, e.getMessage()), e));
    }

    @Override
    public void close() throws IOException {
        writerLock.lock();
        readerLock.lock();
        try (lockChannel) {
            reader.close();
            checkpoint("TRUNCATE");
            writer.close();
        } catch (final SQLException e) {
            throw new StoreException("[%s] cannot be closed: %s".formatted(file, e.getMessage()), e);
        } finally {
            readerLock.unlock();
            writerLock.unlock();
        }
    }
}
