/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.selection;

import io.nifimimir.dataset.RowBuffer;
import io.nifimimir.ingest.IngestException;
import io.nifimimir.ingest.TableReader;
import io.nifimimir.ingest.layout.ColumnNames;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The wanted columns of a table, in the order and under the names that are wanted. */
final class SelectedColumns implements TableReader {
    private final TableReader reader;
    private final TableSelection selection;
    private final RowBuffer whole = new RowBuffer();
    private final List<String> columns = new ArrayList<>();
    private final Set<String> taken = new HashSet<>();
    /** Index in the source of each column; -1 as long as the source has not come upon it. */
    private int[] sources = new int[0];

    private int known;

    SelectedColumns(final TableReader reader, final TableSelection selection) {
        this.reader = reader;
        this.selection = selection;
        for (final String wanted : selection.columns()) {
            add(wanted, -1);
        }
        learnColumns();
    }

    private void add(final String sourceName, final int index) {
        final String name = ColumnNames.unique(selection.renames().getOrDefault(sourceName, sourceName), taken);
        taken.add(name);
        columns.add(name);
        sources = Arrays.copyOf(sources, columns.size());
        sources[columns.size() - 1] = index;
    }

    private void learnColumns() {
        for (; known < reader.columns().size(); known++) {
            final String name = reader.columns().get(known);
            if (selection.columns().isEmpty()) {
                add(name, known);
                continue;
            }
            final int wanted = selection.columns().indexOf(name);
            if (wanted >= 0) {
                sources[wanted] = known;
            }
        }
    }

    @Override
    public boolean next(final RowBuffer row) throws IOException {
        final boolean found = reader.next(whole);
        learnColumns();
        if (!found) {
            row.clear();
            return false;
        }
        whole.select(sources, row);
        row.setPosition(whole.position());
        return true;
    }

    @Override
    public void requireComplete() throws IngestException {
        reader.requireComplete();
        // A column may be found with the last row, so it is missing only now
        for (int index = 0; index < selection.columns().size(); index++) {
            if (sources[index] < 0) {
                throw new IngestException("Selected column [%s] is not in the table, which has %s"
                        .formatted(selection.columns().get(index), reader.columns()));
            }
        }
        for (final String renamed : selection.renames().keySet()) {
            if (!reader.columns().contains(renamed)) {
                throw new IngestException("Column [%s], which is to be renamed, is not in the table, which has %s"
                        .formatted(renamed, reader.columns()));
            }
        }
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public Map<String, Object> sourceInfo() {
        final Map<String, Object> info = new LinkedHashMap<>(reader.sourceInfo());
        if (!selection.columns().isEmpty()) {
            info.put("columns_in_source", List.copyOf(reader.columns()));
        }
        if (!selection.renames().isEmpty()) {
            info.put("column_mapping", selection.renames());
        }
        return info;
    }

    @Override
    public String place(final long position) {
        return reader.place(position);
    }

    @Override
    public boolean isTextTyped() {
        return reader.isTextTyped();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
