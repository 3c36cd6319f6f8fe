/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Names of columns that stand beside the rows: {@code {"columns": ["a", "b"], "data": [[1, 2], ...]}}, or
 * {@code {"headers": [{"name": "a"}, {"name": "b"}], "rows": [[1, 2], ...]}}.
 *
 * @param path to the array of the names, or of objects that have them
 */
record ColumnHeader(JsonPath path, List<String> names) {
    private static final Set<String> ARRAYS = Set.of(
            "headers", "header", "columns", "cols", "fields", "names", "columnnames", "column_names", "variables");

    /** Fields of an object that describes a column, by which it is named: the first that it has. */
    private static final List<String> NAME_FIELDS =
            List.of("name", "columnName", "column_name", "fieldName", "field", "id", "key", "label", "title", "column");

    ColumnHeader {
        names = List.copyOf(names);
    }

    /** Whether an array of this name, in small letters, may hold the names of columns. */
    static boolean isName(final String array) {
        return ARRAYS.contains(array);
    }

    /** Reads the array at whose first element the parser stands to its end; empty where it names no columns. */
    static Optional<ColumnHeader> read(final JsonParser parser, final JsonPath path) throws IOException {
        final List<String> names = new ArrayList<>();
        boolean named = true;
        for (JsonToken token = parser.currentToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            final String name = switch (token) {
                case VALUE_STRING -> parser.getText();
                case START_OBJECT -> nameOf(parser);
                default -> null;
            };
            parser.skipChildren();
            named &= name != null && !name.isBlank();
            names.add(Objects.requireNonNullElse(name, ""));
        }
        return named && !names.isEmpty() ? Optional.of(new ColumnHeader(path, names)) : Optional.empty();
    }

    private static String nameOf(final JsonParser parser) throws IOException {
        final Map<String, String> texts = new HashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            if (parser.currentToken() == JsonToken.VALUE_STRING) {
                texts.put(parser.currentName(), parser.getText());
            }
            parser.skipChildren();
        }
        return NAME_FIELDS.stream()
                .map(texts::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
