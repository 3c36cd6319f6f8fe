/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dataset;

import org.apache.avro.io.BinaryData;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A row in Avro's binary encoding, built up in a buffer that is used again for each row. */
final class AvroBytes {
    private static final int FIRST_BYTES = 4 * 1024;

    /** Bytes of the longest number. */
    private static final int MAX_NUMBER = 10;

    /** Bytes of UTF-8 for one char of Java: a pair of them takes four. */
    private static final int MAX_CHARACTER = 3;

    private static final char REPLACEMENT = '\ufffd';

    private final byte[] number = new byte[MAX_NUMBER];
    private byte[] bytes = new byte[FIRST_BYTES];
    private ByteBuffer buffer = ByteBuffer.wrap(bytes);
    private int length;

    void clear() {
        length = 0;
    }

    /** What has been put; valid until the next change. */
    ByteBuffer content() {
        return buffer.clear().limit(length);
    }

    void putBoolean(final boolean value) {
        reserve(1);
        length += BinaryData.encodeBoolean(value, bytes, length);
    }

    void putLong(final long value) {
        reserve(MAX_NUMBER);
        length += BinaryData.encodeLong(value, bytes, length);
    }

    void putDouble(final double value) {
        reserve(MAX_NUMBER);
        length += BinaryData.encodeDouble(value, bytes, length);
    }

    void putBytes(final byte[] value) {
        putLong(value.length);
        reserve(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
    }

    /** Half of a surrogate pair, which is no character and which UTF-8 cannot write, becomes U+FFFD. */
    void putText(final char[] text, final int start, final int end) {
        reserve(MAX_NUMBER + (end - start) * MAX_CHARACTER);
        final int lengthAt = length;
        length += BinaryData.encodeInt(end - start, bytes, length);
        final int textAt = length;
        int position = start;
        int at = textAt;
        while (position < end && text[position] < 0x80) {
            bytes[at++] = (byte) text[position++];
        }
        length = at;
        if (position < end) {
            putCharacters(text, position, end);
            putLength(lengthAt, textAt);
        }
    }

    /** Corrects the length that stands before a text, which is that of as many characters, to its bytes. */
    private void putLength(final int lengthAt, final int textAt) {
        final int textBytes = length - textAt;
        final int size = BinaryData.encodeInt(textBytes, number, 0);
        if (size != textAt - lengthAt) {
            System.arraycopy(bytes, textAt, bytes, lengthAt + size, textBytes);
            length = lengthAt + size + textBytes;
        }
        System.arraycopy(number, 0, bytes, lengthAt, size);
    }

    private void putCharacters(final char[] text, final int from, final int end) {
        for (int position = from; position < end; position++) {
            final char character = text[position];
            if (character < 0x80) {
                bytes[length++] = (byte) character;
            } else if (character < 0x800) {
                bytes[length++] = (byte) (0xC0 | character >> 6);
                bytes[length++] = (byte) (0x80 | character & 0x3F);
            } else if (position + 1 < end && Character.isSurrogatePair(character, text[position + 1])) {
                position++;
                final int codePoint = Character.toCodePoint(character, text[position]);
                bytes[length++] = (byte) (0xF0 | codePoint >> 18);
                bytes[length++] = (byte) (0x80 | codePoint >> 12 & 0x3F);
                bytes[length++] = (byte) (0x80 | codePoint >> 6 & 0x3F);
                bytes[length++] = (byte) (0x80 | codePoint & 0x3F);
            } else {
                final char written = Character.isSurrogate(character) ? REPLACEMENT : character;
                bytes[length++] = (byte) (0xE0 | written >> 12);
                bytes[length++] = (byte) (0x80 | written >> 6 & 0x3F);
                bytes[length++] = (byte) (0x80 | written & 0x3F);
            }
        }
    }

    private void reserve(final int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
            buffer = ByteBuffer.wrap(bytes);
        }
    }
}
