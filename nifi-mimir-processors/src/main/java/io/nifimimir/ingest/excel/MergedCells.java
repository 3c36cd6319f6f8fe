/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.excel;

import org.apache.poi.ss.util.CellRangeAddress;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Fills the cells that are merged downwards: such a region holds its value in its first row only; a person reads it in each. */
final class MergedCells {
    private final Iterator<CellRangeAddress> merges;
    private final int firstColumn;
    private final Map<Integer, Filling> fillings = new LinkedHashMap<>();
    private CellRangeAddress upcoming;
    private long filledCells;

    /**
     * @param merges by their first row
     * @param firstColumn of the table in its sheet
     */
    MergedCells(final List<CellRangeAddress> merges, final int firstColumn) {
        this.merges = merges.iterator();
        this.firstColumn = firstColumn;
        advance();
    }

    /** @param number of the row as Excel shows it, rising from call to call */
    void fill(final Object[] table, final int number) {
        while (upcoming != null && upcoming.getFirstRow() < number) {
            final int index = upcoming.getFirstColumn() - firstColumn;
            final boolean begins = upcoming.getFirstRow() + 1 == number;
            if (begins && index >= 0 && index < table.length) {
                fillings.put(index, new Filling(table[index], upcoming.getLastRow() + 1));
            }
            advance();
        }
        for (final Map.Entry<Integer, Filling> filling : fillings.entrySet()) {
            if (number <= filling.getValue().lastRow() && table[filling.getKey()] == null) {
                table[filling.getKey()] = filling.getValue().value();
                filledCells++;
            }
        }
        fillings.values().removeIf(filling -> filling.lastRow() <= number);
    }

    private void advance() {
        upcoming = merges.hasNext() ? merges.next() : null;
    }

    long filledCells() {
        return filledCells;
    }

    private record Filling(Object value, int lastRow) {}
}
