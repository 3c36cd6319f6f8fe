/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.json;

import java.util.Objects;
import java.util.Optional;

/**
 * What the user has set about a JSON source.
 *
 * @param path where the table is: names with dots between them, such as {@code data.items}, or a JSON Pointer, such as {@code /data/items}; a dot alone is
 *     the whole text; absent to find it
 * @param maxDepth levels of objects within a row whose fields become columns {@code a.b}; an object further down stays JSON text, 0 keeps each one so
 * @param arrays what becomes of an array within a row
 * @param explodedField the field whose array is exploded, by its column name; absent for the first array that is found; only with {@link Arrays#EXPLODE}
 */
public record JsonOptions(Optional<String> path, int maxDepth, Arrays arrays, Optional<String> explodedField) {
    /** People who nest deeper than this do not mean columns. */
    public static final int DEFAULT_MAX_DEPTH = 10;

    public static final JsonOptions DETECT_ALL =
            new JsonOptions(Optional.empty(), DEFAULT_MAX_DEPTH, Arrays.TEXT, Optional.empty());

    public JsonOptions {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(arrays, "arrays");
        Objects.requireNonNull(explodedField, "explodedField");
        if (maxDepth < 0) {
            throw new IllegalArgumentException("Depth %d: expected 0 or more".formatted(maxDepth));
        }
    }

    public JsonOptions withPath(final String changed) {
        return new JsonOptions(Optional.of(changed), maxDepth, arrays, explodedField);
    }

    public JsonOptions withMaxDepth(final int changed) {
        return new JsonOptions(path, changed, arrays, explodedField);
    }

    /** One row for each element of the first array that is found. */
    public JsonOptions exploding() {
        return new JsonOptions(path, maxDepth, Arrays.EXPLODE, Optional.empty());
    }

    /** One row for each element of the array in this field. */
    public JsonOptions exploding(final String field) {
        return new JsonOptions(path, maxDepth, Arrays.EXPLODE, Optional.of(field));
    }

    /** What becomes of an array within a row. */
    public enum Arrays {
        /** It stays in one cell, as JSON text. */
        TEXT,
        /** Each element of one array makes a row, with the other fields repeated; further arrays stay text. */
        EXPLODE
    }
}
