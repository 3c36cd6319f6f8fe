/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.selection;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which part of a table is wanted.
 *
 * @param columns names of the columns, as the source has them, in the order wanted; empty for all
 * @param renames new names by those of the source
 * @param filter rows that are wanted, by the columns' new names; absent for all
 * @param rowLimit rows after which reading ends
 */
public record TableSelection(
        List<String> columns, Map<String, String> renames, Optional<RowFilter> filter, long rowLimit) {

    public static final TableSelection ALL = new TableSelection(List.of(), Map.of(), Optional.empty(), Long.MAX_VALUE);

    public TableSelection {
        columns = List.copyOf(columns);
        renames = Map.copyOf(renames);
        if (new HashSet<>(columns).size() < columns.size()) {
            throw new IllegalArgumentException("A column is selected twice: " + columns);
        }
        if (rowLimit < 1) {
            throw new IllegalArgumentException("A row limit of at least 1 expected: " + rowLimit);
        }
    }

    boolean keepsColumns() {
        return columns.isEmpty() && renames.isEmpty();
    }
}
