/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The sole ownership of a store directory, until it is closed or the process ends. Two programs that write to one SQLite file through
 * two copies of the library can destroy it: POSIX locks do not hold within a process.
 */
final class StoreLock implements Closeable {
    static final String FILE_NAME = "mimir.lock";

    /** NiFi loads each NAR by a class loader of its own; the system properties are one place that all of them share. */
    private static final String PROPERTY_PREFIX = "io.nifimimir.store.owned:";

    private final String property;

    private final FileChannel channel;

    private StoreLock(final String property, final FileChannel channel) {
        this.property = property;
        this.channel = channel;
    }

    /** @param directory as a real path */
    static StoreLock acquire(final Path directory) throws IOException {
        final String property = PROPERTY_PREFIX + directory;
        // First this, since closing a second channel on the file would release the first one's lock
        if (System.getProperties().putIfAbsent(property, "open") != null) {
            throw new IOException(
                    "The store in %s is open already in this NiFi: another service uses the same directory"
                            .formatted(directory));
        }
        boolean acquired = false;
        try {
            final FileChannel channel =
                    FileChannel.open(directory.resolve(FILE_NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                final FileLock lock = channel.tryLock();
                if (lock == null) {
                    throw new IOException(
                            "The store in %s is open in another process: two NiFi may not share one store directory"
                                    .formatted(directory));
                }
                acquired = true;
                return new StoreLock(property, channel);
            } finally {
                if (!acquired) {
                    channel.close();
                }
            }
        } finally {
            if (!acquired) {
                System.getProperties().remove(property);
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            System.getProperties().remove(property);
        }
    }
}
