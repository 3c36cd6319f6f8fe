/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.excel;

import io.nifimimir.ingest.Rejections;
import io.nifimimir.ingest.SourceTables;
import io.nifimimir.ingest.TableReader;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The sheets of a workbook that are wanted, each a table. */
final class WorkbookTables implements SourceTables {
    private final Workbook workbook;
    private final SheetChoice choice;

    private WorkbookTables(final Workbook workbook, final SheetChoice choice) {
        this.workbook = workbook;
        this.choice = choice;
    }

    /** @param workbook is closed with the tables, and where there are none */
    static WorkbookTables of(final Workbook workbook, final ExcelOptions options) throws IOException {
        boolean opened = false;
        try {
            final WorkbookTables tables = new WorkbookTables(workbook, SheetChoice.of(workbook, options));
            opened = true;
            return tables;
        } finally {
            if (!opened) {
                workbook.close();
            }
        }
    }

    @Override
    public List<String> names() {
        return choice.tables().stream().map(this::name).toList();
    }

    /** Several tables of one sheet are told apart by where they begin. */
    private String name(final SheetChoice.Choice table) {
        final String sheet = sheetName(table);
        return table.range().equals(SheetRange.ALL)
                ? sheet
                : sheet + "!" + table.range().start();
    }

    private String sheetName(final SheetChoice.Choice table) {
        return workbook.sheets().get(table.sheet()).name();
    }

    @Override
    public TableReader read(final int table, final Rejections rejections) throws IOException {
        final SheetChoice.Choice chosen = choice.tables().get(table);
        final SheetLayout layout = workbook.layout(chosen.sheet());
        final SheetRows rows = workbook.rows(chosen.sheet());
        boolean opened = false;
        try {
            final SheetRows wanted = chosen.range().equals(SheetRange.ALL) ? rows : new RangeRows(rows, chosen.range());
            final TableReader reader = new SheetTableReader(sheetName(chosen), wanted, layout, rejections, about());
            opened = true;
            return reader;
        } finally {
            if (!opened) {
                rows.close();
            }
        }
    }

    private Map<String, Object> about() {
        final Map<String, Object> about = new LinkedHashMap<>();
        about.put("sheets", workbook.sheets().stream().map(Workbook.Sheet::name).toList());
        final List<String> hidden = workbook.sheets().stream()
                .filter(Workbook.Sheet::hidden)
                .map(Workbook.Sheet::name)
                .toList();
        if (!hidden.isEmpty()) {
            about.put("hidden_sheets", hidden);
        }
        if (!choice.withoutTable().isEmpty()) {
            about.put("sheets_without_table", choice.withoutTable());
        }
        return about;
    }

    @Override
    public void close() throws IOException {
        workbook.close();
    }
}
