/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.markdown;

import io.nifimimir.dataset.RowBuffer;
import io.nifimimir.ingest.TableReader;

import java.util.List;
import java.util.Map;

/** The rows of a table of a Markdown text. */
final class MarkdownTableReader implements TableReader {
    private final MarkdownTable table;
    private int next;

    MarkdownTableReader(final MarkdownTable table) {
        this.table = table;
    }

    @Override
    public boolean next(final RowBuffer row) {
        row.clear();
        if (next == table.rows().size()) {
            return false;
        }
        final MarkdownTable.Row current = table.rows().get(next);
        next++;
        row.setPosition(current.line());
        for (final Object cell : current.cells()) {
            row.add(cell);
        }
        return true;
    }

    @Override
    public List<String> columns() {
        return table.columns();
    }

    @Override
    public Map<String, Object> sourceInfo() {
        return table.sourceInfo();
    }

    @Override
    public String place(final long position) {
        return "line " + position;
    }

    /** Markdown knows texts alone. */
    @Override
    public boolean isTextTyped() {
        return false;
    }

    @Override
    public void close() {
        // The text is held by the tables
    }
}
