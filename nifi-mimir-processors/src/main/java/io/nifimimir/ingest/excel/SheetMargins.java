/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.excel;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The XML of a sheet without its rows. What stands behind them, such as the merged cells, has to be known before the rows are read, and passing over them as
 * bytes takes a fraction of what passing over them as XML does.
 */
final class SheetMargins extends FilterInputStream {
    private static final byte[] NAME = "sheetData".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_PREFIX = 64;
    private static final int BLOCK_BYTES = 64 * 1024;

    private final StringBuilder tag = new StringBuilder();
    private byte[] pending = {};
    private int pendingPosition;
    private boolean passed;

    /** @param sheet in an encoding that contains ASCII; in another one all of it is let through */
    SheetMargins(final InputStream sheet) {
        super(new BufferedInputStream(sheet));
    }

    @Override
    public int read() throws IOException {
        if (pendingPosition < pending.length) {
            return pending[pendingPosition++] & 0xFF;
        }
        final int value = in.read();
        if (passed || value < 0) {
            return value;
        }
        note(value);
        if (value == '>' && isOpeningTag()) {
            passed = true;
            pending = endTag().getBytes(StandardCharsets.US_ASCII);
            pendingPosition = 0;
            skipRows();
        }
        return value;
    }

    @Override
    public int read(final byte[] bytes, final int offset, final int length) throws IOException {
        if (passed && pendingPosition == pending.length) {
            return in.read(bytes, offset, length);
        }
        int count = 0;
        while (count < length) {
            final int value = read();
            if (value < 0) {
                break;
            }
            bytes[offset + count++] = (byte) value;
        }
        return count == 0 && length > 0 ? -1 : count;
    }

    /** Keeps the tag that is being read. */
    private void note(final int value) {
        if (value == '<') {
            tag.setLength(0);
        }
        if (tag.length() < LONGEST_PREFIX + NAME.length) {
            tag.append((char) value);
        }
    }

    private boolean isOpeningTag() {
        return name().endsWith(new String(NAME, StandardCharsets.US_ASCII))
                && tag.charAt(1) != '/'
                && tag.charAt(tag.length() - 2) != '/'
                && (name().length() == NAME.length || name().charAt(name().length() - NAME.length - 1) == ':');
    }

    /** The element's name with its prefix. */
    private String name() {
        int end = 1;
        while (end < tag.length() && " \t\r\n/>".indexOf(tag.charAt(end)) < 0) {
            end++;
        }
        return tag.length() < 2 ? "" : tag.substring(1, end);
    }

    private String endTag() {
        return "</" + name() + ">";
    }

    /** Reads behind the end tag; where the sheet is cut off before, the reader of the XML says so. */
    private void skipRows() throws IOException {
        final byte[] end = pending;
        final byte[] block = new byte[BLOCK_BYTES];
        int matched = 0;
        int count = in.read(block);
        while (count >= 0) {
            for (int index = 0; index < count; index++) {
                if (block[index] == end[matched]) {
                    matched++;
                } else {
                    matched = block[index] == end[0] ? 1 : 0;
                }
                if (matched == end.length) {
                    unread(block, index + 1, count);
                    return;
                }
            }
            count = in.read(block);
        }
        pending = new byte[0];
    }

    /** What was read too far comes behind the end tag. */
    private void unread(final byte[] block, final int from, final int to) {
        final int length = pending.length;
        pending = Arrays.copyOf(pending, length + to - from);
        System.arraycopy(block, from, pending, length, to - from);
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
