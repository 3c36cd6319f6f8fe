/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.json;

import io.nifimimir.dataset.RowBuffer;

import java.util.Arrays;

/** Takes the cells of a row in the order in which they stand, and puts them in that of the columns where the two differ. */
final class RowAssembly {
    private final RowBuffer reordered = new RowBuffer();
    private RowBuffer row = new RowBuffer();
    private boolean ordered = true;
    private int[] places = new int[16];
    private int width;

    /** Begins with a row whose cells, if it has any, are in the order of the columns. */
    void begin(final RowBuffer target) {
        row = target;
        ordered = true;
        width = target.size();
    }

    RowBuffer row() {
        return row;
    }

    /** Makes the next cell that is added to the row that of the column; one that it had before is forgotten. */
    void place(final int column) {
        if (ordered && column < row.size()) {
            reorder();
        }
        if (ordered) {
            row.padTo(column);
        } else {
            grow(column + 1);
            places[column] = row.size();
        }
        width = Math.max(width, column + 1);
    }

    /** Makes the cell of the column null. */
    void forget(final int column) {
        if (column < width) {
            if (ordered) {
                reorder();
            }
            places[column] = -1;
        }
    }

    private void reorder() {
        ordered = false;
        grow(row.size());
        Arrays.fill(places, -1);
        for (int index = 0; index < row.size(); index++) {
            places[index] = index;
        }
    }

    private void grow(final int columns) {
        if (columns > places.length) {
            final int known = places.length;
            places = Arrays.copyOf(places, Math.max(columns, known * 2));
            Arrays.fill(places, known, places.length, -1);
        }
    }

    /** Puts the cells in order; the row keeps its position. */
    void finish() {
        if (!ordered) {
            final long position = row.position();
            row.select(Arrays.copyOf(places, width), reordered);
            row.copy(reordered);
            row.setPosition(position);
        }
    }
}
