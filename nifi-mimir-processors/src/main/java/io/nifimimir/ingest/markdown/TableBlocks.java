/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.markdown;

import io.nifimimir.ingest.layout.ColumnNames;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableBody;
import org.commonmark.ext.gfm.tables.TableHead;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes the tables out of a Markdown text, each under the heading that stands above it. */
final class TableBlocks {
    private TableBlocks() {}

    /** @param info what is known of the whole text, by the names of {@code source_info} */
    static List<MarkdownTable> read(final MarkdownText text, final Map<String, Object> info) {
        final boolean single = text.tables().size() == 1;
        final List<MarkdownTable> tables = new ArrayList<>();
        final Set<String> taken = new HashSet<>();
        String heading = "";
        for (final Node block : text.blocks()) {
            if (block instanceof Heading) {
                heading = PlainText.of(block);
            } else if (block instanceof final TableBlock table) {
                final String wanted = heading.isEmpty() && !single ? "table " + (tables.size() + 1) : heading;
                final String name = ColumnNames.unique(wanted, taken);
                taken.add(name);
                tables.add(read(table, name, info));
            }
        }
        return tables;
    }

    private static MarkdownTable read(final TableBlock table, final String name, final Map<String, Object> info) {
        ColumnNames columns = new ColumnNames(List.of(), Map.of());
        final List<MarkdownTable.Row> rows = new ArrayList<>();
        for (Node part = table.getFirstChild(); part != null; part = part.getNext()) {
            if (part instanceof TableHead) {
                final List<String> header = new ArrayList<>();
                for (final Object cell : cells(part.getFirstChild())) {
                    header.add(cell == null ? null : cell.toString());
                }
                columns = ColumnNames.of(header);
            } else if (part instanceof TableBody) {
                for (Node row = part.getFirstChild(); row != null; row = row.getNext()) {
                    final long line = row.getSourceSpans().getFirst().getLineIndex() + 1L;
                    rows.add(new MarkdownTable.Row(line, cells(row)));
                }
            }
        }
        final Map<String, Object> own = new LinkedHashMap<>(info);
        if (!columns.renamed().isEmpty()) {
            own.put("renamed_columns", columns.renamed());
        }
        return new MarkdownTable(name, columns.names(), rows, own);
    }

    private static Object[] cells(final Node row) {
        final List<String> cells = new ArrayList<>();
        for (Node cell = row.getFirstChild(); cell != null; cell = cell.getNext()) {
            final String text = PlainText.of(cell);
            cells.add(text.isEmpty() ? null : text);
        }
        return cells.toArray();
    }
}
