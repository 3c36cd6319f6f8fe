/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest;

import io.nifimimir.dataset.RowBuffer;
import io.nifimimir.ingest.typing.Place;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A table as a stream of rows, before the types of its columns are known. */
public interface TableReader extends Place, Closeable {

    /**
     * Reads the next row: its cells are texts, or where the source itself knows the type, numbers, booleans or datetimes. Cells beyond its end are null:
     * columns found later are not in earlier rows.
     *
     * @return whether there was one
     */
    boolean next(RowBuffer row) throws IOException;

    /** Unique names of the columns found so far; the list grows where columns are found later. */
    List<String> columns();

    /** What was found and decided about the source, by the names of {@code source_info}; complete after the last row. */
    Map<String, Object> sourceInfo();

    /** Whether texts are texts because the source says so, as in JSON, and not for want of anything else, as in CSV. */
    boolean isTextTyped();

    /**
     * Checks what can only be told when no more rows are read.
     *
     * @throws IngestException where the table is not what the options say
     */
    default void requireComplete() throws IngestException {
        // Most readers have nothing left to check
    }
}
