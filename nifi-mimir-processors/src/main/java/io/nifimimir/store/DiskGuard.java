/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** Keeps the last of the disk free, so that what is under way can end: new data is refused while there is room for the end of it. */
final class DiskGuard {
    private static final double MEGABYTE = 1 << 20;

    private final Path directory;

    private final long minimumFreeBytes;

    private final ToLongFunction<Path> freeSpace;

    DiskGuard(final Path directory, final long minimumFreeBytes) {
        this(directory, minimumFreeBytes, DiskGuard::usableSpace);
    }

    DiskGuard(final Path directory, final long minimumFreeBytes, final ToLongFunction<Path> freeSpace) {
        this.directory = directory;
        this.minimumFreeBytes = minimumFreeBytes;
        this.freeSpace = freeSpace;
    }

    long freeBytes() {
        return freeSpace.applyAsLong(directory);
    }

    boolean hasRoom() {
        return freeBytes() >= minimumFreeBytes;
    }

    /** @throws StoreFullException where less is free than is to stay free */
    void requireRoom() {
        requireRoomFor(0);
    }

    /** @throws StoreFullException where less would be free afterwards than is to stay free */
    void requireRoomFor(final long bytes) {
        final long free = freeBytes();
        if (free - bytes < minimumFreeBytes) {
            throw new StoreFullException(
                    String.format(
                            Locale.ROOT,
                            "No room in %s: %.1f MB are free, %.1f MB were to be written, and %.1f MB must stay free. New data is taken again as soon as there is room.",
                            directory,
                            free / MEGABYTE,
                            bytes / MEGABYTE,
                            minimumFreeBytes / MEGABYTE),
                    null);
        }
    }

    static long usableSpace(final Path directory) {
        try {
            return Files.getFileStore(directory).getUsableSpace();
        } catch (final IOException e) {
            throw new UncheckedIOException("Free space of %s cannot be read".formatted(directory), e);
        }
    }
}
