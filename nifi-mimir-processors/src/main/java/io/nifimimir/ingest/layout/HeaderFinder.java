/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.layout;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Finds the header among the first rows of a sheet or text file: below titles and notes, above the data. */
public final class HeaderFinder {
    /** Rows to look through. */
    public static final int ROWS_TO_SEARCH = 50;

    /** A header may lack the name of a column or two, but not of most. */
    private static final double MIN_FILLED_SHARE = 0.6;

    private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9][0-9.,' ]*%?");

    private static final Pattern YEAR = Pattern.compile("(19|20)[0-9]{2}");

    private HeaderFinder() {}

    /**
     * @param rows the first rows, cells as a table's reader gives them
     * @return index of the header row, or -1 where the first row is data already
     */
    public static int find(final List<Object[]> rows) {
        final int first = firstFull(rows);
        final boolean isNone = first < 0 || !isHeader(rows.get(first)) && filled(rows.get(first)) >= needed(rows);
        if (isNone) {
            return -1;
        }
        return isTitle(rows, first) ? first + 1 : first;
    }

    /** A title with delimiters in it is shorter than the table, and the row below it is a header too, over rows that are none. */
    private static boolean isTitle(final List<Object[]> rows, final int index) {
        final int width = usualWidth(rows);
        final boolean hasFullBelow = rows.get(index).length < width
                && index + 2 < rows.size()
                && filled(rows.get(index + 1)) == width
                && isHeader(rows.get(index + 1));
        return hasFullBelow && rows.subList(index + 2, rows.size()).stream().noneMatch(HeaderFinder::isHeader);
    }

    /**
     * Index of the first row of the table: the first in which most of the columns are filled.
     *
     * @return the first of all where none is filled so, or -1 where there is no row
     */
    public static int firstFull(final List<Object[]> rows) {
        final int needed = needed(rows);
        for (int index = 0; index < rows.size(); index++) {
            if (filled(rows.get(index)) >= needed) {
                return index;
            }
        }
        return rows.isEmpty() ? -1 : 0;
    }

    /** How many rows above a table without a header are titles: one text in each, where the rows of the table have more cells. */
    public static int titles(final List<Object[]> rows) {
        final int first = usualWidth(rows) < 2 ? 0 : Math.max(0, firstFull(rows));
        for (final Object[] above : rows.subList(0, first)) {
            if (lastFilled(above) > 1 || lastFilled(above) == 1 && !isHeader(above)) {
                return 0;
            }
        }
        return first;
    }

    private static int needed(final List<Object[]> rows) {
        final int width = usualWidth(rows);
        return Math.max(Math.min(width, 2), (int) Math.ceil(width * MIN_FILLED_SHARE));
    }

    /** The most frequent width of a row; of several the widest. */
    public static int usualWidth(final List<Object[]> rows) {
        final Map<Integer, Integer> counts = new HashMap<>();
        for (final Object[] row : rows) {
            counts.merge(lastFilled(row), 1, Integer::sum);
        }
        return counts.entrySet().stream()
                .filter(entry -> entry.getKey() > 0)
                .max(Map.Entry.<Integer, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElse(0);
    }

    /** Text throughout, but for years, which people put over columns of numbers. */
    public static boolean isHeader(final Object[] row) {
        boolean hasText = false;
        for (final Object cell : row) {
            if (cell == null) {
                continue;
            }
            final String text = cell.toString().strip();
            final boolean value =
                    !(cell instanceof String) || NUMBER.matcher(text).matches();
            if (value && !YEAR.matcher(text).matches()) {
                return false;
            }
            hasText = hasText || !value;
        }
        return hasText;
    }

    private static int filled(final Object[] row) {
        int filled = 0;
        for (final Object cell : row) {
            filled += isBlank(cell) ? 0 : 1;
        }
        return filled;
    }

    private static int lastFilled(final Object[] row) {
        int last = row.length;
        while (last > 0 && isBlank(row[last - 1])) {
            last--;
        }
        return last;
    }

    public static boolean isBlank(final Object cell) {
        return cell == null || (cell instanceof String text && text.isBlank());
    }
}
