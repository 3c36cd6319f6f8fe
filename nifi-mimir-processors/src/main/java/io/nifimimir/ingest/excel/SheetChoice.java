/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.excel;

import io.nifimimir.dataset.RowBuffer;
import io.nifimimir.ingest.IngestException;
import io.nifimimir.ingest.NoRejections;
import io.nifimimir.ingest.layout.HeaderFinder;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The sheets of a workbook that are wanted.
 *
 * @param tables in the order of the workbook
 * @param withoutTable names of the sheets that were wanted too and hold no table
 */
record SheetChoice(List<Choice> tables, List<String> withoutTable) {
    /** No workbook has more sheets than such a number can count. */
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}");

    /**
     * A table that is wanted.
     *
     * @param sheet index among the workbook's sheets
     * @param range where in the sheet the table is looked for
     */
    record Choice(int sheet, SheetRange range) {}

    static SheetChoice of(final Workbook workbook, final ExcelOptions options) throws IOException {
        if (workbook.sheets().isEmpty()) {
            throw new IngestException("The workbook has no sheet");
        }
        if (options.isAllSheets()) {
            return all(workbook);
        }
        final Choice choice = options.sheet().isPresent()
                ? wanted(workbook, options.sheet().get())
                : new Choice(first(workbook), SheetRange.ALL);
        return new SheetChoice(List.of(choice), List.of());
    }

    private static SheetChoice all(final Workbook workbook) throws IOException {
        final List<Choice> found = new ArrayList<>();
        final List<String> without = new ArrayList<>();
        for (int index = 0; index < workbook.sheets().size(); index++) {
            if (hasTable(workbook, index)) {
                found.addAll(tables(workbook, index));
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

    /** The tables of a sheet below one another; to find them it is read to its end. */
    private static List<Choice> tables(final Workbook workbook, final int sheet) throws IOException {
        final List<Choice> tables = new ArrayList<>();
        tables.add(new Choice(sheet, SheetRange.ALL));
        final String name = workbook.sheets().get(sheet).name();
        final SheetLayout layout = workbook.layout(sheet);
        try (SheetTableReader reader =
                new SheetTableReader(name, workbook.rows(sheet), layout, NoRejections.INSTANCE, Map.of())) {
            final RowBuffer row = new RowBuffer();
            boolean more = true;
            while (more) {
                more = reader.next(row);
            }
            reader.otherTables().forEach(start -> tables.add(new Choice(sheet, start)));
        }
        return tables;
    }

    /** A name goes before all else: a sheet may well be called 2024. */
    private static Choice wanted(final Workbook workbook, final String wanted) throws IngestException {
        final List<String> names =
                workbook.sheets().stream().map(Workbook.Sheet::name).toList();
        final int mark = wanted.lastIndexOf('!');
        final Optional<SheetRange> range = mark < 0 ? Optional.empty() : SheetRange.parse(wanted.substring(mark + 1));
        final int whole = index(names, wanted);
        if (whole < 0 && range.isPresent()) {
            final int sheet = index(names, unquoted(wanted.substring(0, mark).strip()));
            if (sheet >= 0) {
                return new Choice(sheet, range.get());
            }
        }
        if (whole >= 0) {
            return new Choice(whole, SheetRange.ALL);
        }
        throw new IngestException("No sheet [%s] in the workbook, which has %s".formatted(wanted, names));
    }

    /** Excel puts a name with spaces between quotes. */
    private static String unquoted(final String name) {
        return name.length() > 1 && name.startsWith("'") && name.endsWith("'")
                ? name.substring(1, name.length() - 1)
                : name;
    }

    private static int index(final List<String> names, final String wanted) {
        final String stripped = wanted.strip();
        for (int index = 0; index < names.size(); index++) {
            if (names.get(index).strip().equalsIgnoreCase(stripped)) {
                return index;
            }
        }
        if (NUMBER.matcher(stripped).matches()) {
            final int number = Integer.parseInt(stripped);
            return number >= 1 && number <= names.size() ? number - 1 : -1;
        }
        return -1;
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
