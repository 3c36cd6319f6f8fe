/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.dataset.Sha256;
import io.nifimimir.store.StoreInspection.Finding;
import io.nifimimir.store.StoreInspection.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class StoreInspectionTest {
    @TempDir
    private Path directory;

    @Test
    void testStoreThatIsNotMadeYetIsNotMade() throws IOException {
        final Path missing = directory.resolve("not/yet");
        final List<Finding> findings = StoreInspection.of(settings(missing), false);
        assertEquals(
                List.of(Result.PASSED, Result.PASSED, Result.SKIPPED, Result.SKIPPED, Result.SKIPPED, Result.SKIPPED),
                results(findings));
        assertTrue(findings.getFirst().explanation().contains("will be made"), findings.toString());
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void testStoreInUseIsLookedOverAndGoesOn() throws IOException {
        try (SqliteStore store = SqliteStore.open(directory, new TestStores.SetClock())) {
            TestStores.append(store, 0, 10);
            store.backUp();
            final List<Finding> findings = StoreInspection.of(settings(directory), true);
            assertTrue(results(findings).stream().allMatch(Result.PASSED::equals), findings.toString());
            assertTrue(findings.get(1).explanation().contains("on the disk in"), findings.toString());
            assertTrue(findings.get(2).explanation().contains("journal mode wal"), findings.toString());
            TestStores.append(store, 10, 10);
            assertEquals(20, TestStores.points(store));
        }
    }

    @Test
    void testStoreThatAnotherHasOpenIsRefused() throws IOException {
        try (SqliteStore store = SqliteStore.open(directory, new TestStores.SetClock())) {
            final List<Finding> findings = StoreInspection.of(settings(directory), false);
            assertEquals(Result.FAILED, findings.getFirst().result());
            assertTrue(
                    findings.getFirst().explanation().contains("another service uses the same directory"),
                    findings.toString());
            TestStores.append(store, 0, 1);
        }
        assertTrue(
                results(StoreInspection.of(settings(directory), false)).stream().noneMatch(Result.FAILED::equals));
    }

    @Test
    void testDamageIsFoundAndLeft() throws IOException {
        try (SqliteStore store = SqliteStore.open(directory, new TestStores.SetClock())) {
            TestStores.append(store, 0, 20_000);
        }
        final Path file = directory.resolve("mimir.db");
        TestStores.overwrite(file, Files.size(file) / 2 / 4096 * 4096, TestStores.noise(4096));
        final String before = Sha256.hex(file);
        final List<Finding> findings = StoreInspection.of(settings(directory), false);
        assertEquals(Result.FAILED, findings.get(3).result());
        assertTrue(findings.get(3).explanation().contains("is damaged"), findings.toString());
        assertEquals(before, Sha256.hex(file));
    }

    @Test
    void testChangedAuditAndBadBackupAreFound() throws IOException {
        try (SqliteStore store = SqliteStore.open(directory, new TestStores.SetClock());
                Connection connection = store.connection(true)) {
            final Backup backup = store.backUp();
            TestStores.overwrite(directory.resolve("backups").resolve(backup.name()), 5_000, TestStores.noise(8));
            Sql.update(connection, """
                    INSERT INTO audit_log (sequence, at, actor, action, subject_type, subject_id, detail, previous_hash, hash)
                    VALUES (2, 0, 'me', 'rule_saved', 'monitoring_rule', 'x', '{}', '%s', '%s')""".formatted(AuditHash.NONE, "f".repeat(64)));
            final List<Finding> findings = StoreInspection.of(settings(directory), true);
            assertEquals(List.of(Result.FAILED, Result.FAILED), results(findings.subList(4, 6)));
            assertTrue(findings.get(4).explanation().contains("First broken entry is 2"), findings.toString());
            assertTrue(findings.get(5).explanation().contains(backup.name()), findings.toString());
        } catch (final SQLException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nfs", "nfs4", "cifs", "smb3", "9p", "virtiofs", "fuse.sshfs", "fuse.rclone", "fuse"})
    void testSharedFileSystems(final String type) {
        assertTrue(new FileSystemType(type).shared());
        assertTrue(new FileSystemType(type).warning(directory).contains(type));
    }

    @Test
    void testSharedFileSystemIsRefusedOrWarnedOf() throws IOException {
        final FileSystemType nfs = new FileSystemType("nfs4");
        final TestStores.Messages messages = new TestStores.Messages();
        final IOException refused = assertThrows(
                IOException.class, () -> SqliteStore.requireLocal(directory, nfs, NetworkPolicy.REFUSE, messages));
        assertEquals(nfs.warning(directory), refused.getMessage());
        SqliteStore.requireLocal(directory, nfs, NetworkPolicy.WARN, messages);
        assertEquals(List.of(nfs.warning(directory)), messages.warned);
        SqliteStore.requireLocal(directory, new FileSystemType("ext4"), NetworkPolicy.REFUSE, messages);
        assertEquals(1, messages.warned.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs", "btrfs", "tmpfs", "overlay", "apfs", "ntfs", "fuseblk", "zfs", "f2fs"})
    void testLocalFileSystems(final String type) {
        assertFalse(new FileSystemType(type).shared());
    }

    private static StoreSettings settings(final Path directory) {
        return StoreSettings.of(directory).withMinimumFreeBytes(0);
    }

    private static List<Result> results(final List<Finding> findings) {
        return findings.stream().map(Finding::result).toList();
    }
}
