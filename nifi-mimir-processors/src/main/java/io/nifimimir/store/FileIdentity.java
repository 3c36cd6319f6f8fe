/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/** Which file a name led to: SQLite goes on with a deleted file as if nothing had happened, and all of it is gone at the end. */
record FileIdentity(Path file, Object key) {

    /** Where the file system has no keys, only a missing file is noticed. */
    static FileIdentity of(final Path file) throws IOException {
        return new FileIdentity(file, key(file));
    }

    /** @throws StoreLostException where the name leads to another file, or to none */
    void requireInPlace() throws IOException {
        try {
            if (!Objects.equals(key, key(file))) {
                throw new StoreLostException(lost("replaced by another file"));
            }
        } catch (final NoSuchFileException e) {
            throw new StoreLostException(lost("deleted"));
        }
    }

    private String lost(final String how) {
        return "%s was %s while NiFi had it open. Nothing more is written to it. Its content is saved as a backup; disable and enable the store to go on with that."
                .formatted(file, how);
    }

    private static Object key(final Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }
}
