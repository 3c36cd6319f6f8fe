/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps bytes that can be read when all are written: in memory while they are few, then in a temporary file that is gone even where the process is killed,
 * as far as the operating system allows.
 */
final class Spool implements Closeable {
    private static final int MEMORY_BYTES = 8 * 1024 * 1024;

    private ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private FileChannel file;

    /** Writes behind what has been written so far. */
    OutputStream output() {
        return new SpoolOutputStream();
    }

    /** Reads from the first byte; nothing may be written from then on. */
    InputStream input() throws IOException {
        if (file == null) {
            return new ByteArrayInputStream(memory.toByteArray());
        }
        file.position(0);
        return Channels.newInputStream(file);
    }

    @Override
    public void close() throws IOException {
        memory = null;
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
            if (file == null && memory.size() + length > MEMORY_BYTES) {
                final Path path = Files.createTempFile("mimir-", ".rows");
                file = FileChannel.open(
                        path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
                write(ByteBuffer.wrap(memory.toByteArray()));
                memory = null;
            }
            if (file == null) {
                memory.write(bytes, offset, length);
            } else {
                write(ByteBuffer.wrap(bytes, offset, length));
            }
        }

        private void write(final ByteBuffer bytes) throws IOException {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        }
    }
}
