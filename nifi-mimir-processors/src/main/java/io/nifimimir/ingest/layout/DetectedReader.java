/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.layout;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;

/**
 * Decodes a text in the charset that its beginning told. A beginning of ASCII alone tells none of those that contain ASCII: then the bytes around
 * the first other one do, however far behind they stand, and as all of them agree about what was read before, nothing is read twice.
 *
 * <p>Bytes that have no meaning are a {@link java.nio.charset.CharacterCodingException}: a replacement character would be silent damage.
 */
public final class DetectedReader extends Reader {
    private static final int BYTES_TO_DETECT = 64 * 1024;

    private final InputStream input;
    private final AsciiRun ascii;
    private Charsets charsets;
    private Reader reader;
    private boolean settled;

    /** @param charsets as the beginning of the input told it; the byte order mark is left out */
    public DetectedReader(final InputStream input, final Charsets charsets) throws IOException {
        super(input);
        this.input = input;
        this.charsets = charsets;
        ascii = new AsciiRun(input);
        settled = !charsets.isAscii();
        input.skipNBytes(charsets.byteOrderMark());
        reader = decode(settled ? input : ascii);
    }

    /** What the text is decoded with; settled when all of it has been read. */
    public Charsets charsets() {
        return charsets;
    }

    @Override
    public int read(final char[] characters, final int offset, final int length) throws IOException {
        final int read = reader.read(characters, offset, length);
        if (read >= 0 || settled) {
            return read;
        }
        settled = true;
        final byte[] start = ascii.bytesBehind();
        if (start.length == 0) {
            return -1;
        }
        final byte[] more = input.readNBytes(BYTES_TO_DETECT);
        final byte[] sample = new byte[start.length + more.length];
        System.arraycopy(start, 0, sample, 0, start.length);
        System.arraycopy(more, 0, sample, start.length, more.length);
        charsets = Charsets.detectBeyondAscii(sample, more.length < BYTES_TO_DETECT);
        reader = decode(new SequenceInputStream(new ByteArrayInputStream(sample), input));
        return reader.read(characters, offset, length);
    }

    private Reader decode(final InputStream bytes) {
        return new InputStreamReader(
                bytes,
                charsets.charset()
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
    }

    @Override
    public void close() throws IOException {
        input.close();
    }

    /** The bytes of a stream up to the first that is not ASCII. */
    private static final class AsciiRun extends InputStream {
        private final InputStream input;
        private byte[] behind = new byte[0];

        AsciiRun(final InputStream input) {
            this.input = input;
        }

        /** The first bytes behind the run; empty where the run reaches to the end of the stream. */
        byte[] bytesBehind() {
            return behind;
        }

        @Override
        public int read() throws IOException {
            final byte[] single = new byte[1];
            return read(single, 0, 1) < 0 ? -1 : single[0];
        }

        @Override
        public int read(final byte[] bytes, final int offset, final int length) throws IOException {
            if (behind.length > 0) {
                return -1;
            }
            final int read = input.read(bytes, offset, length);
            for (int index = offset; index < offset + read; index++) {
                if (bytes[index] < 0) {
                    behind = Arrays.copyOfRange(bytes, index, offset + read);
                    return index == offset ? -1 : index - offset;
                }
            }
            return read;
        }
    }
}
