/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.nifimimir.ingest.IngestException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves a parser along a path, from a value's first token to that of the value at its end; what lies beside the path is passed over.
 *
 * @param place where the walk begins
 */
record PathWalk(JsonParser parser, JsonPath path, String place) {
    /** Names that an error tells, so that it stays readable. */
    private static final int MOST_NAMES = 20;

    /** @throws IngestException where the path leads nowhere, or to a value that holds no rows */
    void walk() throws IOException {
        for (int depth = 0; depth < path.names().size(); depth++) {
            final String name = path.names().get(depth);
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                enterField(name, depth);
            } else if (parser.currentToken() == JsonToken.START_ARRAY) {
                enterElement(name, depth);
            } else {
                throw lost(depth, "a plain value", "an object with the field [" + name + "]");
            }
        }
        if (!path.isWhole() && parser.currentToken().isScalarValue() && parser.currentToken() != JsonToken.VALUE_NULL) {
            throw lost(path.names().size(), "a plain value", "an array or an object");
        }
    }

    private void enterField(final String name, final int depth) throws IOException {
        final List<String> others = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            final String field = parser.currentName();
            parser.nextToken();
            if (field.equals(name)) {
                return;
            }
            if (others.size() < MOST_NAMES) {
                others.add(field);
            }
            parser.skipChildren();
        }
        throw lost(depth, "an object with " + others, "the field [" + name + "]");
    }

    private void enterElement(final String name, final int depth) throws IOException {
        long count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (name.equals(Long.toString(count))) {
                return;
            }
            count++;
            parser.skipChildren();
        }
        throw lost(depth, "an array of %d elements".formatted(count), "an element [" + name + "]");
    }

    private IngestException lost(final int depth, final String found, final String expected) {
        return new IngestException("JSON path [%s], from %s on: found %s at [%s], expected %s"
                .formatted(path, place, found, path.first(depth), expected));
    }
}
