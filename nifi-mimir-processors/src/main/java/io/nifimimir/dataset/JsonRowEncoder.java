/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dataset;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Writes rows as JSON objects with commas between them. The cells are valid already, numbers and datetimes as they stand, so what a general writer checks for
 * each field is left out: this is where a conversion spends much of its time.
 */
final class JsonRowEncoder implements RowEncoder {
    private static final int BUFFER_BYTES = 64 * 1024;

    /** Bytes that one character needs at most, as an escape. */
    private static final int MOST_BYTES = 6;

    private static final byte[] NULL = {'n', 'u', 'l', 'l'};
    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final byte[] HEXADECIMAL = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final OutputStream output;
    private final List<ColumnForm> columns;
    private byte[][] names = {};
    private byte[] buffer = new byte[BUFFER_BYTES];
    private int length;
    private boolean first = true;

    JsonRowEncoder(final OutputStream output, final List<ColumnForm> columns) {
        this.output = output;
        this.columns = columns;
    }

    @Override
    public boolean write(final RowBuffer row) throws IOException {
        if (names.length != columns.size()) {
            names = columns.stream().map(column -> field(column.name())).toArray(byte[][]::new);
        }
        reserve(4);
        if (!first) {
            buffer[length++] = ',';
        }
        first = false;
        buffer[length++] = '{';
        for (int index = 0; index < names.length; index++) {
            final byte[] name = names[index];
            // The comma before the first name is left out
            final int skipped = index == 0 ? 1 : 0;
            reserve(name.length);
            System.arraycopy(name, skipped, buffer, length, name.length - skipped);
            length += name.length - skipped;
            writeCell(row, index);
        }
        reserve(1);
        buffer[length++] = '}';
        return true;
    }

    private static byte[] field(final String name) {
        final byte[] quoted = JsonStringEncoder.getInstance().quoteAsUTF8(name);
        final byte[] field = new byte[quoted.length + 4];
        field[0] = ',';
        field[1] = '"';
        System.arraycopy(quoted, 0, field, 2, quoted.length);
        field[field.length - 2] = '"';
        field[field.length - 1] = ':';
        return field;
    }

    private void writeCell(final RowBuffer row, final int index) throws IOException {
        switch (row.kind(index)) {
            case NULL -> writeBytes(NULL);
            case BOOLEAN -> writeBytes(row.isTrue(index) ? TRUE : FALSE);
            case NUMBER -> writePlain(row.text(), row.start(index), row.end(index));
            case DATE, DATETIME, OFFSET_DATETIME -> {
                reserve(1);
                buffer[length++] = '"';
                writePlain(row.text(), row.start(index), row.end(index));
                reserve(1);
                buffer[length++] = '"';
            }
            case TEXT -> {
                reserve(1);
                buffer[length++] = '"';
                writeCharacters(row.text(), row.start(index), row.end(index));
                reserve(1);
                buffer[length++] = '"';
            }
        }
    }

    private void writeBytes(final byte[] bytes) throws IOException {
        reserve(bytes.length);
        System.arraycopy(bytes, 0, buffer, length, bytes.length);
        length += bytes.length;
    }

    /** Numbers and datetimes are ASCII, and hold nothing to be escaped. */
    private void writePlain(final char[] text, final int start, final int end) throws IOException {
        final int count = end - start;
        reserve(count);
        final byte[] bytes = buffer;
        final int at = length;
        for (int index = 0; index < count; index++) {
            bytes[at + index] = (byte) text[start + index];
        }
        length = at + count;
    }

    private void writeCharacters(final char[] text, final int start, final int end) throws IOException {
        int position = start;
        while (position < end) {
            // As many as surely fit, so that the loop below need not look
            final int stop = Math.min(end, position + BUFFER_BYTES / MOST_BYTES - 1);
            reserve((stop - position + 1) * MOST_BYTES);
            final byte[] bytes = buffer;
            int at = length;
            while (position < stop) {
                final char character = text[position];
                // One comparison for both ends of what is printable
                if ((char) (character - ' ') >= 0x80 - ' ' || character == '"' || character == '\\') {
                    break;
                }
                bytes[at++] = (byte) character;
                position++;
            }
            length = at;
            if (position < stop) {
                position = writeUnusual(text, position, end);
            }
        }
    }

    /** Writes a character that is no plain ASCII, and returns the position behind it. */
    private int writeUnusual(final char[] text, final int position, final int end) {
        final char character = text[position];
        if (character == '"' || character == '\\') {
            buffer[length++] = '\\';
            buffer[length++] = (byte) character;
        } else if (character < ' ') {
            escape(character);
        } else if (character < 0x800) {
            buffer[length++] = (byte) (0xC0 | character >> 6);
            buffer[length++] = (byte) (0x80 | character & 0x3F);
        } else if (!Character.isSurrogate(character)) {
            buffer[length++] = (byte) (0xE0 | character >> 12);
            buffer[length++] = (byte) (0x80 | character >> 6 & 0x3F);
            buffer[length++] = (byte) (0x80 | character & 0x3F);
        } else if (position + 1 < end && Character.isSurrogatePair(character, text[position + 1])) {
            final int codePoint = Character.toCodePoint(character, text[position + 1]);
            buffer[length++] = (byte) (0xF0 | codePoint >> 18);
            buffer[length++] = (byte) (0x80 | codePoint >> 12 & 0x3F);
            buffer[length++] = (byte) (0x80 | codePoint >> 6 & 0x3F);
            buffer[length++] = (byte) (0x80 | codePoint & 0x3F);
            return position + 2;
        } else {
            // Half of a pair, which UTF-8 cannot write
            escape(character);
        }
        return position + 1;
    }

    private void escape(final char character) {
        buffer[length++] = '\\';
        buffer[length++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
            buffer[length++] = HEXADECIMAL[character >> shift & 0xF];
        }
    }

    private void reserve(final int bytes) throws IOException {
        if (length + bytes > buffer.length) {
            output.write(buffer, 0, length);
            length = 0;
            if (bytes > buffer.length) {
                buffer = Arrays.copyOf(buffer, bytes);
            }
        }
    }

    @Override
    public void close() throws IOException {
        output.write(buffer, 0, length);
        length = 0;
        output.flush();
    }
}
