/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.nifimimir.dataset.RowBuffer;
import io.nifimimir.ingest.DatasetConverter;
import io.nifimimir.ingest.IngestException;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** Reads objects as rows: the fields of nested objects become columns named {@code outer.inner}. Of equal names in one object the last one counts. */
final class ObjectFlattener {
    /** Fields may hold nothing but empty objects, and would then be counted nowhere. */
    private static final int MAX_FIELDS = 4 * DatasetConverter.MAX_COLUMNS;

    private final JsonColumns columns;
    private final int maxDepth;
    private final ArrayExploder exploder;
    private final FieldPath root = FieldPath.root();
    private final Deque<FieldPath> path = new ArrayDeque<>();
    private final RowAssembly assembly = new RowAssembly();
    private int fields;
    private long objects;
    private long duplicateKeys;

    ObjectFlattener(final JsonColumns columns, final int maxDepth, final ArrayExploder exploder) {
        this.columns = columns;
        this.maxDepth = maxDepth;
        this.exploder = exploder;
    }

    /** Reads the object at whose beginning the parser stands into an empty row. */
    void readObject(final JsonTokens tokens, final RowBuffer row) throws IOException {
        assembly.begin(row);
        objects++;
        readFields(tokens, root, maxDepth);
        assembly.finish();
    }

    /** Adds an element of an exploded array to a row that holds the other fields. */
    void addElement(final JsonTokens tokens, final FieldPath field, final RowBuffer row) throws IOException {
        assembly.begin(row);
        objects++;
        if (tokens.parser().currentToken() == JsonToken.START_OBJECT) {
            readFields(tokens, field, Math.max(0, maxDepth - field.depth()));
        } else {
            addCell(tokens, field);
        }
        assembly.finish();
    }

    private void readFields(final JsonTokens tokens, final FieldPath start, final int depth) throws IOException {
        final JsonParser parser = tokens.parser();
        FieldPath object = start;
        path.clear();
        while (true) {
            if (parser.nextToken() == JsonToken.END_OBJECT) {
                if (path.isEmpty()) {
                    return;
                }
                object = path.pop();
                continue;
            }
            final FieldPath field = field(object, tokens);
            if (field.isMetAgain(objects)) {
                duplicateKeys++;
                field.forget(assembly);
                exploder.forget(field);
            }
            final JsonToken value = parser.nextToken();
            if (value == JsonToken.START_OBJECT && path.size() < depth) {
                path.push(object);
                object = field;
            } else if (value != JsonToken.START_ARRAY || !exploder.take(tokens, field)) {
                addCell(tokens, field);
            }
        }
    }

    private FieldPath field(final FieldPath object, final JsonTokens tokens) throws IOException {
        final String name = tokens.parser().currentName();
        final FieldPath known = object.known(name);
        if (known != null) {
            return known;
        }
        fields++;
        if (fields > MAX_FIELDS) {
            throw new IngestException("%s, element %d: more than %,d fields of different names"
                    .formatted(tokens.place(), tokens.row(), MAX_FIELDS));
        }
        return object.add(name);
    }

    private void addCell(final JsonTokens tokens, final FieldPath field) throws IOException {
        if (field.column() < 0) {
            field.setColumn(columns.add(field.name(), tokens));
        }
        assembly.place(field.column());
        JsonCells.add(tokens, field.name(), assembly.row());
    }

    /** Fields that came again in the same object. */
    long duplicateKeys() {
        return duplicateKeys;
    }
}
