/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import java.io.IOException;

/**
 * Finds the table in an object that wraps it, such as {@code {"status": "ok", "data": [{...}, ...]}}: the array of objects that takes up the most space in
 * the text's beginning. Where a second object follows the first, each of them is a row, and so is one without any such array.
 */
final class TableScout {
    /** Names on the way to a table, as in {@code data.reports.nodes}. What lies deeper is a part of a document, and no answer to a question. */
    private static final int MAX_DEPTH = 3;

    private JsonPath best = JsonPath.WHOLE;
    private long bestSize = -1;
    private JsonPath open;
    private long openedAt;
    private boolean rows;

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
        if (parser.nextToken() == JsonToken.START_OBJECT && path.names().size() <= MAX_DEPTH) {
            open = path;
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
        // An array that goes on behind the beginning has not yet shown its size; what ends before it is seldom the
        // table
        return open == null ? best : open;
    }
}
