/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.nifimimir.ingest.IngestException;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;

/** Moves a parser from row to row of a JSON text, and tells what is wrong with the text, and where. */
final class JsonTokens implements Closeable {
    /** Bits of a position that hold the line; those above hold the number of the row. */
    private static final int LINE_BITS = 28;

    private static final long LINES = 1L << LINE_BITS;

    private final JsonParser parser;
    private final JsonParser located;
    private final JsonPath path;
    private final boolean elementsAreRows;
    private final Charset charset;
    private boolean inTable;
    private long row;

    JsonTokens(final JsonParser parser, final JsonLayout layout) {
        this.parser = parser;
        located = parser;
        path = layout.path();
        elementsAreRows = layout.elementsAreRows();
        charset = layout.charset().charset();
    }

    private JsonTokens(final JsonParser parser, final JsonTokens outer) {
        this.parser = parser;
        located = outer.located;
        path = outer.path;
        elementsAreRows = outer.elementsAreRows;
        charset = outer.charset;
        row = outer.row;
    }

    /** Tokens of a text that was taken out of this one; its places are those where it ended here. */
    JsonTokens within(final JsonParser part) {
        return new JsonTokens(part, this);
    }

    JsonParser parser() {
        return parser;
    }

    /** Moves to the first token of the next row, given that the last one was read to its end; null where there is none. */
    JsonToken nextRow() throws IOException {
        while (true) {
            if (!inTable) {
                leave();
                if (parser.nextToken() == null) {
                    return null;
                }
                new PathWalk(parser, path, place()).walk();
                inTable = elementsAreRows && parser.currentToken() == JsonToken.START_ARRAY;
                if (!inTable && (path.isWhole() || parser.currentToken() != JsonToken.VALUE_NULL)) {
                    row++;
                    return parser.currentToken();
                }
            }
            if (inTable && parser.nextToken() != JsonToken.END_ARRAY) {
                row++;
                return parser.currentToken();
            }
            inTable = false;
        }
    }

    /** What stands behind the table is read all the same: a text that is cut off there is not complete. */
    private void leave() throws IOException {
        while (!parser.getParsingContext().inRoot()) {
            parser.nextToken();
        }
    }

    /** Whether the rows met last are the elements of an array. */
    boolean isInArray() {
        return inTable;
    }

    /** Rows that were begun. */
    long row() {
        return row;
    }

    /** Row and line where the parser stands, in one number that {@link #place(long)} understands. */
    long position() {
        final int line = parser.currentTokenLocation().getLineNr();
        return row << LINE_BITS | (line < LINES ? line : 0);
    }

    /** The first line is left out: many a text has no other one. */
    static String place(final long position) {
        final long line = position & LINES - 1;
        final long element = position >>> LINE_BITS;
        return line > 1 ? "element %d (line %d)".formatted(element, line) : "element " + element;
    }

    /** Line and column where the parser stands. */
    String place() {
        final JsonLocation location = located.currentLocation();
        return "line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
    }

    /** What the reading of the text ended with, as an error that tells the place; the error itself where the text is not at fault. */
    IOException explain(final IOException e) {
        final long element = Math.max(row, 1);
        if (e instanceof JsonEOFException) {
            return new IngestException("%s: the file ends in the middle of element %d".formatted(place(), element), e);
        }
        if (e instanceof final StreamConstraintsException constraint) {
            return new IngestException(
                    "%s, element %d: beyond what is read: %s".formatted(place(), element, limit(constraint)), e);
        }
        if (e instanceof CharacterCodingException || isMalformedUtf8(e)) {
            return new IngestException(
                    "%s or after, element %d: bytes that are no %s, which the beginning of the file was told to be; expected JSON in UTF-8, UTF-16 or UTF-32"
                            .formatted(place(), element, charset.name()),
                    e);
        }
        if (e instanceof final JsonProcessingException invalid) {
            return new IngestException(
                    "%s, element %d: not valid JSON: %s".formatted(place(), element, withoutSettings(invalid)), e);
        }
        return e;
    }

    /** The parser has no exception of its own for these. */
    private static boolean isMalformedUtf8(final IOException e) {
        return e instanceof final JsonProcessingException invalid
                && invalid.getOriginalMessage().startsWith("Invalid UTF-8");
    }

    private static String withoutSettings(final JsonProcessingException e) {
        return e.getOriginalMessage().replaceAll(": enable `\\w+\\.\\w+` to allow", "");
    }

    /** Without the name of the parser's setting, which is not for the user to change. */
    private static String limit(final StreamConstraintsException e) {
        return e.getOriginalMessage().replaceAll(",? *(from )?`StreamReadConstraints\\.\\w+\\(\\)`", "");
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
