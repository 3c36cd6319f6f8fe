/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.json;

import java.util.HashMap;
import java.util.Map;

/** A field of nested objects, found by walking down from the root, and the column that its values go to. */
final class FieldPath {
    private final String name;
    private final Map<String, FieldPath> fields = new HashMap<>();
    private int column = -1;

    private FieldPath(final String name) {
        this.name = name;
    }

    static FieldPath root() {
        return new FieldPath(null);
    }

    FieldPath field(final String child) {
        final FieldPath known = fields.get(child);
        if (known != null) {
            return known;
        }
        final FieldPath added = new FieldPath(name == null ? child : name + "." + child);
        fields.put(child, added);
        return added;
    }

    /** The names on the way, with dots between them. */
    String name() {
        return name;
    }

    /** Index of the column, or -1 where there is none yet. */
    int column() {
        return column;
    }

    void setColumn(final int index) {
        column = index;
    }
}
