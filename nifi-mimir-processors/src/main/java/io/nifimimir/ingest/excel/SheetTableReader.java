/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.excel;

import io.nifimimir.dataset.RowBuffer;
import io.nifimimir.ingest.IngestException;
import io.nifimimir.ingest.TableReader;
import io.nifimimir.ingest.layout.ColumnNames;
import io.nifimimir.ingest.layout.HeaderFinder;
import io.nifimimir.ingest.layout.HxlTags;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One sheet of a workbook as a table: header found below titles, cells merged downwards filled, blank rows left out. */
final class SheetTableReader implements TableReader {
    private final String sheetName;
    private final SheetRows rows;
    private final Deque<SheetRows.Row> lookahead = new ArrayDeque<>();
    private final List<String> columns = new ArrayList<>();
    private final SheetLayout layout;
    private final MergedCells merged;
    private final Map<String, Object> sourceInfo = new LinkedHashMap<>();
    private final int firstColumn;
    private long hiddenRows;

    /**
     * @param rows are closed with the reader, not where this constructor fails
     * @param about what {@code source_info} says of the workbook
     */
    SheetTableReader(
            final String sheetName, final SheetRows rows, final SheetLayout layout, final Map<String, Object> about)
            throws IOException {
        this.sheetName = sheetName;
        this.rows = rows;
        this.layout = layout;
        sourceInfo.put("sheet", sheetName);
        sourceInfo.putAll(about);
        firstColumn = readHeader();
        merged = new MergedCells(layout.merges(), firstColumn);
    }

    static List<SheetRows.Row> firstRows(final SheetRows rows) throws IOException {
        final List<SheetRows.Row> first = new ArrayList<>();
        while (first.size() < HeaderFinder.ROWS_TO_SEARCH) {
            final SheetRows.Row row = rows.next();
            if (row == null) {
                return first;
            }
            first.add(row);
        }
        return first;
    }

    static List<Object[]> values(final List<SheetRows.Row> rows) {
        return rows.stream().map(SheetRows.Row::cells).toList();
    }

    /** Returns the index of the table's first column. */
    private int readHeader() throws IOException {
        final List<SheetRows.Row> first = firstRows(rows);
        if (first.isEmpty()) {
            throw new IngestException("Sheet [%s] is empty: expected a header and rows".formatted(sheetName));
        }
        final SheetHeader header =
                SheetHeader.find(first, layout.headerMerges()).orElse(null);
        lookahead.addAll(first.subList(header == null ? 0 : header.last() + 1, first.size()));
        sourceInfo.put("has_header", header != null);
        if (header == null) {
            return 0;
        }
        final int from = header.firstColumn();
        sourceInfo.put("header_row", first.get(header.first()).number());
        if (header.last() > header.first()) {
            sourceInfo.put("header_rows", header.last() - header.first() + 1);
        }
        final ColumnNames unique = ColumnNames.of(header.names());
        if (!unique.renamed().isEmpty()) {
            sourceInfo.put("renamed_columns", unique.renamed());
        }
        columns.addAll(unique.names());
        if (!lookahead.isEmpty()) {
            final Map<String, String> tags =
                    HxlTags.of(columns, texts(lookahead.peek().cells(), from));
            if (!tags.isEmpty()) {
                sourceInfo.put("hxl_tags", tags);
                lookahead.remove();
            }
        }
        return from;
    }

    private static List<String> texts(final Object[] cells, final int from) {
        final List<String> texts = new ArrayList<>();
        for (int index = from; index < cells.length; index++) {
            texts.add(cells[index] == null ? null : cells[index].toString());
        }
        return texts;
    }

    @Override
    public boolean next(final RowBuffer target) throws IOException {
        while (true) {
            final SheetRows.Row row = lookahead.isEmpty() ? rows.next() : lookahead.poll();
            if (row == null) {
                target.clear();
                return false;
            }
            final Object[] table = toTable(row);
            if (!isEmpty(table)) {
                target.set(table);
                target.setPosition(row.number());
                hiddenRows += row.hidden() ? 1 : 0;
                return true;
            }
        }
    }

    private Object[] toTable(final SheetRows.Row row) {
        final Object[] cells = row.cells().length > firstColumn
                ? Arrays.copyOfRange(row.cells(), firstColumn, row.cells().length)
                : new Object[0];
        int width = cells.length;
        while (width > 0 && HeaderFinder.isBlank(cells[width - 1])) {
            width--;
        }
        while (columns.size() < width) {
            columns.add(ColumnNames.unique("column_" + (columns.size() + 1), columns));
        }
        final Object[] table = Arrays.copyOf(cells, columns.size());
        // An otherwise empty row is the end of the table or a space in it, also where a merged cell reaches over it
        if (width > 0) {
            merged.fill(table, row.number());
        }
        return table;
    }

    private static boolean isEmpty(final Object[] cells) {
        for (final Object cell : cells) {
            if (!HeaderFinder.isBlank(cell)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public Map<String, Object> sourceInfo() {
        final Map<String, Object> info = new LinkedHashMap<>(sourceInfo);
        if (merged.filledCells() > 0) {
            info.put("merged_cells_filled", merged.filledCells());
        }
        if (!rows.errors().isEmpty()) {
            info.put("error_cells", new LinkedHashMap<>(rows.errors()));
        }
        if (hiddenRows > 0) {
            info.put("hidden_rows", hiddenRows);
        }
        if (!layout.hiddenColumns().isEmpty()) {
            info.put("hidden_columns", layout.hiddenColumns());
        }
        return info;
    }

    @Override
    public String place(final long position) {
        return "sheet [%s], row %d".formatted(sheetName, position);
    }

    @Override
    public boolean isTextTyped() {
        return false;
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
