/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dataset;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads an object container file of Avro's block by block. Avro's own reader takes as much memory as a file says that it needs; this one takes what the file
 * really holds, so that a damaged file does not take a NiFi down.
 *
 * @see <a href="https://avro.apache.org/docs/1.12.0/specification/#object-container-files">Apache Avro specification 1.12, object container files</a>
 */
final class AvroContainer implements Closeable {
    private static final byte[] MAGIC = {'O', 'b', 'j', 1};
    private static final int SYNC_BYTES = 16;

    /** Far more than there is of any use, and less than what would exhaust the memory. */
    private static final int MAX_METADATA = 1_000;

    private final InputStream input;
    private final Map<String, byte[]> metadata;
    private final byte[] sync;
    private long rows;
    private ByteBuffer block = ByteBuffer.allocate(0);
    private long blocks;

    /**
     * Reads the metadata.
     *
     * @throws DatasetFormatException where the content is no such file
     */
    AvroContainer(final InputStream input) throws IOException {
        this.input = new BufferedInputStream(input);
        try {
            if (!isAvro(this.input.readNBytes(MAGIC.length))) {
                throw DatasetJson.notADataset("it is no Avro file");
            }
            metadata = readMetadata();
            sync = readBytes(SYNC_BYTES);
        } catch (final EOFException e) {
            throw new DatasetFormatException("Expected a dataset in Avro, but it ends within its header", e);
        }
    }

    /** Bytes by which such a file is told. */
    static int magicBytes() {
        return MAGIC.length;
    }

    static boolean isAvro(final byte[] firstBytes) {
        return Arrays.equals(MAGIC, firstBytes);
    }

    /** The metadata of this key as text, or null. */
    String metadata(final String key) {
        final byte[] value = metadata.get(key);
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    /**
     * Reads the next block.
     *
     * @return whether there was one
     */
    boolean next() throws IOException {
        if (isAtEnd()) {
            return false;
        }
        blocks++;
        try {
            rows = readLong();
            block = ByteBuffer.wrap(readBytes(readLong()));
            if (rows < 0 || !Arrays.equals(sync, readBytes(SYNC_BYTES))) {
                throw new DatasetFormatException(
                        "Block %,d of the Avro file is damaged: it does not end where it should".formatted(blocks));
            }
            return true;
        } catch (final EOFException e) {
            throw new DatasetFormatException("Block %,d of the Avro file is not complete".formatted(blocks), e);
        }
    }

    /** Rows of the current block. */
    long rows() {
        return rows;
    }

    /** The current block's bytes; the buffer stands on an array of its own, from its beginning. */
    ByteBuffer block() {
        return block;
    }

    private boolean isAtEnd() throws IOException {
        input.mark(1);
        final boolean end = input.read() < 0;
        input.reset();
        return end;
    }

    private Map<String, byte[]> readMetadata() throws IOException {
        final Map<String, byte[]> found = new HashMap<>();
        for (long count = readLong(); count != 0; count = readLong()) {
            if (count < 0) {
                // The number of bytes follows, for those who would skip them
                readLong();
            }
            for (long entry = 0; entry < Math.abs(count); entry++) {
                final String key = new String(readBytes(readLong()), StandardCharsets.UTF_8);
                found.put(key, readBytes(readLong()));
                if (found.size() > MAX_METADATA) {
                    throw DatasetJson.notADataset("its Avro file has more than %,d metadata".formatted(MAX_METADATA));
                }
            }
        }
        return found;
    }

    private byte[] readBytes(final long length) throws IOException {
        if (length < 0 || length > Integer.MAX_VALUE) {
            throw new DatasetFormatException("The Avro file is damaged: a length of %,d bytes".formatted(length));
        }
        final byte[] bytes = input.readNBytes((int) length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }

    private long readLong() throws IOException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            final int next = input.read();
            if (next < 0) {
                throw new EOFException();
            }
            value |= (next & 0x7FL) << shift;
            if (next < 0x80) {
                return value >>> 1 ^ -(value & 1);
            }
        }
        throw new DatasetFormatException("The Avro file is damaged: a number of more than ten bytes");
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
