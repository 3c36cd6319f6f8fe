/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Keeps bytes that can be read when all are written: in memory while they are few, then in a temporary file that is gone even where the process is killed,
 * as far as the operating system allows.
 */
public final class Spool implements Closeable {
    private static final int MEMORY_BYTES = 8 * 1024 * 1024;
    private static final int BLOCK_BYTES = 64 * 1024;

    /** In blocks, because one array that grows is copied again and again. */
    private final List<ByteBuffer> memory = new ArrayList<>();

    private int memoryBytes;
    private FileChannel file;

    /** Writes behind what has been written so far. */
    public OutputStream output() {
        return new SpoolOutputStream();
    }

    /** Reads from the first byte; nothing may be written from then on. */
    public InputStream input() throws IOException {
        if (file != null) {
            file.position(0);
            return Channels.newInputStream(file);
        }
        final List<InputStream> blocks = new ArrayList<>();
        for (final ByteBuffer block : memory) {
            blocks.add(new ByteArrayInputStream(block.array(), 0, block.position()));
        }
        return new SequenceInputStream(Collections.enumeration(blocks));
    }

    @Override
    public void close() throws IOException {
        memory.clear();
        if (file != null) {
            file.close();
        }
    }

    private final class SpoolOutputStream extends OutputStream {
        @Override
        public void write(final int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(final byte[] bytes, final int offset, final int length) throws IOException {
            if (file == null && memoryBytes + length > MEMORY_BYTES) {
                moveToFile();
            }
            if (file == null) {
                keep(bytes, offset, length);
            } else {
                writeAll(ByteBuffer.wrap(bytes, offset, length));
            }
        }

        private void keep(final byte[] bytes, final int offset, final int length) {
            if (memory.isEmpty() || memory.getLast().remaining() < length) {
                memory.add(ByteBuffer.allocate(Math.max(BLOCK_BYTES, length)));
            }
            memory.getLast().put(bytes, offset, length);
            memoryBytes += length;
        }

        private void moveToFile() throws IOException {
            final Path path = Files.createTempFile("mimir-", ".rows");
            file = FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            for (final ByteBuffer block : memory) {
                writeAll(block.flip());
            }
            memory.clear();
        }

        private void writeAll(final ByteBuffer bytes) throws IOException {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        }
    }
}
