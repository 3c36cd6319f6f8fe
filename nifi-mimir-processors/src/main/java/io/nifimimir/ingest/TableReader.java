/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * A table as a stream of rows, before its types are known. A cell is null, a String, or where the source itself knows the type, a Long, Double,
 * BigDecimal, Boolean, LocalDate, LocalDateTime or OffsetDateTime.
 */
interface TableReader extends Closeable {

    /** The next row, or null after the last. Cells beyond its end are null: columns found later are not in earlier rows. */
    Object[] next() throws IOException;

    /** Unique names of the columns found so far; complete after the last row. */
    List<String> columns();

    /** What was found and decided about the source, by the names of {@code source_info}; complete after the last row. */
    Map<String, Object> sourceInfo();

    /** Where the row read last stands, as a person would look for it, such as {@code line 17}. */
    String place();

    /** Whether texts are texts because the source says so, as in JSON, and not for want of anything else, as in CSV. */
    boolean isTextTyped();
}
