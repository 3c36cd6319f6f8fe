/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.json;

import io.nifimimir.ingest.IngestException;

import java.util.ArrayList;
import java.util.List;

/**
 * The way from a JSON text to the table in it.
 *
 * @param names of fields from the outside in, or indices of elements, counted from 0; empty for the text itself
 */
record JsonPath(List<String> names) {
    static final JsonPath WHOLE = new JsonPath(List.of());

    private static final String WHOLE_TEXT = ".";

    JsonPath {
        names = List.copyOf(names);
    }

    /**
     * Reads a path: with a slash at its beginning a JSON Pointer (RFC 6901), otherwise names with dots between them.
     *
     * @throws IngestException where it is neither
     */
    static JsonPath parse(final String text) throws IngestException {
        if (text.equals(WHOLE_TEXT)) {
            return WHOLE;
        }
        if (text.startsWith("/")) {
            return parsePointer(text);
        }
        final List<String> names = List.of(text.split("\\.", -1));
        if (names.contains("")) {
            throw new IngestException(
                    "JSON path [%s]: found an empty name, expected names with dots between them, such as data.items, or a JSON Pointer, such as /data/items"
                            .formatted(text));
        }
        return new JsonPath(names);
    }

    private static JsonPath parsePointer(final String text) throws IngestException {
        final List<String> names = new ArrayList<>();
        for (final String escaped : text.substring(1).split("/", -1)) {
            // In this order, as the RFC says: ~01 is ~1 and not a slash
            if (escaped.replace("~0", "").replace("~1", "").contains("~")) {
                throw new IngestException(
                        "JSON path [%s]: found a [~] on its own, expected ~0 for a tilde or ~1 for a slash in a name"
                                .formatted(text));
            }
            names.add(escaped.replace("~1", "/").replace("~0", "~"));
        }
        return new JsonPath(names);
    }

    boolean isWhole() {
        return names.isEmpty();
    }

    JsonPath child(final String name) {
        final List<String> longer = new ArrayList<>(names);
        longer.add(name);
        return new JsonPath(longer);
    }

    /** The first names alone. */
    JsonPath first(final int count) {
        return new JsonPath(names.subList(0, count));
    }

    /** As {@link #parse} reads it: with dots, or as a pointer where a name would be misread between dots. */
    @Override
    public String toString() {
        if (isWhole()) {
            return WHOLE_TEXT;
        }
        final boolean plain =
                names.stream().noneMatch(name -> name.isEmpty() || name.contains(".") || name.startsWith("/"));
        if (plain) {
            return String.join(".", names);
        }
        final StringBuilder pointer = new StringBuilder();
        for (final String name : names) {
            pointer.append('/').append(name.replace("~", "~0").replace("/", "~1"));
        }
        return pointer.toString();
    }
}
