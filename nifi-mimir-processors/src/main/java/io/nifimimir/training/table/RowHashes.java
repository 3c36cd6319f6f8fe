/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.table;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Hashes of the rows of a table over some of its columns: equal cells give equal hashes, whatever the order of columns, and in whichever table. */
public final class RowHashes {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final List<TableColumn> columns;

    /** @param names columns that the table has */
    public RowHashes(final TrainingTable table, final Collection<String> names) {
        columns = new TreeSet<>(names)
                .stream().map(name -> table.findColumn(name).orElseThrow()).toList();
    }

    public long of(final int row) {
        long hash = FNV_OFFSET;
        for (final TableColumn column : columns) {
            hash = mix(hash + cell(column, row));
        }

        return hash;
    }

    /** Tells sets of rows apart, whatever their order, in hexadecimal. */
    public String fingerprint(final int[] rows) {
        final long sum = Arrays.stream(rows).mapToLong(this::of).sum();
        return "%x-%016x".formatted(rows.length, sum);
    }

    private static long cell(final TableColumn column, final int row) {
        return switch (column) {
            // Adding zero turns the negative zero, which equals it, into the positive one
            case NumberColumn numbers -> Double.doubleToLongBits(numbers.value(row) + 0.0);
            case TextColumn texts when texts.isNull(row) -> 1;
            case TextColumn texts -> text(texts.value(row));
        };
    }

    /**
     * FNV-1a.
     *
     * @see <a href="http://www.isthe.com/chongo/tech/comp/fnv/">Fowler, Noll, Vo</a>
     */
    private static long text(final String text) {
        long hash = FNV_OFFSET;
        for (int index = 0; index < text.length(); index++) {
            hash = (hash ^ text.charAt(index)) * FNV_PRIME;
        }

        return hash;
    }

    /**
     * The finaliser of SplitMix64, which spreads each bit over all of them.
     *
     * @see <a href="https://doi.org/10.1145/2660193.2660195">Steele, Lea, Flood: Fast splittable pseudorandom number generators</a>
     */
    static long mix(final long value) {
        long mixed = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }
}
