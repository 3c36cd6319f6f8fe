/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.layout;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The row of tags that the Humanitarian Exchange Language (hxlstandard.org, version 1.1) puts below a header: {@code #adm1+name}. */
public final class HxlTags {
    private static final Pattern TAG = Pattern.compile("#[A-Za-z][A-Za-z0-9_]*(\\s*\\+\\s*[A-Za-z][A-Za-z0-9_]*)*\\s*");

    private HxlTags() {}

    /**
     * Reads a row as tags: the row is one of tags where more than half of what is filled are tags.
     *
     * @param cells blank ones are columns without a tag
     * @return tags by the name of their column; empty where the row is one of data
     */
    public static Map<String, String> of(final List<String> columns, final List<String> cells) {
        final Map<String, String> tags = new LinkedHashMap<>();
        int filled = 0;
        for (int index = 0; index < Math.min(columns.size(), cells.size()); index++) {
            final String cell = cells.get(index) == null ? "" : cells.get(index).strip();
            filled += cell.isEmpty() ? 0 : 1;
            if (TAG.matcher(cell).matches()) {
                tags.put(columns.get(index), cell);
            }
        }
        return tags.size() * 2 > filled ? tags : Map.of();
    }
}
