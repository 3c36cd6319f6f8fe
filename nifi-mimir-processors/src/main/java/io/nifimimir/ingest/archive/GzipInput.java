/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.archive;

import io.nifimimir.ingest.IngestException;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Unpacks the members of a gzip file (RFC 1952), one after the other. That of the JDK takes the number of bytes that a stream has at hand for its end, and drops
 * further members of a stream that has none at hand.
 */
final class GzipInput extends InputStream {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int DEFLATE = 8;
    private static final int HEADER_CHECKSUM = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;

    private final InputStream packed;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;
    private long packedBytes;
    private long unpackedBytes;
    private boolean ended;

    /** @param packed is closed with this stream, not where this constructor fails */
    GzipInput(final InputStream packed) throws IOException {
        super();
        this.packed = packed;
        readHeader(readByte());
    }

    @Override
    public int read() throws IOException {
        final byte[] single = new byte[1];
        return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
    }

    @Override
    public int read(final byte[] bytes, final int offset, final int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!ended) {
            final int count = inflate(bytes, offset, length);
            if (count > 0) {
                checksum.update(bytes, offset, count);
                unpackedBytes += count;
                Expansion.require("The gzip file", packedBytes, unpackedBytes);
                return count;
            }
            if (inflater.finished()) {
                endMember();
            } else if (inflater.needsInput()) {
                if (!fill()) {
                    throw truncated();
                }
                inflater.setInput(buffer, 0, limit);
                position = limit;
            } else {
                throw damaged("it needs a dictionary", null);
            }
        }
        return -1;
    }

    private int inflate(final byte[] bytes, final int offset, final int length) throws IngestException {
        try {
            return inflater.inflate(bytes, offset, length);
        } catch (final DataFormatException e) {
            throw damaged(e.getMessage(), e);
        }
    }

    private void endMember() throws IOException {
        position = limit - inflater.getRemaining();
        final long expected = readInt();
        if (expected != checksum.getValue()) {
            throw damaged("the checksum is %08X, expected %08X".formatted(checksum.getValue(), expected), null);
        }
        final long size = readInt();
        if (size != (inflater.getBytesWritten() & 0xFFFFFFFFL)) {
            throw damaged("it holds %,d bytes, expected %,d".formatted(inflater.getBytesWritten(), size), null);
        }
        inflater.reset();
        checksum.reset();
        // Tapes and some tools fill up with zeros
        int next = 0;
        while (next == 0) {
            if (position == limit && !fill()) {
                ended = true;
                return;
            }
            next = buffer[position++];
        }
        readHeader(next & 0xFF);
    }

    private void readHeader(final int first) throws IOException {
        if (first != 0x1F || readByte() != 0x8B) {
            throw damaged("what follows its end is no gzip member", null);
        }
        if (readByte() != DEFLATE) {
            throw damaged("it is packed by an unknown method", null);
        }
        final int flags = readByte();
        skip(6);
        if ((flags & EXTRA) != 0) {
            skip(readByte() | readByte() << 8);
        }
        skipText((flags & NAME) != 0);
        skipText((flags & COMMENT) != 0);
        skip((flags & HEADER_CHECKSUM) == 0 ? 0 : 2);
        inflater.setInput(buffer, position, limit - position);
        position = limit;
    }

    private void skipText(final boolean isThere) throws IOException {
        int character = isThere ? readByte() : 0;
        while (character != 0) {
            character = readByte();
        }
    }

    private void skip(final int count) throws IOException {
        for (int index = 0; index < count; index++) {
            readByte();
        }
    }

    private long readInt() throws IOException {
        return readByte() | (long) readByte() << 8 | (long) readByte() << 16 | (long) readByte() << 24;
    }

    private int readByte() throws IOException {
        if (position == limit && !fill()) {
            throw truncated();
        }
        return buffer[position++] & 0xFF;
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, packed.read(buffer));
        packedBytes += limit;
        return limit > 0;
    }

    private IngestException truncated() {
        return new IngestException("The gzip file is cut off: it ends behind byte %,d, in the middle of its content"
                .formatted(packedBytes));
    }

    private IngestException damaged(final String reason, final Exception cause) {
        return new IngestException(
                "The gzip file is damaged, at byte %,d or before: %s".formatted(packedBytes, reason), cause);
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        packed.close();
    }
}
