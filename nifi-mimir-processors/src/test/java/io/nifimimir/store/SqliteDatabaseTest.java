/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SqliteDatabaseTest {
    private static final String INSERT =
            "INSERT INTO series (ontology_id, entity_id, metric_name) VALUES ('o', ?, 'm')";

    @TempDir
    private Path directory;

    @Test
    void testPragmasOfWriterAndReaders() throws IOException {
        try (SqliteDatabase database = SqliteDatabase.open(directory)) {
            for (final List<String> pragma : List.of(
                    List.of("journal_mode", "wal"),
                    List.of("synchronous", "2"),
                    List.of("foreign_keys", "1"),
                    List.of("busy_timeout", "30000"))) {
                final String sql = "PRAGMA " + pragma.getFirst();
                assertEquals(
                        pragma.getLast(),
                        database.write(connection -> Sql.first(connection, sql, row -> row.getString(1))
                                .orElseThrow()));
                assertEquals(
                        pragma.getLast(),
                        database.read(connection -> Sql.first(connection, sql, row -> row.getString(1))
                                .orElseThrow()));
            }
        }
    }

    @Test
    void testBalancedDurabilitySyncsAtCheckpointsAlone() throws IOException {
        final StoreFiles files = new StoreFiles(directory, directory.resolve("backups"));
        try (SqliteDatabase database =
                SqliteDatabase.open(files, Durability.BALANCED, new DiskGuard(directory, 0), opened -> {})) {
            final Optional<String> synchronous =
                    database.write(connection -> Sql.first(connection, "PRAGMA synchronous", row -> row.getString(1)));
            assertEquals(Optional.of("1"), synchronous);
            insert(database, "a");
            assertEquals(1, count(database));
        }
    }

    @Test
    void testTransactionThatDoesNotEndIsCutOffByTheClose() throws Exception {
        final SqliteDatabase database = SqliteDatabase.open(directory);
        final CountDownLatch running = new CountDownLatch(1);
        try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
            final Future<?> endless = executor.submit(() -> database.write(connection -> {
                Sql.update(connection, INSERT, "a");
                running.countDown();
                final String sql =
                        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
                return Sql.first(connection, sql, row -> row.getLong(1));
            }));
            running.await();
            database.close(Duration.ofMillis(200), connection -> {}, connection -> {});
            final ExecutionException cutOff = assertThrows(ExecutionException.class, endless::get);
            assertTrue(cutOff.getMessage().contains("INTERRUPT"), cutOff.getMessage());
        }
        try (SqliteDatabase again = SqliteDatabase.open(directory)) {
            assertEquals(0, count(again));
        }
    }

    @Test
    void testFilesAreTheOwnersOnly() throws IOException {
        final Path created = directory.resolve("made/for/it");
        try (SqliteDatabase database = SqliteDatabase.open(created)) {
            insert(database, "a");
            for (final String name : List.of("mimir.db", "mimir.db-wal", "mimir.db-shm")) {
                assertEquals(
                        "rw-------",
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(created.resolve(name))),
                        name);
            }
        }
        assertFalse(Files.exists(created.resolve("mimir.db-wal")));
    }

    @Test
    void testSecondInstanceIsRefusedAndFirstStaysUsable() throws IOException {
        try (SqliteDatabase database = SqliteDatabase.open(directory)) {
            final IOException refused = assertThrows(IOException.class, () -> SqliteDatabase.open(directory));
            assertTrue(refused.getMessage().contains("open already in this NiFi"), refused.getMessage());
            insert(database, "a");
            assertEquals(1, count(database));
        }
        SqliteDatabase.open(directory).close();
    }

    @Test
    void testSecondProcessIsRefused() throws IOException, InterruptedException {
        final Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockHolder.class.getName(),
                        directory.resolve(StoreLock.FILE_NAME).toString())
                .redirectErrorStream(true)
                .start();
        try {
            assertEquals("locked", process.inputReader().readLine());
            final IOException refused = assertThrows(IOException.class, () -> SqliteDatabase.open(directory));
            assertTrue(refused.getMessage().contains("another process"), refused.getMessage());
        } finally {
            process.destroyForcibly().waitFor();
        }
        SqliteDatabase.open(directory).close();
    }

    @Test
    void testFileThatIsNoDatabaseIsRefusedAndLeftAsItIs() throws IOException {
        final Path file = directory.resolve("mimir.db");
        final String content = "not a database ".repeat(100);
        Files.writeString(file, content);

        final IOException refused = assertThrows(IOException.class, () -> SqliteDatabase.open(directory));
        assertTrue(refused.getMessage().contains(directory.toString()), refused.getMessage());
        assertEquals(content, Files.readString(file));

        Files.delete(file);
        SqliteDatabase.open(directory).close();
    }

    @Test
    void testExceptionRollsBackAllOfATransaction() throws IOException {
        try (SqliteDatabase database = SqliteDatabase.open(directory)) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> database.inTransaction(() -> {
                        insert(database, "a");
                        assertEquals(1, count(database), "reads what it has written");
                        throw new IllegalArgumentException("on purpose");
                    }));
            assertEquals(0, count(database));
        }
    }

    @Test
    void testFailedPartMayNotBeCommitted() throws IOException {
        try (SqliteDatabase database = SqliteDatabase.open(directory)) {
            assertThrows(
                    IllegalStateException.class,
                    () -> database.inTransaction(() -> {
                        insert(database, "a");
                        assertThrows(
                                UncheckedIOException.class,
                                () -> database.write(
                                        connection -> Sql.update(connection, "INSERT INTO nowhere VALUES (1)")));
                        return null;
                    }));
            assertEquals(0, count(database));
            insert(database, "b");
            assertEquals(1, count(database));
        }
    }

    @Test
    void testReaderSeesNothingUncommittedAndMayNotWrite() throws Exception {
        try (SqliteDatabase database = SqliteDatabase.open(directory);
                ExecutorService executor = Executors.newSingleThreadExecutor()) {
            database.inTransaction(() -> {
                insert(database, "a");
                final Future<Integer> other = executor.submit(() -> count(database));
                assertEquals(0, get(other));
                return null;
            });
            assertEquals(1, count(database));
            final UncheckedIOException refused = assertThrows(
                    UncheckedIOException.class, () -> database.read(connection -> Sql.update(connection, INSERT, "b")));
            assertNotNull(refused.getCause().getCause());
        }
    }

    @Test
    void testWritersOfSeveralThreadsWaitForEachOther() throws Exception {
        try (SqliteDatabase database = SqliteDatabase.open(directory);
                ExecutorService executor = Executors.newFixedThreadPool(4)) {
            final List<Future<?>> writes = new ArrayList<>();
            for (int number = 0; number < 40; number++) {
                final String name = "entity-" + number;
                writes.add(executor.submit(() -> insert(database, name)));
            }
            for (final Future<?> write : writes) {
                write.get();
            }
            assertEquals(40, count(database));
            database.checkpoint();
        }
    }

    @Test
    void testClosedStoreRefusesWork() throws IOException {
        final SqliteDatabase database = SqliteDatabase.open(directory);
        database.close();
        database.close();
        assertThrows(IllegalStateException.class, () -> count(database));
        assertThrows(IllegalStateException.class, () -> insert(database, "a"));
    }

    private static void insert(final SqliteDatabase database, final String entity) {
        database.write(connection -> Sql.update(connection, INSERT, entity));
    }

    private static int count(final SqliteDatabase database) {
        return database.read(connection -> Sql.first(connection, "SELECT count(*) FROM series", row -> row.getInt(1))
                .orElseThrow());
    }

    private static int get(final Future<Integer> future) {
        try {
            return future.get();
        } catch (final Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Another process that holds the lock until it is ended. */
    static final class LockHolder {
        private LockHolder() {}

        public static void main(final String[] arguments) throws IOException {
            try (FileChannel channel = FileChannel.open(
                            Path.of(arguments[0]), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                System.out.println(lock.isValid() ? "locked" : "no lock");
                System.in.read();
            }
        }
    }
}
