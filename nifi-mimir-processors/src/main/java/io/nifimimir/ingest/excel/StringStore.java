/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.excel;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The strings that the cells of a workbook share, in the order of their numbers: as UTF-8 in memory while they are few, and in a temporary file beyond, so
 * that a workbook of any size needs about 8 bytes of memory for each of them. Not safe for use by several threads.
 */
final class StringStore implements Closeable {
    private static final int CACHED = 4_096;

    private final int memoryBytes;
    private final int[] cachedNumbers = new int[CACHED];
    private final String[] cached = new String[CACHED];
    private long[] ends = new long[1_024];
    private int size;
    private byte[] memory = new byte[8_192];
    /** Bytes in memory that are not in the file. */
    private int buffered;

    private long written;
    private FileChannel file;

    /** @param memoryBytes kept in memory; as much is the largest string that is read at once from the file */
    StringStore(final int memoryBytes) {
        this.memoryBytes = memoryBytes;
    }

    void add(final String text) throws IOException {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (buffered + bytes.length > memoryBytes) {
            flush();
        }
        if (buffered + bytes.length > memory.length) {
            memory = Arrays.copyOf(memory, Math.max(buffered + bytes.length, 2 * memory.length));
        }
        System.arraycopy(bytes, 0, memory, buffered, bytes.length);
        buffered += bytes.length;
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, size + size / 2);
        }
        ends[size++] = written + buffered;
    }

    private void flush() throws IOException {
        if (file == null) {
            file = UnnamedFile.create();
        }
        final ByteBuffer bytes = ByteBuffer.wrap(memory, 0, buffered);
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
        written += buffered;
        buffered = 0;
    }

    int size() {
        return size;
    }

    /** @param number from 0 */
    String get(final int number) throws IOException {
        final int place = number % CACHED;
        if (cached[place] == null || cachedNumbers[place] != number) {
            cached[place] = read(number);
            cachedNumbers[place] = number;
        }
        return cached[place];
    }

    private String read(final int number) throws IOException {
        final long start = number == 0 ? 0 : ends[number - 1];
        final int length = Math.toIntExact(ends[number] - start);
        if (start >= written) {
            return new String(memory, (int) (start - written), length, StandardCharsets.UTF_8);
        }
        final ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, start + bytes.position()) < 0) {
                throw new IOException("The temporary file of the shared strings was cut off");
            }
        }
        return new String(bytes.array(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
