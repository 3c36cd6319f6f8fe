/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.store.TestStores.Messages;
import io.nifimimir.store.TestStores.SetClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** A store on a file system of its own, which is really full or really read-only. It takes the right to mount one. */
@EnabledOnOs(OS.LINUX)
class MountedFaultsTest {
    private static final int MEGABYTE = 1 << 20;

    private final SetClock clock = new SetClock();

    private final Messages messages = new Messages();

    @TempDir
    private Path directory;

    private Path mount;

    @BeforeEach
    void mount() throws Exception {
        final Path made = Files.createDirectory(directory.resolve("mount"));
        final boolean permitted = succeeds("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", made.toString());
        assumeTrue(permitted, "no file system may be mounted here");
        mount = made;
    }

    @AfterEach
    void unmount() throws Exception {
        if (mount != null) {
            assertTrue(succeeds("umount", mount.toString()));
        }
    }

    @Test
    void testFullDiskRollsBackAndTheStoreGoesOnWhenThereIsRoom() throws IOException {
        final Path filler = mount.resolve("filler");
        Files.write(filler, new byte[12 * MEGABYTE]);
        try (SqliteStore store = open(0)) {
            int stored = 0;
            StoreFullException full = null;
            while (full == null) {
                final int from = stored;
                try {
                    TestStores.append(store, from, 5_000);
                    stored += 5_000;
                } catch (final StoreFullException e) {
                    full = e;
                }
            }
            assertTrue(full.getMessage().contains("full"), full.getMessage());
            assertEquals(stored, TestStores.points(store), "all that was acknowledged, and nothing else");
            final int before = stored;
            assertThrows(StoreFullException.class, () -> TestStores.append(store, before, 5_000), "and so again");
            Files.delete(filler);
            TestStores.append(store, before, 5_000);
            assertEquals(before + 5_000, TestStores.points(store));
            assertTrue(store.verifyAudit().intact(), store.verifyAudit().finding());
        }
        try (SqliteStore store = open(0)) {
            assertEquals(List.of(), messages.warned);
            assertEquals("ok", integrity(store));
        }
    }

    @Test
    void testDiskThatIsNearlyFullTakesNoNewDataUntilThereIsRoom() throws IOException {
        final Path filler = mount.resolve("filler");
        try (SqliteStore store = open(8 * MEGABYTE)) {
            TestStores.append(store, 0, 100);
            Files.write(filler, new byte[10 * MEGABYTE]);
            assertThrows(StoreFullException.class, store::requireRoom);
            assertThrows(StoreFullException.class, () -> TestStores.append(store, 100, 1));
            Files.delete(filler);
            store.requireRoom();
            TestStores.append(store, 100, 1);
            assertEquals(101, TestStores.points(store));
        }
    }

    @Test
    void testReadOnlyFileSystemIsNamedAndTheStoreOpensAfterwards() throws Exception {
        try (SqliteStore store = open(0)) {
            TestStores.append(store, 0, 100);
        }
        assertTrue(succeeds("mount", "-o", "remount,ro", mount.toString()));
        final IOException refused = assertThrows(IOException.class, () -> open(0));
        assertTrue(refused.getMessage().contains("is read-only"), refused.getMessage());
        assertTrue(refused.getMessage().contains(mount.toString()), refused.getMessage());
        assertTrue(succeeds("mount", "-o", "remount,rw", mount.toString()));
        try (SqliteStore store = open(0)) {
            assertEquals(100, TestStores.points(store));
        }
    }

    private SqliteStore open(final long minimumFreeBytes) throws IOException {
        return SqliteStore.open(
                StoreSettings.of(mount.resolve("store")).withMinimumFreeBytes(minimumFreeBytes), clock, messages);
    }

    private static String integrity(final SqliteStore store) {
        try (Connection connection = store.connection(false)) {
            return Sql.first(connection, "PRAGMA integrity_check", row -> row.getString(1))
                    .orElseThrow();
        } catch (final SQLException e) {
            throw new AssertionError("integrity_check", e);
        }
    }

    private static boolean succeeds(final String... command) throws IOException, InterruptedException {
        final Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor() == 0;
    }
}
