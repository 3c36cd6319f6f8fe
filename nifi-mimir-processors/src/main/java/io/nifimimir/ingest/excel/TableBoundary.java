/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.excel;

import io.nifimimir.ingest.layout.HeaderFinder;
import org.apache.poi.ss.util.CellRangeAddress;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Tells where in a sheet one table ends and the next one begins: behind a blank row stands a header where the table has values. */
final class TableBoundary {
    /** A title, a header of several rows, and data. */
    static final int ROWS_TO_LOOK_AT = 8;

    private static final int MOST_TITLES = 3;

    /** Columns of the table in which there is something that is no text. */
    private final BitSet valued = new BitSet();

    private int width;
    private int lastNumber = Integer.MAX_VALUE;
    /** The last row of a header that was found, above which a gap stands below a title. */
    private int headerNumber;

    /** Takes a row of the table. */
    void accept(final SheetRows.Row row) {
        lastNumber = row.number();
        width = Math.max(width, row.cells().length);
        for (int column = 0; column < row.cells().length; column++) {
            if (row.cells()[column] != null && !(row.cells()[column] instanceof String)) {
                valued.set(column);
            }
        }
    }

    /** Whether there is a blank row between the table so far and this row. */
    boolean isGap(final SheetRows.Row row) {
        return lastNumber != Integer.MAX_VALUE && row.number() > headerNumber && row.number() > lastNumber + 1;
    }

    /**
     * The header of another table, where these rows begin one.
     *
     * @param row behind a gap
     * @param following the rows behind it
     * @param names of the table so far, which pages repeat
     */
    Optional<SheetHeader> header(
            final SheetRows.Row row,
            final Collection<SheetRows.Row> following,
            final List<CellRangeAddress> merges,
            final List<String> names) {
        final List<SheetRows.Row> block = new ArrayList<>();
        block.add(row);
        block.addAll(following);
        final Optional<SheetHeader> found = SheetHeader.find(block, merges)
                .filter(header -> header.first() <= MOST_TITLES
                        && isFollowedByData(block, header.last())
                        && !header.names().equals(names)
                        && isOtherThan(block.get(header.last())));
        found.ifPresent(header -> {
            valued.clear();
            width = 0;
            headerNumber = block.get(header.last()).number();
        });
        return found;
    }

    private static boolean isFollowedByData(final List<SheetRows.Row> block, final int header) {
        return header + 1 < block.size()
                && block.get(header).number() + 1 == block.get(header + 1).number()
                && HeaderFinder.isHeader(block.get(header).cells())
                && !HeaderFinder.isHeader(block.get(header + 1).cells());
    }

    private boolean isOtherThan(final SheetRows.Row header) {
        int names = 0;
        boolean conflict = false;
        for (int column = 0; column < header.cells().length; column++) {
            if (!HeaderFinder.isBlank(header.cells()[column])) {
                names++;
                conflict |= valued.get(column) || column >= width;
            }
        }
        return names > 1 && conflict;
    }
}
