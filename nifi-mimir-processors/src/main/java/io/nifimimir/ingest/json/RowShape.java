/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.json;

import com.fasterxml.jackson.core.JsonToken;
import io.nifimimir.dataset.RowBuffer;

import java.io.IOException;
import java.util.Map;

/** How values of one kind become rows; all rows of a table come from values of the kind that its first one is of. */
sealed interface RowShape permits ObjectRows, ArrayRows, ScalarRows {

    /** Whether a value that begins with this token is of the kind. */
    boolean accepts(JsonToken first);

    /**
     * Reads the value at whose first token the parser stands, to its last one.
     *
     * @param row empty, its position set
     * @return whether it is a row; otherwise it is a header, or was rejected
     */
    boolean read(RowBuffer row) throws IOException;

    /** Makes a further row of the value that was read last; false where there is none. */
    default boolean readMore(final RowBuffer row) throws IOException {
        return false;
    }

    /** Called behind the last row. */
    default void finish() throws IOException {}

    /** What the values are, such as {@code objects}. */
    String plural();

    /** Adds what was found, by the names of {@code source_info}. */
    default void addTo(final Map<String, Object> sourceInfo) {}
}
