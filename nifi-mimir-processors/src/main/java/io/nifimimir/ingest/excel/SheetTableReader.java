/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.excel;

import io.nifimimir.dataset.CellKind;
import io.nifimimir.dataset.RowBuffer;
import io.nifimimir.ingest.IngestException;
import io.nifimimir.ingest.Rejections;
import io.nifimimir.ingest.TableReader;
import io.nifimimir.ingest.layout.ColumnNames;
import io.nifimimir.ingest.layout.HeaderFinder;
import io.nifimimir.ingest.layout.HxlTags;
import io.nifimimir.ingest.layout.TableEnd;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One sheet of a workbook as a table: header found below titles, cells merged downwards filled, blank rows left out. */
final class SheetTableReader implements TableReader {
    private final String sheetName;
    private final SheetRows rows;
    private final Deque<SheetRows.Row> lookahead = new ArrayDeque<>();
    private final List<String> columns = new ArrayList<>();
    private final SheetLayout layout;
    private final MergedCells merged;
    private final Rejections rejections;
    private final Map<String, Object> sourceInfo = new LinkedHashMap<>();
    private final int firstColumn;
    private final List<String> header = new ArrayList<>();
    private final TableEnd end = new TableEnd();
    private final TableBoundary boundary = new TableBoundary();
    private final Deque<RowBuffer> waiting = new ArrayDeque<>();
    private final List<SheetRange> otherTables = new ArrayList<>();
    private boolean ended;
    private long hiddenRows;
    private long rejectedRows;
    private long repeatedHeaders;

    /**
     * @param rows are closed with the reader, not where this constructor fails
     * @param about what {@code source_info} says of the workbook
     */
    SheetTableReader(
            final String sheetName,
            final SheetRows rows,
            final SheetLayout layout,
            final Rejections rejections,
            final Map<String, Object> about)
            throws IOException {
        this.sheetName = sheetName;
        this.rows = rows;
        this.layout = layout;
        this.rejections = rejections;
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
        final SheetHeader found = SheetHeader.find(first, layout.headerMerges()).orElse(null);
        lookahead.addAll(first.subList(found == null ? 0 : found.last() + 1, first.size()));
        sourceInfo.put("has_header", found != null);
        if (found == null) {
            return 0;
        }
        final int from = found.firstColumn();
        sourceInfo.put("header_row", first.get(found.first()).number());
        if (found.last() > found.first()) {
            sourceInfo.put("header_rows", found.last() - found.first() + 1);
        }
        header.addAll(found.names());
        final ColumnNames unique = ColumnNames.of(header);
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
        if (!waiting.isEmpty()) {
            target.copy(waiting.remove());
            return true;
        }
        while (read(target)) {
            if (!end.holdsBack(target, columns.size())) {
                if (end.isHolding()) {
                    final RowBuffer current = new RowBuffer();
                    current.copy(target);
                    waiting.addAll(end.release());
                    waiting.add(current);
                    target.copy(waiting.remove());
                }
                return true;
            }
        }
        finish();
        target.clear();
        return false;
    }

    private boolean read(final RowBuffer target) throws IOException {
        while (!ended) {
            final SheetRows.Row row = nextRow();
            if (row == null || boundary.isGap(row) && beginsTable(row)) {
                ended = true;
                return false;
            }
            final Object[] table = toTable(row);
            if (isEmpty(table)) {
                continue;
            }
            boundary.accept(row);
            if (texts(table, 0).equals(header)) {
                repeatedHeaders++;
                continue;
            }
            target.set(table);
            target.setPosition(row.number());
            hiddenRows += row.hidden() ? 1 : 0;
            return true;
        }
        return false;
    }

    private SheetRows.Row nextRow() throws IOException {
        return lookahead.isEmpty() ? rows.next() : lookahead.poll();
    }

    private boolean beginsTable(final SheetRows.Row row) throws IOException {
        while (lookahead.size() < TableBoundary.ROWS_TO_LOOK_AT) {
            final SheetRows.Row following = rows.next();
            if (following == null) {
                break;
            }
            lookahead.add(following);
        }
        final Optional<SheetHeader> found = boundary.header(row, lookahead, layout.headerMerges(), header);
        found.ifPresent(next -> otherTables.add(new SheetRange(row.number(), 0, Integer.MAX_VALUE, Integer.MAX_VALUE)));
        return found.isPresent();
    }

    private void finish() throws IOException {
        final TableEnd.Found found = end.finish();
        for (final RowBuffer total : found.totals()) {
            rejectedRows++;
            rejections.row(
                    place(total.position()), "a row of totals below the data, expected data", joined(total, "\t"));
        }
        if (!found.notes().isEmpty()) {
            sourceInfo.put(
                    "notes_below_table",
                    found.notes().stream().map(note -> joined(note, " ")).toList());
        }
        // Only where the other tables begin; to be read, they have to be asked for
        SheetRows.Row row = nextRow();
        while (row != null) {
            if (!isEmpty(row.cells())) {
                if (boundary.isGap(row)) {
                    beginsTable(row);
                }
                boundary.accept(row);
            }
            row = nextRow();
        }
    }

    private static String joined(final RowBuffer row, final String between) {
        final List<String> cells = new ArrayList<>();
        for (int index = 0; index < row.size(); index++) {
            cells.add(row.kind(index) == CellKind.NULL ? "" : String.valueOf(row.value(index)));
        }
        return String.join(between, cells).strip();
    }

    private Object[] toTable(final SheetRows.Row row) {
        final Object[] cells = row.cells().length > firstColumn
                ? Arrays.copyOfRange(row.cells(), firstColumn, row.cells().length)
                : new Object[0];
        int width = filledWidth(cells);
        while (columns.size() < width) {
            columns.add(ColumnNames.unique("column_" + (columns.size() + 1), columns));
        }
        // An otherwise empty row is the end of the table or a space in it, also where a merged cell reaches over it
        if (width == 0) {
            return new Object[0];
        }
        final Object[] table = Arrays.copyOf(cells, columns.size());
        merged.fill(table, row.number());
        width = filledWidth(table);
        return Arrays.copyOf(table, width);
    }

    private static int filledWidth(final Object[] cells) {
        int width = cells.length;
        while (width > 0 && HeaderFinder.isBlank(cells[width - 1])) {
            width--;
        }
        return width;
    }

    private static boolean isEmpty(final Object[] cells) {
        return filledWidth(cells) == 0;
    }

    /** Where further tables begin below this one; known after the last row. */
    List<SheetRange> otherTables() {
        return otherTables;
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
        if (repeatedHeaders > 0) {
            info.put("repeated_headers", repeatedHeaders);
        }
        if (rejectedRows > 0) {
            info.put("rejected_rows", rejectedRows);
        }
        if (!otherTables.isEmpty()) {
            info.put(
                    ExcelOptions.OTHER_TABLES,
                    otherTables.stream()
                            .map(start -> sheetName + "!" + start.start())
                            .toList());
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
