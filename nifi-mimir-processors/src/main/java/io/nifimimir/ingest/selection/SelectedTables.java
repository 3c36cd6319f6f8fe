/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.selection;

import io.nifimimir.dataset.SourceType;
import io.nifimimir.ingest.Rejections;
import io.nifimimir.ingest.SourceTables;
import io.nifimimir.ingest.TableReader;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Tables of which only some columns are wanted, or under other names. */
public final class SelectedTables implements SourceTables {
    private final SourceTables tables;
    private final TableSelection selection;

    private SelectedTables(final SourceTables tables, final TableSelection selection) {
        this.tables = tables;
        this.selection = selection;
    }

    /** The tables themselves where all columns are wanted as they are. */
    public static SourceTables of(final SourceTables tables, final TableSelection selection) {
        return selection.keepsColumns() ? tables : new SelectedTables(tables, selection);
    }

    @Override
    public List<String> names() {
        return tables.names();
    }

    @Override
    public Optional<SourceType> sourceType(final int table) {
        return tables.sourceType(table);
    }

    @Override
    public TableReader read(final int table, final Rejections rejections) throws IOException {
        final TableReader reader = tables.read(table, rejections);
        return new SelectedColumns(reader, selection);
    }

    @Override
    public void close() throws IOException {
        tables.close();
    }
}
