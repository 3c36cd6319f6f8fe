/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** Content that lies in chunks, one of them in memory at a time. */
final class ChunkInput extends InputStream {
    private final long bytes;
    private final Chunks chunks;
    private InputStream chunk = new ByteArrayInputStream(new byte[0]);
    private long sequence;
    private long fetched;

    /** @param bytes of all chunks together */
    ChunkInput(final long bytes, final Chunks chunks) {
        this.bytes = bytes;
        this.chunks = chunks;
    }

    /** Gives the chunks by their number, counted from 0. */
    @FunctionalInterface
    interface Chunks {
        byte[] get(long sequence) throws IOException;
    }

    @Override
    public int read() throws IOException {
        return advance() ? chunk.read() : -1;
    }

    @Override
    public int read(final byte[] buffer, final int offset, final int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        if (length == 0) {
            return 0;
        }
        return advance() ? chunk.read(buffer, offset, length) : -1;
    }

    private boolean advance() throws IOException {
        while (chunk.available() == 0 && fetched < bytes) {
            final byte[] next = chunks.get(sequence);
            sequence++;
            fetched += next.length;
            chunk = new ByteArrayInputStream(next);
        }
        return chunk.available() > 0;
    }
}
