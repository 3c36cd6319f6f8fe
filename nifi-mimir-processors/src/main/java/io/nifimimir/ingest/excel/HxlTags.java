/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.excel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The row of tags, such as {@code #adm1 +name}, that the Humanitarian Exchange Language (HXL 1.1) puts between header and data. */
final class HxlTags {
    private static final Pattern TAG =
            Pattern.compile("\\s*#[A-Za-z][A-Za-z0-9_]*(\\s*\\+\\s*[A-Za-z][A-Za-z0-9_]*)*\\s*");

    private HxlTags() {}

    /**
     * @param columns names of the columns, the first of which stands in {@code cells[firstColumn]}
     * @return the tags by column, or nothing where the row is one of data
     */
    static Map<String, Object> of(final Object[] cells, final int firstColumn, final List<String> columns) {
        final Map<String, Object> tags = new LinkedHashMap<>();
        int filled = 0;
        for (int index = firstColumn; index < Math.min(cells.length, firstColumn + columns.size()); index++) {
            if (cells[index] != null) {
                filled++;
            }
            if (cells[index] instanceof String text && TAG.matcher(text).matches()) {
                tags.put(columns.get(index - firstColumn), text.strip());
            }
        }
        return tags.size() * 2 > filled ? tags : Map.of();
    }
}
