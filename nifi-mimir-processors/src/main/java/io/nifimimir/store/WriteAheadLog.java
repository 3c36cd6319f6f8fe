/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Looks for damage in SQLite's log before it is opened, since SQLite itself takes what is behind a damaged frame for the rubbish of an
 * earlier round and says nothing. What tells the two apart is the salt: frames of this round have the one of the header. A log that is cut
 * off exactly behind a frame looks like one that was never longer, and no look at it can tell
 * (https://www.sqlite.org/fileformat2.html#walformat).
 */
final class WriteAheadLog {
    private static final String LOST = """
            The log %s is damaged at frame %d of %d: transactions that were committed from there on are lost, at least %d. \
            Of these the last may have been cut off before anything was acknowledged.""";

    private static final int HEADER_BYTES = 32;

    private static final int FRAME_HEADER_BYTES = 24;

    private static final int MAGIC = 0x377F0682;

    private static final int LARGEST_PAGE = 1 << 16;

    private final Path file;

    private final ByteOrder order;

    private final int pageBytes;

    private final long salt;

    /** Of the running checksum, two words of 32 bits. */
    private int first;

    private int second;

    private WriteAheadLog(final Path file, final ByteBuffer header) {
        this.file = file;
        this.order = (header.getInt(0) & 1) == 1 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        this.pageBytes = header.getInt(8);
        this.salt = header.getLong(16);
        add(header, 0, HEADER_BYTES - 8);
    }

    /** The log of a database. */
    static Path of(final Path database) {
        return database.resolveSibling(database.getFileName() + "-wal");
    }

    /** What was committed and cannot be read any more; empty where there is no sign of any. */
    static Optional<String> damage(final Path log) throws IOException {
        if (Files.notExists(log) || Files.size(log) < HEADER_BYTES + FRAME_HEADER_BYTES) {
            return Optional.empty();
        }
        try (DataInputStream input = new DataInputStream(new BufferedInputStream(Files.newInputStream(log), 1 << 16))) {
            final ByteBuffer header = ByteBuffer.wrap(input.readNBytes(HEADER_BYTES));
            final int pageBytes = header.getInt(8);
            final boolean known = (header.getInt(0) & ~1) == MAGIC
                    && pageBytes > 0
                    && pageBytes <= LARGEST_PAGE
                    && Integer.bitCount(pageBytes) == 1;
            if (known) {
                final WriteAheadLog opened = new WriteAheadLog(log, header);
                if (opened.fits(header, HEADER_BYTES - 8)) {
                    return opened.damageOfFrames(input);
                }
            }
            return Optional.of("The log %s is damaged at its head: what was committed to it is lost".formatted(log));
        }
    }

    private Optional<String> damageOfFrames(final DataInputStream input) throws IOException {
        final byte[] bytes = new byte[FRAME_HEADER_BYTES + pageBytes];
        final ByteBuffer frame = ByteBuffer.wrap(bytes);
        long number = 0;
        long broken = 0;
        long commits = 0;
        while (read(input, bytes)) {
            number++;
            if (broken == 0) {
                add(frame, 0, 8);
                add(frame, FRAME_HEADER_BYTES, pageBytes);
                broken = frame.getLong(8) == salt && fits(frame, 16) ? 0 : number;
            }
            // Only a frame that ends a transaction holds the size of the database
            if (broken > 0 && frame.getLong(8) == salt && frame.getInt(4) != 0) {
                commits++;
            }
        }
        return commits == 0 ? Optional.empty() : Optional.of(LOST.formatted(file, broken, number, commits));
    }

    private static boolean read(final DataInputStream input, final byte[] bytes) throws IOException {
        try {
            input.readFully(bytes);
            return true;
        } catch (final EOFException e) {
            return false;
        }
    }

    private boolean fits(final ByteBuffer buffer, final int offset) {
        return buffer.getInt(offset) == first && buffer.getInt(offset + 4) == second;
    }

    private void add(final ByteBuffer buffer, final int offset, final int length) {
        final ByteBuffer words = buffer.duplicate().order(order);
        for (int index = offset; index < offset + length; index += 8) {
            first += words.getInt(index) + second;
            second += words.getInt(index + 4) + first;
        }
    }
}
