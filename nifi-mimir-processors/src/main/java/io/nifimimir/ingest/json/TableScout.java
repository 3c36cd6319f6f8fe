/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the table in an object that wraps it, such as {@code {"status": "ok", "data": [{...}, ...]}}: an array of arrays for which another array has the names
 * of the columns, or which begins with them, or else the array of objects that takes up the most space in the text's beginning. Where a second object follows
 * the first, each of them is a row, and so is one without any such array.
 */
final class TableScout {
    /** Names on the way to a table, as in {@code data.reports.nodes}. What lies deeper is a part of a document, and no answer to a question. */
    private static final int MAX_DEPTH = 3;

    /** Names of lists in answers to a question; one that is empty says that there are no rows, and not that the answer is a row. */
    private static final Set<String> LIST_NAMES = Set.of(
            "data",
            "items",
            "results",
            "result",
            "records",
            "rows",
            "value",
            "values",
            "entries",
            "features",
            "list",
            "content",
            "docs",
            "documents",
            "hits",
            "elements",
            "objects");

    private final List<ColumnHeader> headers = new ArrayList<>();
    private final List<Matrix> matrices = new ArrayList<>();
    private JsonPath best = JsonPath.WHOLE;
    private long bestSize = -1;
    private JsonPath open;
    private JsonPath empty;
    private long openedAt;
    private boolean rows;

    /** An array of arrays of plain values, by the first of them. */
    private record Matrix(JsonPath path, int width, boolean headed) {}

    /** Reads the object at whose beginning the parser stands; what was found until then counts where it is cut off. */
    void explore(final JsonParser parser) throws IOException {
        exploreObject(parser);
        rows = parser.nextToken() != null;
    }

    private void exploreObject(final JsonParser parser) throws IOException {
        JsonPath object = JsonPath.WHOLE;
        while (true) {
            final JsonToken token = parser.nextToken();
            if (token == JsonToken.END_OBJECT) {
                if (object.isWhole()) {
                    return;
                }
                object = object.first(object.names().size() - 1);
            } else if (token == JsonToken.START_OBJECT) {
                object = object.child(parser.currentName());
            } else if (token == JsonToken.START_ARRAY) {
                exploreArray(parser, object.child(parser.currentName()));
            }
        }
    }

    private void exploreArray(final JsonParser parser, final JsonPath path) throws IOException {
        openedAt = offset(parser);
        final JsonToken first = parser.nextToken();
        final boolean shallow = path.names().size() <= MAX_DEPTH;
        final String name = path.names().getLast().toLowerCase(Locale.ROOT);
        if (first == JsonToken.END_ARRAY && shallow && LIST_NAMES.contains(name)) {
            empty = path;
        } else if (first == JsonToken.START_ARRAY && shallow) {
            exploreFirstRow(parser, path);
        } else if (first == JsonToken.START_OBJECT && shallow) {
            open = path;
        }
        if (ColumnHeader.isName(name)) {
            ColumnHeader.read(parser, path).ifPresent(headers::add);
        }
        while (parser.currentToken() != JsonToken.END_ARRAY) {
            parser.skipChildren();
            parser.nextToken();
        }
        if (open != null && offset(parser) - openedAt > bestSize) {
            best = open;
            bestSize = offset(parser) - openedAt;
        }
        open = null;
    }

    /** Leaves the parser at the second row. */
    private void exploreFirstRow(final JsonParser parser, final JsonPath path) throws IOException {
        int width = 0;
        boolean plain = true;
        boolean texts = true;
        for (JsonToken cell = parser.nextToken(); cell != JsonToken.END_ARRAY; cell = parser.nextToken()) {
            plain &= cell.isScalarValue();
            texts &= cell == JsonToken.VALUE_STRING;
            width++;
            parser.skipChildren();
        }
        parser.nextToken();
        if (plain && width > 0) {
            matrices.add(new Matrix(path, width, texts && width > 1));
        }
    }

    /** In bytes, or in characters where the parser reads these. */
    private static long offset(final JsonParser parser) {
        return Math.max(
                parser.currentLocation().getByteOffset(),
                parser.currentLocation().getCharOffset());
    }

    /** The way to the table; to the text itself where it is not within an object. */
    JsonPath table() {
        if (rows) {
            return JsonPath.WHOLE;
        }
        final Optional<Matrix> named = matrices.stream()
                .filter(matrix -> header(matrix.path()).isPresent())
                .findFirst();
        if (named.isPresent()) {
            return named.get().path();
        }
        // An array that goes on behind the beginning has not yet shown its size; what ends before it is seldom the
        // table
        if (open != null || bestSize >= 0) {
            return open == null ? best : open;
        }
        return matrices.stream()
                .filter(Matrix::headed)
                .map(Matrix::path)
                .findFirst()
                .orElse(empty == null ? JsonPath.WHOLE : empty);
    }

    /** The names of the columns of an array of arrays, where another array has as many as it has columns. */
    Optional<ColumnHeader> header(final JsonPath table) {
        return matrices.stream()
                .filter(matrix -> matrix.path().equals(table))
                .flatMap(matrix ->
                        headers.stream().filter(header -> header.names().size() == matrix.width()))
                .findFirst();
    }
}
