/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.dataset.Sha256;
import io.nifimimir.store.TestStores.Messages;
import io.nifimimir.store.TestStores.SetClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class BackupsTest {
    private final SetClock clock = new SetClock();

    private final Messages messages = new Messages();

    @TempDir
    private Path directory;

    private StoreSettings settings() {
        return StoreSettings.of(directory).withMinimumFreeBytes(0);
    }

    @Test
    void testBackupSaysWhatItHolds() throws IOException {
        try (SqliteStore store = open(settings())) {
            TestStores.append(store, 0, 100);
            final Backup backup = store.backUp();
            assertEquals("mimir_20240414_060000.db", backup.name());
            assertEquals(1, backup.number());
            assertEquals(100L, backup.rows().get("time_series_data"));
            assertEquals(Migrations.STEPS.size(), backup.schemaVersion());
            final Path file = directory.resolve("backups").resolve(backup.name());
            assertEquals(Sha256.hex(file), backup.sha256());
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            assertEquals(Optional.of(backup), store.health().lastBackup());
        }
    }

    @Test
    void testTwoInOneSecondDoNotMeet() throws IOException {
        try (SqliteStore store = open(settings())) {
            assertEquals("mimir_20240414_060000.db", store.backUp().name());
            assertEquals("mimir_20240414_060001.db", store.backUp().name());
            assertEquals(List.of(2L, 1L), numbers());
        }
    }

    @Test
    void testOldestGoodOnesGoAndBadOnesAreMarked() throws IOException {
        try (SqliteStore store = open(settings())) {
            for (int day = 0; day < 9; day++) {
                store.backUp();
                clock.advance(Duration.ofDays(1));
            }
            assertEquals(List.of(9L, 8L, 7L, 6L, 5L, 4L, 3L), numbers());

            final Path eighth = directory.resolve("backups/mimir_20240421_060000.db");
            TestStores.overwrite(eighth, 5_000, TestStores.noise(1));
            store.backUp();
            assertEquals(List.of(10L, 9L, 7L, 6L, 5L, 4L, 3L), numbers(), "a bad one does not push out a good one");
            assertTrue(Files.exists(eighth.resolveSibling("mimir_20240421_060000.db.bad")));
            assertTrue(
                    messages.warned.getFirst().contains("mimir_20240421_060000.db has SHA-256"),
                    messages.warned.toString());
            assertTrue(store.health().backupFault().isPresent());
            store.backUp();
            assertEquals(Optional.empty(), store.health().backupFault());
        }
    }

    @Test
    void testDueTimeHoldsOverRestarts() throws IOException {
        try (SqliteStore store = open(settings())) {
            store.keepHouse();
            assertEquals(1, numbers().size(), "there was none");
            store.keepHouse();
            assertEquals(1, numbers().size());
        }
        clock.advance(Duration.ofHours(23));
        try (SqliteStore store = open(settings())) {
            store.keepHouse();
            final int beforeItIsDue = numbers().size();
            clock.advance(Duration.ofHours(25));
            store.keepHouse();
            assertEquals(beforeItIsDue + 1, numbers().size());
        }
    }

    @Test
    void testBackupFromTheFutureDoesNotKeepOthersFromBeingTaken() throws IOException {
        try (SqliteStore store = open(settings())) {
            clock.advance(Duration.ofDays(365));
            store.backUp();
            clock.advance(Duration.ofDays(-365));
            store.keepHouse();
            assertEquals(List.of(2L, 1L), numbers());
            assertEquals(
                    "mimir_20240414_060000.db",
                    store.health().lastBackup().orElseThrow().name());
        }
    }

    @Test
    void testCleanStopTakesOneWhereSomethingWasChanged() throws IOException {
        try (SqliteStore store = open(settings())) {
            TestStores.append(store, 0, 1);
        }
        assertEquals(List.of(1L), numbers());
        assertFalse(Files.exists(directory.resolve("mimir.db-wal")));
        clock.advance(Duration.ofHours(1));
        try (SqliteStore store = open(settings())) {
            assertEquals(1, TestStores.points(store));
            assertEquals(Optional.of(TestStores.NOW), store.health().lastCleanStop());
            assertFalse(store.health().cutOff());
        }
        assertEquals(List.of(1L), numbers());
        assertEquals(List.of(), messages.warned);
    }

    /** By its size: a store so large that a stop has no time for a copy of it. */
    @Test
    void testBackupThatDoesNotFitIntoTheStopIsLeftToTheSchedule() throws IOException {
        final StoreSettings hurried = settings().withStopLimit(Duration.ofMillis(50));
        try (SqliteStore store = open(hurried)) {
            TestStores.append(store, 0, 100_000);
        }
        assertEquals(List.of(), numbers());
        assertTrue(messages.informed.getFirst().startsWith("No backup on the stop: "), messages.informed.toString());
        assertEquals(List.of(), messages.warned);
        clock.advance(Duration.ofHours(1));
        try (SqliteStore store = open(hurried)) {
            assertEquals(Optional.of(TestStores.NOW), store.health().lastCleanStop());
            assertEquals(100_000, TestStores.points(store));
            store.keepHouse();
            assertEquals(List.of(1L), numbers(), "taken as soon as there is time");
        }
    }

    @Test
    void testBackupThatThereIsNoTimeForIsGivenUpAndLeavesNothingBehind() throws Exception {
        try (SqliteStore store = open(settings())) {
            TestStores.append(store, 0, 100_000);
        }
        final Backups backups = new Backups(directory.resolve("others"), 7);
        Files.createDirectories(directory.resolve("others"));
        try (Connection connection = new SqliteConnector(directory.resolve("mimir.db"), Durability.FULL).connect()) {
            final IOException givenUp =
                    assertThrows(IOException.class, () -> backups.take(connection, TestStores.NOW, Duration.ZERO));
            assertTrue(givenUp.getMessage().contains("was given up"), givenUp.getMessage());
        }
        try (Stream<Path> left = Files.list(directory.resolve("others"))) {
            assertEquals(0, left.count());
        }
    }

    /** A stop looks at none of the kept ones, so the next start does. */
    @Test
    void testOnesThatWentBadAreMarkedOnTheNextStart() throws IOException {
        try (SqliteStore store = open(settings())) {
            TestStores.append(store, 0, 100);
        }
        TestStores.overwrite(directory.resolve("backups/mimir_20240414_060000.db"), 5_000, TestStores.noise(1));
        try (SqliteStore store = open(settings())) {
            store.keepHouse();
            assertTrue(
                    messages.warned.getFirst().contains("mimir_20240414_060000.db has SHA-256"),
                    messages.warned.toString());
        }
    }

    /** The session itself has changed nothing, but the one before it was cut off. */
    @Test
    void testCleanStopBehindAPowerCutTakesOne() throws IOException {
        final Path copy = directory.resolve("copy");
        Files.createDirectories(copy);
        try (SqliteStore store = open(settings())) {
            store.backUp();
            TestStores.append(store, 0, 100);
            for (final String name : List.of("mimir.db", "mimir.db-wal")) {
                Files.copy(directory.resolve(name), copy.resolve(name));
            }
        }
        final StoreSettings afterwards = StoreSettings.of(copy).withMinimumFreeBytes(0);
        try (SqliteStore store = open(afterwards)) {
            assertTrue(store.health().cutOff());
            store.backUp();
        }
        assertEquals(2, new Backups(copy.resolve("backups"), 7).list().size());
    }

    @Test
    void testNoRoomForABackupIsSaidAndTriedAgainLater() throws IOException {
        try (SqliteStore store = open(settings().withMinimumFreeBytes(Long.MAX_VALUE / 2))) {
            store.keepHouse();
            store.keepHouse();
            assertEquals(List.of(), numbers());
            assertEquals(2, messages.warned.size(), messages.warned.toString());
            assertTrue(messages.warned.getFirst().contains("nearly full"), messages.warned.toString());
            assertTrue(store.health().backupFault().orElseThrow().contains("No room"), messages.warned.toString());
            assertFalse(store.health().takesNewData());
        }
    }

    @Test
    void testBackupThatIsAskedForIsPutInPlaceOnce() throws IOException {
        final Backup wanted;
        try (SqliteStore store = open(settings())) {
            TestStores.append(store, 0, 100);
            wanted = store.backUp();
            clock.advance(Duration.ofHours(1));
            TestStores.append(store, 100, 50);
        }
        clock.advance(Duration.ofHours(1));
        final StoreSettings restoring = settings().withRestoreBackup(wanted.name());
        try (SqliteStore store = open(restoring)) {
            assertEquals(100, TestStores.points(store));
            assertEquals(wanted.rows().get("time_series_data"), 100L);
            assertTrue(store.verifyAudit().intact(), store.verifyAudit().finding());
            assertEquals(
                    "mimir.db.replaced-20240414_080000",
                    store.health().restored().orElseThrow().keptAside());
            TestStores.append(store, 200, 1);
        }
        try (SqliteStore store = open(restoring)) {
            assertEquals(101, TestStores.points(store), "not a second time");
        }
        final Path keptAside = directory.resolve("mimir.db.replaced-20240414_080000");
        try (Connection connection = SqliteConnector.readOnly(keptAside)) {
            assertEquals(
                    150,
                    Sql.first(connection, "SELECT count(*) FROM time_series_data", row -> row.getInt(1))
                            .orElseThrow());
        } catch (final SQLException e) {
            throw new AssertionError(e);
        }
        open(settings()).close();
        try (SqliteStore store = open(restoring)) {
            assertEquals(100, TestStores.points(store), "taken away and set again, it is meant again");
        }
    }

    @Test
    void testBackupThatIsNotThereOrBadIsNotPutInPlace() throws IOException {
        final Backup backup;
        try (SqliteStore store = open(settings())) {
            TestStores.append(store, 0, 100);
            backup = store.backUp();
        }
        final IOException missing =
                assertThrows(IOException.class, () -> open(settings().withRestoreBackup("mimir_1.db")));
        assertTrue(missing.getMessage().contains("no backup mimir_1.db"), missing.getMessage());
        TestStores.overwrite(directory.resolve("backups").resolve(backup.name()), 5_000, TestStores.noise(8));
        final IOException bad =
                assertThrows(IOException.class, () -> open(settings().withRestoreBackup(backup.name())));
        assertTrue(bad.getMessage().contains("expected " + backup.sha256()), bad.getMessage());
        try (SqliteStore store = open(settings())) {
            assertEquals(100, TestStores.points(store));
        }
    }

    /** Between the two names of a restoration. */
    @Test
    void testPowerCutAmidARestorationIsFinished() throws IOException {
        try (SqliteStore store = open(settings())) {
            TestStores.append(store, 0, 100);
        }
        Files.move(directory.resolve("mimir.db"), directory.resolve("mimir.db.restoring"));
        try (SqliteStore store = open(settings())) {
            assertEquals(100, TestStores.points(store));
        }
        Files.writeString(directory.resolve("mimir.db.restoring"), "half of a copy");
        try (SqliteStore store = open(settings())) {
            assertEquals(100, TestStores.points(store));
        }
        try (Stream<Path> files = Files.list(directory)) {
            assertTrue(files.noneMatch(file -> file.toString().endsWith(".restoring")));
        }
    }

    private List<Long> numbers() throws IOException {
        return new Backups(directory.resolve("backups"), 7)
                .list().stream().map(Backup::number).toList();
    }

    private SqliteStore open(final StoreSettings settings) throws IOException {
        return SqliteStore.open(settings, clock, messages);
    }
}
