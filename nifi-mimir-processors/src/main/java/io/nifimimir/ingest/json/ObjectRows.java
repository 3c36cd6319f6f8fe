/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.json;

import com.fasterxml.jackson.core.JsonToken;
import io.nifimimir.dataset.RowBuffer;
import io.nifimimir.ingest.IngestException;

import java.io.IOException;
import java.util.Map;

/** Objects whose fields are cells; where an array of theirs is exploded, one row for each of its elements. */
final class ObjectRows implements RowShape {
    private final JsonTokens tokens;
    private final JsonColumns columns;
    private final ObjectFlattener flattener;
    private final ArrayExploder exploder;

    ObjectRows(final JsonTokens tokens, final JsonColumns columns, final JsonOptions options) {
        this.tokens = tokens;
        this.columns = columns;
        exploder = new ArrayExploder(options);
        flattener = new ObjectFlattener(columns, options.maxDepth(), exploder);
    }

    @Override
    public boolean accepts(final JsonToken first) {
        return first == JsonToken.START_OBJECT;
    }

    @Override
    public boolean read(final RowBuffer row) throws IOException {
        exploder.begin();
        flattener.readObject(tokens, row);
        return !exploder.keep(row, tokens) || exploder.next(row, flattener);
    }

    @Override
    public boolean readMore(final RowBuffer row) throws IOException {
        return exploder.next(row, flattener);
    }

    @Override
    public void finish() throws IOException {
        if (columns.names().isEmpty()) {
            throw new IngestException("No columns: found %,d objects without a field, expected fields with values"
                    .formatted(tokens.row()));
        }
        exploder.requireField(tokens.row());
    }

    @Override
    public String plural() {
        return "objects";
    }

    @Override
    public void addTo(final Map<String, Object> sourceInfo) {
        exploder.addTo(sourceInfo);
        if (flattener.duplicateKeys() > 0) {
            sourceInfo.put("duplicate_keys", flattener.duplicateKeys());
        }
    }
}
