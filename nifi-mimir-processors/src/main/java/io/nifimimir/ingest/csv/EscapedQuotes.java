/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.csv;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** Doubles the quotes that have a backslash before them, as the parser expects it; a backslash behind a backslash stands for itself. */
final class EscapedQuotes extends FilterReader {
    private final char quote;
    private final char[] buffer = new char[8 * 1024];
    private int start;
    private int end;
    private int waiting = -1;

    EscapedQuotes(final Reader reader, final char quote) {
        super(reader);
        this.quote = quote;
    }

    @Override
    public int read(final char[] characters, final int offset, final int length) throws IOException {
        int count = 0;
        while (count < length) {
            final int character = next(count == 0);
            if (character < 0) {
                break;
            }
            characters[offset + count] = (char) character;
            count++;
        }
        return count == 0 && length > 0 ? -1 : count;
    }

    @Override
    public int read() throws IOException {
        return next(true);
    }

    private int next(final boolean blocking) throws IOException {
        if (waiting >= 0) {
            final int character = waiting;
            waiting = -1;
            return character;
        }
        if (start == end && !blocking) {
            return -1;
        }
        final int character = raw();
        if (character != '\\') {
            return character;
        }
        final int escaped = raw();
        if (escaped == quote) {
            waiting = quote;
            return quote;
        }
        if (escaped != '\\') {
            waiting = escaped;
        }
        return '\\';
    }

    private int raw() throws IOException {
        if (start == end) {
            start = 0;
            end = Math.max(0, in.read(buffer, 0, buffer.length));
            if (end == 0) {
                return -1;
            }
        }
        final char character = buffer[start];
        start++;
        return character;
    }
}
