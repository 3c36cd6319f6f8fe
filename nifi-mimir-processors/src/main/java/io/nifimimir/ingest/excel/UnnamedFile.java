/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.excel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;

/** Temporary files without a name: where the operating system allows it they are gone even where the process is killed. */
final class UnnamedFile {
    private UnnamedFile() {}

    static FileChannel create() throws IOException {
        return FileChannel.open(
                Files.createTempFile("mimir-", ".workbook"),
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
    }

    /** @param content is read to its end, and not closed */
    static FileChannel copy(final InputStream content) throws IOException {
        final FileChannel file = create();
        boolean copied = false;
        try {
            content.transferTo(Channels.newOutputStream(file));
            file.position(0);
            copied = true;
            return file;
        } finally {
            if (!copied) {
                file.close();
            }
        }
    }

    /** Reads from a place of its own, so that several readers share the file; closing it leaves the file open. */
    static InputStream input(final FileChannel file, final long start) {
        return new PlacedInput(file, start);
    }

    private static final class PlacedInput extends InputStream {
        private final FileChannel file;
        private long position;

        PlacedInput(final FileChannel file, final long start) {
            super();
            this.file = file;
            position = start;
        }

        @Override
        public int read() throws IOException {
            final byte[] single = new byte[1];
            return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
        }

        @Override
        public int read(final byte[] bytes, final int offset, final int length) throws IOException {
            final int count = file.read(ByteBuffer.wrap(bytes, offset, length), position);
            position += Math.max(count, 0);
            return count;
        }
    }
}
