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
    private final int depth;
    private final Map<String, FieldPath> fields = new HashMap<>();
    private int column = -1;
    private long lastObject;

    private FieldPath(final String name, final int depth) {
        this.name = name;
        this.depth = depth;
    }

    static FieldPath root() {
        return new FieldPath(null, 0);
    }

    /** The field of that name, or null where it was not met before. */
    FieldPath known(final String child) {
        return fields.get(child);
    }

    FieldPath add(final String child) {
        final FieldPath added = new FieldPath(name == null ? child : name + "." + child, depth + 1);
        fields.put(child, added);
        return added;
    }

    /** The names on the way, with dots between them. */
    String name() {
        return name;
    }

    /** Names on the way. */
    int depth() {
        return depth;
    }

    /** Index of the column, or -1 where there is none yet. */
    int column() {
        return column;
    }

    void setColumn(final int index) {
        column = index;
    }

    /**
     * Notes that the field was met.
     *
     * @param object number of the row, or of the array's element, that is read
     * @return whether it was met before in the same one
     */
    boolean isMetAgain(final long object) {
        final boolean again = lastObject == object;
        lastObject = object;
        return again;
    }

    /** Whether what it held does not count, because an object around it came again. */
    boolean isForgotten() {
        return lastObject == 0;
    }

    /** Forgets the cells of the field and of all below it. */
    void forget(final RowAssembly assembly) {
        if (column >= 0) {
            assembly.forget(column);
        }
        for (final FieldPath field : fields.values()) {
            field.lastObject = 0;
            field.forget(assembly);
        }
    }
}
