/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Bytes compressed by DEFLATE (RFC 1950), each piece by itself. */
final class Deflated {
    private static final int BUFFER_BYTES = 64 * 1024;

    private Deflated() {}

    static byte[] compress(final byte[] content) {
        final Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try {
            deflater.setInput(content);
            deflater.finish();
            final ByteArrayOutputStream compressed = new ByteArrayOutputStream(content.length / 4);
            final byte[] buffer = new byte[BUFFER_BYTES];
            while (!deflater.finished()) {
                compressed.write(buffer, 0, deflater.deflate(buffer));
            }
            return compressed.toByteArray();
        } finally {
            deflater.end();
        }
    }

    /** @throws DataFormatException where the bytes are damaged or not complete */
    static byte[] expand(final byte[] compressed) throws DataFormatException {
        final Inflater inflater = new Inflater();
        try {
            inflater.setInput(compressed);
            final ByteArrayOutputStream content = new ByteArrayOutputStream(compressed.length * 4);
            final byte[] buffer = new byte[BUFFER_BYTES];
            while (!inflater.finished()) {
                final int count = inflater.inflate(buffer);
                if (count == 0 && !inflater.finished()) {
                    throw new DataFormatException("The compressed bytes end before their content does");
                }
                content.write(buffer, 0, count);
            }
            return content.toByteArray();
        } finally {
            inflater.end();
        }
    }
}
