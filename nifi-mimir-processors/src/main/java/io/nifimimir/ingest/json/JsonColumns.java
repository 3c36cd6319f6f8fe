/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.json;

import io.nifimimir.ingest.DatasetConverter;
import io.nifimimir.ingest.IngestException;
import io.nifimimir.ingest.layout.ColumnNames;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The columns of a table that are found as its rows are read. */
final class JsonColumns {
    private final List<String> names = new ArrayList<>();
    private final Set<String> taken = new HashSet<>();

    /** The names, in a list that grows. */
    List<String> names() {
        return Collections.unmodifiableList(names);
    }

    /**
     * Adds a column under this name, or one like it where that is taken or blank.
     *
     * @return its index
     */
    int add(final String wanted, final JsonTokens tokens) throws IngestException {
        if (names.size() == DatasetConverter.MAX_COLUMNS) {
            throw new IngestException("%s, element %d: more than %,d columns"
                    .formatted(tokens.place(), tokens.row(), DatasetConverter.MAX_COLUMNS));
        }
        final String name = wanted.isBlank() ? "column_" + (names.size() + 1) : wanted;
        names.add(ColumnNames.unique(name, taken));
        taken.add(names.getLast());
        return names.size() - 1;
    }
}
