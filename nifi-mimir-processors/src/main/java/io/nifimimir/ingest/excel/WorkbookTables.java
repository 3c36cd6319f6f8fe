/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.excel;

import io.nifimimir.ingest.IngestException;
import io.nifimimir.ingest.Rejections;
import io.nifimimir.ingest.SourceTables;
import io.nifimimir.ingest.TableReader;
import io.nifimimir.ingest.layout.HeaderFinder;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sheet of a workbook that is wanted. */
final class WorkbookTables implements SourceTables {
    private final Workbook workbook;
    private final int sheet;

    /** @param workbook is closed with the tables, not where this constructor fails */
    WorkbookTables(final Workbook workbook, final Optional<String> wanted) throws IOException {
        this.workbook = workbook;
        sheet = choose(wanted);
    }

    private int choose(final Optional<String> wanted) throws IOException {
        final List<String> names = sheetNames();
        if (names.isEmpty()) {
            throw new IngestException("The workbook has no sheet");
        }
        if (wanted.isPresent()) {
            for (int index = 0; index < names.size(); index++) {
                if (names.get(index).strip().equalsIgnoreCase(wanted.get().strip())) {
                    return index;
                }
            }
            throw new IngestException("No sheet [%s] in the workbook, which has %s".formatted(wanted.get(), names));
        }
        for (int index = 0; index < names.size(); index++) {
            try (SheetRows rows = workbook.rows(index)) {
                if (HeaderFinder.usualWidth(SheetTableReader.values(SheetTableReader.firstRows(rows))) > 1) {
                    return index;
                }
            }
        }
        return 0;
    }

    private List<String> sheetNames() {
        return workbook.sheets().stream().map(Workbook.Sheet::name).toList();
    }

    @Override
    public List<String> names() {
        return List.of(sheetNames().get(sheet));
    }

    @Override
    public TableReader read(final int table, final Rejections rejections) throws IOException {
        final Map<String, Object> about = new LinkedHashMap<>();
        about.put("sheets", new ArrayList<>(sheetNames()));
        final SheetLayout layout = workbook.layout(sheet);
        final SheetRows rows = workbook.rows(sheet);
        boolean opened = false;
        try {
            final TableReader reader = new SheetTableReader(sheetNames().get(sheet), rows, layout, about);
            opened = true;
            return reader;
        } finally {
            if (!opened) {
                rows.close();
            }
        }
    }

    @Override
    public void close() throws IOException {
        workbook.close();
    }
}
