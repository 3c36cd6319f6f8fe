/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/**
 * The file system of a directory, as {@link java.nio.file.FileStore#type} names it.
 *
 * <p>On what several machines share, a lock or a sync may not mean what SQLite takes it for
 * (https://www.sqlite.org/howtocorrupt.html, 2.1), and WAL mode needs shared memory, which does not cross machines.
 */
record FileSystemType(String name) {
    private static final Set<String> SHARED = Set.of(
            "9p",
            "afs",
            "beegfs",
            "ceph",
            "cifs",
            "drvfs",
            "gfs2",
            "glusterfs",
            "gpfs",
            "lustre",
            "ncpfs",
            "ocfs2",
            "prl_fs",
            "smb",
            "smb2",
            "smb3",
            "smbfs",
            "vboxsf",
            "virtiofs",
            "vmhgfs",
            "webdav");

    /** Local file systems that are served by a program of the user; all others of that kind are taken for shared ones. */
    private static final Set<String> LOCAL_FUSE =
            Set.of("fuseblk", "fuse.ntfs", "fuse.exfat", "fuse.mergerfs", "fuse.gocryptfs");

    static FileSystemType of(final Path directory) throws IOException {
        return new FileSystemType(Files.getFileStore(directory).type().toLowerCase(Locale.ROOT));
    }

    boolean shared() {
        return SHARED.contains(name) || name.startsWith("nfs") || name.startsWith("fuse") && !LOCAL_FUSE.contains(name);
    }

    /** What is wrong with it, for a person. */
    String warning(final Path directory) {
        return "%s is on a network or shared file system (%s), which cannot keep the promise that what is written stays written. Use a disk of this machine."
                .formatted(directory, name);
    }
}
