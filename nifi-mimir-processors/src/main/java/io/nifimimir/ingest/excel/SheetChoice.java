/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.excel;

import io.nifimimir.ingest.IngestException;
import io.nifimimir.ingest.layout.HeaderFinder;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The sheets of a workbook that are wanted.
 *
 * @param indexes among the workbook's sheets, in its order
 * @param withoutTable names of the sheets that were wanted too and hold no table
 */
record SheetChoice(List<Integer> indexes, List<String> withoutTable) {
    /** No workbook has more sheets than such a number can count. */
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}");

    static SheetChoice of(final Workbook workbook, final ExcelOptions options) throws IOException {
        if (workbook.sheets().isEmpty()) {
            throw new IngestException("The workbook has no sheet");
        }
        if (options.isAllSheets()) {
            return all(workbook);
        }
        final int index =
                options.sheet().isPresent() ? named(workbook, options.sheet().get()) : first(workbook);
        return new SheetChoice(List.of(index), List.of());
    }

    private static SheetChoice all(final Workbook workbook) throws IOException {
        final List<Integer> found = new ArrayList<>();
        final List<String> without = new ArrayList<>();
        for (int index = 0; index < workbook.sheets().size(); index++) {
            if (hasTable(workbook, index)) {
                found.add(index);
            } else {
                without.add(workbook.sheets().get(index).name());
            }
        }
        if (found.isEmpty()) {
            throw new IngestException(
                    "No sheet of the workbook holds a table of two columns or more: it has %s".formatted(without));
        }
        return new SheetChoice(found, without);
    }

    /** A name goes before a number: a sheet may well be called 2024. */
    private static int named(final Workbook workbook, final String wanted) throws IngestException {
        final List<String> names =
                workbook.sheets().stream().map(Workbook.Sheet::name).toList();
        final String stripped = wanted.strip();
        for (int index = 0; index < names.size(); index++) {
            if (names.get(index).strip().equalsIgnoreCase(stripped)) {
                return index;
            }
        }
        if (NUMBER.matcher(stripped).matches()) {
            final int number = Integer.parseInt(stripped);
            if (number >= 1 && number <= names.size()) {
                return number - 1;
            }
        }
        throw new IngestException("No sheet [%s] in the workbook, which has %s".formatted(wanted, names));
    }

    private static int first(final Workbook workbook) throws IOException {
        int shown = -1;
        for (int index = 0; index < workbook.sheets().size(); index++) {
            if (!workbook.sheets().get(index).hidden()) {
                shown = shown < 0 ? index : shown;
                if (width(workbook, index) > 1) {
                    return index;
                }
            }
        }
        return Math.max(shown, 0);
    }

    private static int width(final Workbook workbook, final int sheet) throws IOException {
        try (SheetRows rows = workbook.rows(sheet)) {
            return HeaderFinder.usualWidth(SheetTableReader.values(SheetTableReader.firstRows(rows)));
        }
    }

    private static boolean hasTable(final Workbook workbook, final int sheet) throws IOException {
        try (SheetRows rows = workbook.rows(sheet)) {
            final List<Object[]> first = SheetTableReader.values(SheetTableReader.firstRows(rows));
            return HeaderFinder.usualWidth(first) > 1 && HeaderFinder.find(first) + 1 < first.size();
        }
    }
}
