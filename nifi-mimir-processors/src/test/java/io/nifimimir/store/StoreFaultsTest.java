/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.monitoring.series.SeriesPoint;
import io.nifimimir.store.TestStores.Messages;
import io.nifimimir.store.TestStores.SetClock;
import io.nifimimir.training.TrainingRepository.TrainingRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.JDBC;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What disks, people and power cuts do to a store. */
class StoreFaultsTest {
    private static final int PAGE = 4096;

    private static final int POINTS = 20_000;

    private static final byte[] KEY = {1, 2, 3};

    private final SetClock clock = new SetClock();

    private final Messages messages = new Messages();

    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("mimir.db");
    }

    @Test
    void testDamagedPageIsHealedFromTheBackupAndWhatCameAfterIsRescued() throws IOException {
        try (SqliteStore store = open()) {
            TestStores.append(store, 0, POINTS);
            store.backUp();
            clock.advance(Duration.ofHours(5));
            TestStores.append(store, POINTS, 10);
            store.cache().put(KEY, KEY);
        }
        // The stop has taken a backup of all: as if it had not come to that
        deleteNewestBackup();
        clock.advance(Duration.ofHours(1));
        TestStores.overwrite(file(), Files.size(file()) / PAGE / 2 * PAGE, TestStores.noise(PAGE));
        final byte[] damaged = Files.readAllBytes(file());

        try (SqliteStore store = open()) {
            final Restoration restored = store.health().restored().orElseThrow();
            assertEquals("mimir_20240414_060000.db", restored.backup());
            assertEquals("2024-04-14T06:00:00Z", restored.lossFrom());
            assertTrue(restored.reason().contains("is damaged"), restored.reason());
            assertEquals("mimir.db.damaged-20240414_120000", restored.keptAside());
            assertArrayEquals(damaged, Files.readAllBytes(directory.resolve(restored.keptAside())));
            assertTrue(TestStores.points(store) >= POINTS, "what the backup holds is there");
            assertEquals(1L, restored.rescued().get("cache_entries"));
            assertTrue(store.cache().find(KEY).isPresent());
            assertTrue(messages.warned.contains(restored.message()), messages.warned.toString());
            assertTrue(store.verifyAudit().intact(), store.verifyAudit().finding());
            assertEquals(1, count(store, "SELECT count(*) FROM audit_log WHERE action = 'store_restored'"));
        }
        try (SqliteStore store = open()) {
            assertEquals(
                    "mimir_20240414_060000.db",
                    store.health().restored().orElseThrow().backup(),
                    "remembered");
            assertEquals(1, messages.warned.size(), "and not done again");
        }
    }

    @Test
    void testTruncatedFileIsHealed() throws IOException {
        fill();
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            channel.truncate(Files.size(file()) / 2 + 100);
        }
        assertHealed("is damaged");
    }

    @Test
    void testDamagedHeaderIsHealed() throws IOException {
        fill();
        TestStores.overwrite(file(), 0, TestStores.noise(100));
        assertHealed("is damaged");
    }

    @Test
    void testEmptyFileIsNoNewStoreWhereThereAreBackups() throws IOException {
        fill();
        Files.write(file(), new byte[0]);
        assertHealed("is empty");
    }

    @Test
    void testMissingFileIsNoNewStoreWhereThereAreBackups() throws IOException {
        fill();
        Files.delete(file());
        assertHealed("is gone");
    }

    @Test
    void testDamageWithoutABackupIsSaidAndLeftAsItIs() throws IOException {
        fill();
        deleteNewestBackup();
        TestStores.overwrite(file(), Files.size(file()) / PAGE / 2 * PAGE, TestStores.noise(PAGE));
        final byte[] damaged = Files.readAllBytes(file());
        final IOException refused = assertThrows(IOException.class, this::open);
        assertTrue(refused.getMessage().contains("there is no good backup"), refused.getMessage());
        assertArrayEquals(damaged, Files.readAllBytes(file()));
    }

    @Test
    void testBackupWithAFlippedByteIsPassedOver() throws IOException {
        fill();
        clock.advance(Duration.ofHours(1));
        try (SqliteStore store = open()) {
            store.backUp();
        }
        final Path newest = directory.resolve("backups/mimir_20240414_070000.db");
        TestStores.overwrite(newest, Files.size(newest) / 2, (byte) (byteAt(newest, Files.size(newest) / 2) ^ 1));
        Files.delete(file());
        assertHealed("is gone");
    }

    /** A power cut amid the writing of the log, or a bad sector in it: all that came before counts, and nothing behind it. */
    @Test
    void testDamagedLogLosesWhatFollowsTheDamageAndNoMore() throws IOException {
        final Path copy = directory.resolve("copy");
        Files.createDirectories(copy);
        final long before;
        try (SqliteStore store = open()) {
            TestStores.append(store, 0, 1_000);
            before = Files.size(log(directory));
            TestStores.append(store, 1_000, 1_000);
            TestStores.append(store, 2_000, 1_000);
            Files.copy(file(), copy.resolve("mimir.db"));
            Files.copy(log(directory), log(copy));
        }
        TestStores.overwrite(log(copy), before + PAGE / 2, TestStores.noise(64));
        try (SqliteStore store = openCopy(copy)) {
            assertEquals(1_000, TestStores.points(store));
            assertEquals(1, messages.warned.size(), messages.warned.toString());
            assertTrue(messages.warned.getFirst().contains("are lost, at least 2"), messages.warned.toString());
            assertEquals(
                    messages.warned.getFirst(),
                    string(store, "SELECT detail ->> 'finding' FROM audit_log WHERE action = 'log_damaged'"));
            TestStores.append(store, 1_000, 2_000);
            assertEquals(3_000, TestStores.points(store));
            assertEquals("ok", string(store, "PRAGMA integrity_check"));
        }
    }

    /** What a power cut leaves that fell amid a transaction: nothing that was acknowledged is missing, so nothing is said. */
    @Test
    void testTransactionThatWasCutOffIsNoDamage() throws IOException {
        final Path copy = directory.resolve("copy");
        Files.createDirectories(copy);
        final long acknowledged;
        try (SqliteStore store = open()) {
            TestStores.append(store, 0, 1_000);
            acknowledged = Files.size(log(directory));
            TestStores.append(store, 1_000, 1_000);
            Files.copy(file(), copy.resolve("mimir.db"));
            Files.copy(log(directory), log(copy));
        }
        try (FileChannel channel = FileChannel.open(log(copy), StandardOpenOption.WRITE)) {
            channel.truncate(acknowledged + PAGE + PAGE / 2);
        }
        try (SqliteStore store = openCopy(copy)) {
            assertEquals(1_000, TestStores.points(store));
            assertEquals(List.of(), messages.warned);
        }
    }

    @Test
    void testLogThatIsGoneOrDamagedAtItsHeadIsMissedAfterAPowerCut() throws IOException {
        final Path copy = directory.resolve("copy");
        Files.createDirectories(copy);
        try (SqliteStore store = open()) {
            TestStores.append(store, 0, 1_000);
            store.checkpoint();
            TestStores.append(store, 1_000, 1_000);
            Files.copy(file(), copy.resolve("mimir.db"));
        }
        try (SqliteStore store = openCopy(copy)) {
            assertEquals(1_000, TestStores.points(store));
            assertTrue(messages.warned.getFirst().contains("is missing"), messages.warned.toString());
        }
        messages.warned.clear();
        try (SqliteStore store = openCopy(copy)) {
            assertEquals(List.of(), messages.warned, "the stop has emptied it");
            TestStores.append(store, 1_000, 1_000);
            store.checkpoint();
            Files.createDirectories(directory.resolve("second"));
            Files.copy(copy.resolve("mimir.db"), directory.resolve("second/mimir.db"));
            Files.copy(log(copy), log(directory.resolve("second")));
        }
        TestStores.overwrite(log(directory.resolve("second")), 8, TestStores.noise(16));
        try (SqliteStore store = openCopy(directory.resolve("second"))) {
            assertTrue(messages.warned.getFirst().contains("damaged at its head"), messages.warned.toString());
            assertEquals(2_000, TestStores.points(store));
        }
    }

    @Test
    void testFileDeletedWhileOpenIsNoticedAndRescued() throws IOException {
        try (SqliteStore store = open()) {
            TestStores.append(store, 0, 100);
            Files.delete(file());
            final StoreLostException refused =
                    assertThrows(StoreLostException.class, () -> TestStores.append(store, 100, 1));
            assertTrue(refused.getMessage().contains("was deleted while NiFi had it open"), refused.getMessage());
            assertEquals(100, TestStores.points(store), "what is open can be read");
            assertFalse(store.health().inPlace());
            store.keepHouse();
            store.keepHouse();
            assertEquals(1, messages.warned.size(), messages.warned.toString());
            assertTrue(messages.informed.toString().contains("saved as backup"), messages.informed.toString());
        }
        try (SqliteStore store = open()) {
            assertEquals(100, TestStores.points(store));
            assertTrue(store.health().restored().orElseThrow().reason().contains("is gone"));
        }
    }

    @Test
    void testFileReplacedWhileOpenIsNoticed() throws IOException {
        try (SqliteStore store = open()) {
            TestStores.append(store, 0, 100);
            final Path other = directory.resolve("other.db");
            Files.writeString(other, "theirs");
            Files.move(other, file(), StandardCopyOption.REPLACE_EXISTING);
            final StoreLostException refused =
                    assertThrows(StoreLostException.class, () -> TestStores.append(store, 100, 1));
            assertTrue(refused.getMessage().contains("replaced by another file"), refused.getMessage());
        }
    }

    @Test
    void testFileThatMayNoLongerBeWrittenSaysWhatToDoAndGoesOnWhenItMayAgain() throws IOException {
        try (SqliteDatabase database = SqliteDatabase.open(directory)) {
            final SqliteMonitoringRepository repository =
                    new SqliteMonitoringRepository(database, new RunTable("owner"), clock);
            repository.appendPoints(TestStores.SERIES, List.of(point(0)).iterator());
            database.outsideTransaction(connection -> Sql.update(connection, "PRAGMA query_only = ON"));
            final StoreReadOnlyException refused = assertThrows(
                    StoreReadOnlyException.class,
                    () -> repository.appendPoints(
                            TestStores.SERIES, List.of(point(1)).iterator()));
            assertTrue(refused.getMessage().contains("make it writable for the user"), refused.getMessage());
            assertEquals(1, repository.newestPoints(TestStores.SERIES, 10).size());
            database.outsideTransaction(connection -> Sql.update(connection, "PRAGMA query_only = OFF"));
            repository.appendPoints(TestStores.SERIES, List.of(point(1)).iterator());
            assertEquals(2, repository.newestPoints(TestStores.SERIES, 10).size());
        }
    }

    @Test
    void testFullDiskKeepsWhatIsStoredAndGoesOnWhenThereIsRoom() throws IOException {
        try (SqliteDatabase database = SqliteDatabase.open(directory)) {
            final SqliteMonitoringRepository repository =
                    new SqliteMonitoringRepository(database, new RunTable("owner"), clock);
            repository.appendPoints(TestStores.SERIES, List.of(point(0)).iterator());
            final long pages =
                    database.write(connection -> Sql.first(connection, "PRAGMA page_count", row -> row.getLong(1))
                            .orElseThrow());
            database.write(connection ->
                    Sql.list(connection, "PRAGMA max_page_count = " + (pages + 2), row -> row.getLong(1)));
            final StoreFullException full = assertThrows(
                    StoreFullException.class,
                    () -> repository.appendPoints(
                            TestStores.SERIES,
                            IntStream.range(1, 10_000)
                                    .mapToObj(StoreFaultsTest::point)
                                    .iterator()));
            assertTrue(full.getMessage().contains("full"), full.getMessage());
            assertEquals(1, repository.newestPoints(TestStores.SERIES, 10).size(), "nothing of it, and what was there");
            database.write(
                    connection -> Sql.list(connection, "PRAGMA max_page_count = 1000000", row -> row.getLong(1)));
            repository.appendPoints(TestStores.SERIES, List.of(point(1)).iterator());
            assertEquals(2, repository.newestPoints(TestStores.SERIES, 10).size());
        }
    }

    @Test
    void testNearlyFullDiskTakesNoNewDataAndEndsWhatRuns() throws IOException {
        final AtomicLong free = new AtomicLong(1_000);
        final DiskGuard guard = new DiskGuard(directory, 100, path -> free.get());
        final StoreFiles files = new StoreFiles(directory, directory.resolve("backups"));
        try (SqliteDatabase database = SqliteDatabase.open(files, Durability.FULL, guard, opened -> {})) {
            final SqliteMonitoringRepository repository =
                    new SqliteMonitoringRepository(database, new RunTable("owner"), clock);
            repository.appendPoints(TestStores.SERIES, List.of(point(0)).iterator());
            free.set(99);
            final StoreFullException refused = assertThrows(
                    StoreFullException.class,
                    () -> repository.appendPoints(
                            TestStores.SERIES, List.of(point(1)).iterator()));
            assertTrue(refused.getMessage().contains("must stay free"), refused.getMessage());
            new SqliteAlertRepository(database).markSent(Map.of("alert:active", "flowfile"), TestStores.NOW);
            assertEquals(1, repository.newestPoints(TestStores.SERIES, 10).size());
            free.set(100);
            repository.appendPoints(TestStores.SERIES, List.of(point(1)).iterator());
        }
    }

    @Test
    void testNearlyFullDiskRefusesKeysAndRunsOfTrainingAndStillFindsThem() throws IOException {
        final AtomicLong free = new AtomicLong(1_000);
        final DiskGuard guard = new DiskGuard(directory, 100, path -> free.get());
        final StoreFiles files = new StoreFiles(directory, directory.resolve("backups"));
        try (SqliteDatabase database = SqliteDatabase.open(files, Durability.FULL, guard, opened -> {})) {
            final CacheTable cache = new CacheTable(database, clock);
            final SqliteTrainingRepository training = new SqliteTrainingRepository(database);
            cache.put(KEY, KEY);
            free.set(99);
            assertThrows(StoreFullException.class, () -> cache.put(new byte[] {9}, KEY));
            assertThrows(StoreFullException.class, () -> cache.putIfAbsent(new byte[] {9}, KEY));
            assertThrows(StoreFullException.class, () -> cache.replace(KEY, KEY, Optional.of(1L)));
            assertThrows(StoreFullException.class, () -> training.saveRun(trainingRun()));
            assertTrue(cache.putIfAbsent(KEY, new byte[] {9}).isPresent(), "what is known is said to be");
            assertEquals(1, cache.keys().size());
            free.set(100);
            training.saveRun(trainingRun());
            assertEquals(trainingRun(), training.findRun("key").orElseThrow());
            assertTrue(cache.putIfAbsent(new byte[] {9}, KEY).isEmpty());
        }
    }

    private static TrainingRun trainingRun() {
        return new TrainingRun("key", "clinic", "abc", 120, 7, TestStores.NOW, "{}");
    }

    /** Even root may not make a folder there. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void testFolderThatCannotBeWrittenToIsRefused() {
        final IOException refused =
                assertThrows(IOException.class, () -> SqliteStore.open(Path.of("/proc/self/mimir"), clock));
        assertTrue(refused.toString().contains("/proc/self/mimir"), refused.toString());
    }

    @Test
    void testStoreOfANewerVersionIsRefusedAndLeftAsItIs() throws Exception {
        fill();
        try (Connection connection = new JDBC().connect("jdbc:sqlite:" + file(), new Properties())) {
            Sql.update(connection, "PRAGMA user_version = 999");
        }
        assertRefusedAndLeftAsItIs("written by a newer nifi-mimir");
    }

    @Test
    void testDatabaseOfAnotherApplicationIsRefusedAndLeftAsItIs() throws Exception {
        try (Connection connection = new JDBC().connect("jdbc:sqlite:" + file(), new Properties())) {
            Sql.update(connection, "CREATE TABLE theirs (a INTEGER)");
        }
        assertRefusedAndLeftAsItIs("another application");
    }

    private void assertRefusedAndLeftAsItIs(final String reason) throws IOException {
        final byte[] content = Files.readAllBytes(file());
        final IOException refused = assertThrows(IOException.class, this::open);
        assertTrue(refused.getMessage().contains(reason), refused.getMessage());
        assertArrayEquals(content, Files.readAllBytes(file()));
    }

    private void assertHealed(final String reason) throws IOException {
        try (SqliteStore store = open()) {
            assertEquals(POINTS, TestStores.points(store));
            final Restoration restored = store.health().restored().orElseThrow();
            assertTrue(restored.reason().contains(reason), restored.reason());
            assertEquals("ok", string(store, "PRAGMA integrity_check"));
            TestStores.append(store, POINTS, 1);
        }
    }

    private void fill() throws IOException {
        try (SqliteStore store = open()) {
            TestStores.append(store, 0, POINTS);
        }
    }

    private SqliteStore open() throws IOException {
        return SqliteStore.open(StoreSettings.of(directory).withMinimumFreeBytes(0), clock, messages);
    }

    private SqliteStore openCopy(final Path copy) throws IOException {
        return SqliteStore.open(StoreSettings.of(copy).withMinimumFreeBytes(0), clock, messages);
    }

    private void deleteNewestBackup() throws IOException {
        final Backups backups = new Backups(directory.resolve("backups"), 7);
        Files.delete(backups.file(backups.list().getFirst()));
    }

    private static SeriesPoint point(final int number) {
        return new SeriesPoint(TestStores.NOW.plusSeconds(60L * number), number);
    }

    private static Path log(final Path directory) {
        return directory.resolve("mimir.db-wal");
    }

    private static byte byteAt(final Path file, final long offset) throws IOException {
        return Files.readAllBytes(file)[(int) offset];
    }

    private static long count(final SqliteStore store, final String sql) {
        return Long.parseLong(string(store, sql));
    }

    private static String string(final SqliteStore store, final String sql) {
        try (Connection connection = store.connection(false)) {
            return Sql.first(connection, sql, row -> row.getString(1)).orElseThrow();
        } catch (final SQLException e) {
            throw new AssertionError(sql, e);
        }
    }
}
