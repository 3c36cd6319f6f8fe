/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.excel;

import io.nifimimir.ingest.layout.HeaderFinder;
import org.apache.poi.ss.util.CellRangeAddress;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The header of a sheet: a row, or several below one another, of which the upper ones name groups of columns by merged cells. The name of a column is what
 * stands over it, from the top to the bottom.
 *
 * @param first index of its first row among the sheet's first rows
 * @param last index of its last row
 * @param firstColumn of the table in its sheet, from 0
 * @param names one for each column from the first one on, null where there is none
 */
record SheetHeader(int first, int last, int firstColumn, List<String> names) {

    /**
     * Finds the header.
     *
     * @param rows the first rows of the sheet
     * @param merges regions of merged cells among them
     * @return nothing where the first row is data already
     */
    static Optional<SheetHeader> find(final List<SheetRows.Row> rows, final List<CellRangeAddress> merges) {
        final int found = HeaderFinder.find(SheetTableReader.values(rows));
        return found < 0 ? Optional.empty() : Optional.of(new Search(rows, merges).from(found));
    }

    /** @param rows of which some are the header */
    private record Search(List<SheetRows.Row> rows, List<CellRangeAddress> merges) {

        SheetHeader from(final int found) {
            final boolean title =
                    hasWideCell(found) && isHeaderBelow(found) && isDataBelow(found + 1) && !isOver(found);
            int first = title ? found + 1 : found;
            int last = first;
            while (first > 0 && isHeaderBelow(first - 1) && isOver(first - 1)) {
                first--;
            }
            while (isHeaderBelow(last) && goesOn(first, last)) {
                last++;
            }
            return header(first, last);
        }

        private boolean hasWideCell(final int index) {
            final SheetRows.Row row = rows.get(index);
            return IntStream.range(0, row.cells().length).anyMatch(column -> isWide(region(row.number(), column)));
        }

        /** Whether this row and the one directly below it are texts both. */
        private boolean isHeaderBelow(final int index) {
            return index + 1 < rows.size()
                    && rows.get(index).number() + 1 == rows.get(index + 1).number()
                    && HeaderFinder.isHeader(rows.get(index).cells())
                    && HeaderFinder.isHeader(rows.get(index + 1).cells());
        }

        private boolean isDataBelow(final int index) {
            return index + 1 < rows.size()
                    && !HeaderFinder.isHeader(rows.get(index + 1).cells());
        }

        /** Whether a row names groups of the columns that the row below names; a single name over many columns is a title. */
        private boolean isOver(final int index) {
            final SheetRows.Row row = rows.get(index);
            int names = 0;
            int groups = 0;
            boolean reachesDown = false;
            boolean singlesAreAlone = true;
            for (int column = 0; column < row.cells().length; column++) {
                if (!HeaderFinder.isBlank(row.cells()[column])) {
                    final CellRangeAddress region = region(row.number(), column);
                    names++;
                    groups += isWide(region) ? 1 : 0;
                    reachesDown |= region != null && region.getLastRow() >= row.number();
                    singlesAreAlone &= isWide(region) || HeaderFinder.isBlank(cell(index + 1, column));
                }
            }
            return names > 1 && (groups > 1 || reachesDown || groups == 1 && singlesAreAlone);
        }

        /** Whether the row below the header so far belongs to it too. */
        private boolean goesOn(final int first, final int last) {
            final SheetRows.Row row = rows.get(last);
            boolean nameOverNothing = false;
            for (int column = 0; column < row.cells().length; column++) {
                final CellRangeAddress region = region(row.number(), column);
                final boolean reachesDown = region != null
                        && region.getLastRow() >= row.number()
                        && region.getFirstRow() >= rows.get(first).number() - 1;
                if (reachesDown) {
                    return true;
                }
                nameOverNothing |= !HeaderFinder.isBlank(row.cells()[column])
                        && !isWide(region)
                        && HeaderFinder.isBlank(cell(last + 1, column));
            }
            // Where all rows are text, a merged name and a row of data look the same
            return isOver(last) && (nameOverNothing || isDataBelow(last + 1));
        }

        private Object cell(final int index, final int column) {
            final Object[] cells = rows.get(index).cells();
            return column < cells.length ? cells[column] : null;
        }

        private SheetHeader header(final int first, final int last) {
            final List<String> names = new ArrayList<>();
            int width = 0;
            for (int index = first; index <= last; index++) {
                width = Math.max(width, rows.get(index).cells().length);
            }
            int from = width;
            for (int column = 0; column < width; column++) {
                final String name = name(first, last, column);
                if (from == width && name != null) {
                    from = column;
                }
                if (from < width) {
                    names.add(name);
                }
            }
            return new SheetHeader(first, last, from, names);
        }

        private String name(final int first, final int last, final int column) {
            final List<String> parts = new ArrayList<>();
            for (int index = first; index <= last; index++) {
                final CellRangeAddress region = region(rows.get(index).number(), column);
                final Object value = region == null ? cell(index, column) : valueOf(region);
                final String part =
                        HeaderFinder.isBlank(value) ? "" : value.toString().strip();
                if (!part.isEmpty() && (parts.isEmpty() || !parts.getLast().equals(part))) {
                    parts.add(part);
                }
            }
            return parts.isEmpty() ? null : String.join(" ", parts);
        }

        /** A region holds its value in its first cell. */
        private Object valueOf(final CellRangeAddress region) {
            for (int index = 0; index < rows.size(); index++) {
                if (rows.get(index).number() == region.getFirstRow() + 1) {
                    return cell(index, region.getFirstColumn());
                }
            }
            return null;
        }

        /** @param number of the row as Excel shows it */
        private CellRangeAddress region(final int number, final int column) {
            for (final CellRangeAddress merge : merges) {
                if (merge.isInRange(number - 1, column)) {
                    return merge;
                }
            }
            return null;
        }

        private static boolean isWide(final CellRangeAddress region) {
            return region != null && region.getLastColumn() > region.getFirstColumn();
        }
    }
}
