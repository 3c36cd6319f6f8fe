/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.layout;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes header cells unique and not empty.
 *
 * @param names the names to use
 * @param renamed header cells that had to be changed, by the name in use: {@code "amount_2" -> "amount"}
 */
public record ColumnNames(List<String> names, Map<String, String> renamed) {

    /** @param header header cells; null and blank ones become {@code column_N}, N counted from 1 */
    public static ColumnNames of(final List<String> header) {
        final Set<String> taken = new HashSet<>();
        // Counted on for each name, so that a header of one name many times over is no quadratic work
        final Map<String, Integer> suffixes = new HashMap<>();
        final List<String> names = new ArrayList<>(header.size());
        final Map<String, String> renamed = new LinkedHashMap<>();
        for (int index = 0; index < header.size(); index++) {
            final String cell =
                    header.get(index) == null ? "" : header.get(index).strip();
            final String wanted = cell.isEmpty() ? "column_" + (index + 1) : cell;
            String name = wanted;
            while (!taken.add(name)) {
                name = wanted + "_" + suffixes.merge(wanted, 2, (last, first) -> last + 1);
            }
            if (!name.equals(cell)) {
                renamed.put(name, cell);
            }
            names.add(name);
        }
        return new ColumnNames(names, renamed);
    }

    /** The name, or the name with the first number behind it that is not taken. */
    public static String unique(final String wanted, final Collection<String> taken) {
        String name = wanted;
        for (int suffix = 2; taken.contains(name); suffix++) {
            name = wanted + "_" + suffix;
        }
        return name;
    }
}
