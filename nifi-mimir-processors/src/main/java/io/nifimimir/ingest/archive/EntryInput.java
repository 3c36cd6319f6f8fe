/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.archive;

import io.nifimimir.ingest.IngestException;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;

/** The content of a file in an archive, checked against what the archive says of it: the JDK does not look at the checksum. */
final class EntryInput extends FilterInputStream {
    private final ZipEntry entry;
    private final long packedBytes;
    private final CRC32 checksum = new CRC32();
    private long unpackedBytes;

    EntryInput(final InputStream unpacked, final ZipEntry entry, final long packedBytes) {
        super(unpacked);
        this.entry = entry;
        this.packedBytes = packedBytes;
    }

    @Override
    public int read() throws IOException {
        final byte[] single = new byte[1];
        return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
    }

    @Override
    public int read(final byte[] bytes, final int offset, final int length) throws IOException {
        final int count;
        try {
            count = super.read(bytes, offset, length);
        } catch (final ZipException | EOFException e) {
            throw new IngestException(
                    "%s is damaged or not complete, behind byte %,d: %s"
                            .formatted(what(), unpackedBytes, e.getMessage()),
                    e);
        }
        if (count < 0 && checksum.getValue() != entry.getCrc()) {
            throw new IngestException("%s is damaged: the checksum is %08X, expected %08X"
                    .formatted(what(), checksum.getValue(), entry.getCrc()));
        }
        if (count > 0) {
            checksum.update(bytes, offset, count);
            unpackedBytes += count;
            Expansion.require(what(), packedBytes, unpackedBytes);
        }
        return count;
    }

    /** Skipped bytes count for the checksum too. */
    @Override
    public long skip(final long count) throws IOException {
        return readNBytes((int) Math.min(count, 8_192)).length;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private String what() {
        return "[%s] in the ZIP archive".formatted(entry.getName());
    }
}
