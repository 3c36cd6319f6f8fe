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
import org.apache.poi.ss.util.CellRangeAddress;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipException;
import javax.xml.stream.XMLStreamException;

/** One sheet of a workbook as a table: header found below titles, cells merged downwards filled, blank rows left out. */
final class XlsxTableReader implements TableReader {
    private final String sheetName;
    private final XlsxRows rows;
    private final Deque<XlsxRows.Row> lookahead = new ArrayDeque<>();
    private final List<String> columns = new ArrayList<>();
    private final Map<Integer, Filling> fillings = new LinkedHashMap<>();
    private final List<CellRangeAddress> merges;
    private final Map<String, Object> sourceInfo = new LinkedHashMap<>();
    private final int firstColumn;
    private long filledCells;
    private int rowNumber;

    /** @param sheets names of all sheets of the workbook */
    XlsxTableReader(
            final String sheetName,
            final XlsxRows rows,
            final List<CellRangeAddress> merges,
            final Collection<String> sheets)
            throws IOException, XMLStreamException {
        this.sheetName = sheetName;
        this.rows = rows;
        this.merges = merges;
        sourceInfo.put("sheet", sheetName);
        sourceInfo.put("sheets", List.copyOf(sheets));
        firstColumn = readHeader();
    }

    static List<XlsxRows.Row> firstRows(final XlsxRows rows) throws IOException, XMLStreamException {
        final List<XlsxRows.Row> first = new ArrayList<>();
        while (first.size() < HeaderFinder.ROWS_TO_SEARCH) {
            final XlsxRows.Row row = rows.next();
            if (row == null) {
                return first;
            }
            first.add(row);
        }
        return first;
    }

    static List<Object[]> values(final List<XlsxRows.Row> rows) {
        return rows.stream().map(XlsxRows.Row::cells).toList();
    }

    /** Returns the index of the table's first column. */
    private int readHeader() throws IOException, XMLStreamException {
        final List<XlsxRows.Row> first = firstRows(rows);
        if (first.isEmpty()) {
            throw new IngestException("Sheet [%s] is empty: expected a header and rows".formatted(sheetName));
        }
        final int headerIndex = HeaderFinder.find(values(first));
        lookahead.addAll(first.subList(headerIndex + 1, first.size()));
        sourceInfo.put("has_header", headerIndex >= 0);
        if (headerIndex < 0) {
            return 0;
        }
        final XlsxRows.Row header = first.get(headerIndex);
        sourceInfo.put("header_row", header.number());
        int from = 0;
        while (from < header.cells().length && HeaderFinder.isBlank(header.cells()[from])) {
            from++;
        }
        final List<String> names = new ArrayList<>();
        for (int index = from; index < header.cells().length; index++) {
            names.add(header.cells()[index] == null ? null : header.cells()[index].toString());
        }
        final ColumnNames unique = ColumnNames.of(names);
        if (!unique.renamed().isEmpty()) {
            sourceInfo.put("renamed_columns", unique.renamed());
        }
        columns.addAll(unique.names());
        return from;
    }

    @Override
    public boolean next(final RowBuffer target) throws IOException {
        try {
            while (true) {
                final XlsxRows.Row row = lookahead.isEmpty() ? rows.next() : lookahead.poll();
                if (row == null) {
                    target.clear();
                    return false;
                }
                rowNumber = row.number();
                final Object[] table = toTable(row);
                if (!isEmpty(table)) {
                    target.set(table);
                    target.setPosition(rowNumber);
                    return true;
                }
            }
        } catch (final XMLStreamException | ZipException | EOFException | RuntimeException e) {
            throw new IngestException(
                    "%s or after: the sheet is damaged: %s".formatted(place(rowNumber), ExcelAdapter.rootMessage(e)),
                    e);
        }
    }

    private Object[] toTable(final XlsxRows.Row row) {
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
            fillMerged(table, row.number());
        }
        return table;
    }

    /** A cell merged downwards holds its value in its first row only; a person reads it in each. */
    private void fillMerged(final Object[] table, final int number) {
        for (final CellRangeAddress merge : merges) {
            final int index = merge.getFirstColumn() - firstColumn;
            final boolean begins = merge.getFirstRow() + 1 == number && merge.getLastRow() > merge.getFirstRow();
            if (begins && index >= 0 && index < table.length) {
                fillings.put(index, new Filling(table[index], merge.getLastRow() + 1));
            }
        }
        for (final Map.Entry<Integer, Filling> filling : fillings.entrySet()) {
            if (number <= filling.getValue().lastRow() && table[filling.getKey()] == null) {
                table[filling.getKey()] = filling.getValue().value();
                filledCells++;
            }
        }
        fillings.values().removeIf(filling -> filling.lastRow() <= number);
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
        if (filledCells > 0) {
            info.put("merged_cells_filled", filledCells);
        }
        if (rows.errorCells() > 0) {
            info.put("error_cells", rows.errorCells());
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

    private record Filling(Object value, int lastRow) {}
}
