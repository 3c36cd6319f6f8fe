/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * Where the files of a store are, and how they come to stay on the disk: for their owner alone, synced, and with their names synced too.
 *
 * @param directory of the database
 * @param backups of its backups
 */
record StoreFiles(Path directory, Path backups) {
    static final String DATABASE = "mimir.db";

    private static final String RESTORATION = "mimir.restored.json";

    /** What SQLite keeps beside a database: its log, and the log's index. */
    private static final List<String> COMPANIONS = List.of("-wal", "-shm");

    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    Path database() {
        return directory.resolve(DATABASE);
    }

    /** What was restored last. */
    Path restoration() {
        return directory.resolve(RESTORATION);
    }

    void createDirectories() throws IOException {
        Files.createDirectories(directory, ownerOnly("rwx------"));
        Files.createDirectories(backups, ownerOnly("rwx------"));
        requireWritable(directory);
        requireWritable(backups);
    }

    /** Linux makes a file system read-only when its disk fails, so the reason is said rather than which file it met first. */
    private static void requireWritable(final Path folder) throws IOException {
        if (Files.getFileStore(folder).isReadOnly()) {
            throw new IOException(
                    "The file system of %s is read-only. Choose a folder that can be written to; where this one could be before, its disk may be failing: see the system's log."
                            .formatted(folder));
        }
    }

    /** Made before SQLite opens it: the log and its index take over the permissions of the database file. */
    static void createForOwner(final Path file) throws IOException {
        try {
            Files.createFile(file, ownerOnly("rw-------"));
            syncDirectory(file.getParent());
        } catch (final FileAlreadyExistsException e) {
            restrict(file);
        }
    }

    static void restrict(final Path file) throws IOException {
        if (POSIX) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
    }

    /** Writes a small file, whole or not at all. */
    static void writeAtomically(final Path file, final byte[] content) throws IOException {
        final Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(part);
        createForOwner(part);
        Files.write(part, content);
        sync(part);
        rename(part, file);
    }

    /** The new name is on the disk when this returns. */
    static void rename(final Path from, final Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        syncDirectory(to.getParent());
    }

    /** Gives a database another name, and its log with it; nothing that has that name already is lost. */
    static void renameDatabase(final Path from, final Path to) throws IOException {
        if (Files.exists(to)) {
            throw new FileAlreadyExistsException(to.toString());
        }
        // The log first: without its database it is nothing, while a database without its log looks whole
        for (final String companion : COMPANIONS) {
            final Path beside = from.resolveSibling(from.getFileName() + companion);
            if (Files.exists(beside)) {
                Files.move(beside, to.resolveSibling(to.getFileName() + companion), StandardCopyOption.ATOMIC_MOVE);
            }
        }
        if (Files.exists(from)) {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        }
        syncDirectory(to.getParent());
    }

    static void sync(final Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** The name of a new file is on the disk only when its directory is. */
    static void syncDirectory(final Path directory) throws IOException {
        if (POSIX) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
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
}
