/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.markdown;

import java.util.List;
import java.util.Map;

/**
 * A table of a Markdown text, or the table of one row that an article is.
 *
 * @param sourceInfo what was found, by the names of {@code source_info}
 */
record MarkdownTable(String name, List<String> columns, List<Row> rows, Map<String, Object> sourceInfo) {

    /**
     * A row.
     *
     * @param line where it stands, counted from 1
     * @param cells texts, numbers or null
     */
    record Row(long line, Object[] cells) {}
}
