/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.json;

import com.fasterxml.jackson.core.JsonToken;
import io.nifimimir.dataset.RowBuffer;

import java.io.IOException;

/** Plain values, one in each row. */
final class ScalarRows implements RowShape {
    private static final String COLUMN = "value";

    private final JsonTokens tokens;

    ScalarRows(final JsonTokens tokens, final JsonColumns columns) throws IOException {
        this.tokens = tokens;
        columns.add(COLUMN, tokens);
    }

    @Override
    public boolean accepts(final JsonToken first) {
        return first.isScalarValue();
    }

    @Override
    public boolean read(final RowBuffer row) throws IOException {
        JsonCells.add(tokens, COLUMN, row);
        return true;
    }

    @Override
    public String plural() {
        return "values";
    }
}
