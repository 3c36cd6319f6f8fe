/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.table;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Keeps rows by a hash of their place, so that each has the same chance. Of the values of columns that may be classes, some rows are kept
 * whatever their hash: a rare class must not vanish, and so few rows more change no share of the others.
 */
final class EvenSampler implements RowSampler {
    private static final int ROWS_OF_CLASS = 100;
    private static final int MOST_CLASSES = 50;

    private final List<TableColumn> columns;

    /** Rows kept, by value, for each column that may be classes; a column of too many values is none. */
    private final Map<Integer, Map<Object, Integer>> keptByClass = new HashMap<>();

    private final List<Integer> classes;
    private long[] hashes = new long[64];
    private int size;
    private long threshold = Long.MAX_VALUE;

    /** @param classes indices of the columns that may be classes */
    EvenSampler(final List<TableColumn> columns, final List<Integer> classes) {
        this.columns = columns;
        this.classes = classes;
    }

    @Override
    public boolean accepts(final long rowIndex, final Object[] row) {
        final long hash = RowHashes.mix(rowIndex + 1) & Long.MAX_VALUE;
        if (hash >= threshold && !isOfRareClass(index -> value(columns.get(index), row[index]))) {
            return false;
        }

        if (threshold < Long.MAX_VALUE) {
            count(index -> value(columns.get(index), row[index]));
        }

        if (size == hashes.length) {
            hashes = Arrays.copyOf(hashes, size + (size >> 1));
        }

        hashes[size] = hash;
        size++;
        return true;
    }

    private static Object value(final TableColumn column, final Object cell) {
        return column instanceof NumberColumn ? Cells.number(column.type(), cell) : cell;
    }

    /** What a row has in a column. */
    @FunctionalInterface
    private interface Row {
        Object value(int index);
    }

    private boolean isOfRareClass(final Row row) {
        return keptByClass.entrySet().stream()
                .anyMatch(column -> column.getValue().getOrDefault(row.value(column.getKey()), 0) < ROWS_OF_CLASS);
    }

    private void count(final Row row) {
        keptByClass.forEach((index, kept) -> kept.merge(row.value(index), 1, Integer::sum));
        keptByClass.values().removeIf(kept -> kept.size() > MOST_CLASSES);
    }

    @Override
    public int[] thin() {
        threshold /= 2;
        keptByClass.clear();
        classes.stream().filter(this::hasFewValues).forEach(index -> keptByClass.put(index, new HashMap<>()));
        final BitSet kept = new BitSet(size);
        for (int position = 0; position < size; position++) {
            final int current = position;
            if (hashes[position] < threshold) {
                kept.set(position);
                count(index -> value(index, current));
            }
        }

        final int[] others = IntStream.range(0, size)
                .filter(position -> !kept.get(position) && isOfRareClass(index -> value(index, position)))
                .boxed()
                .sorted(Comparator.comparingLong(position -> hashes[position]))
                .mapToInt(Integer::intValue)
                .toArray();
        for (final int position : others) {
            if (isOfRareClass(index -> value(index, position))) {
                kept.set(position);
                count(index -> value(index, position));
            }
        }

        final int[] positions = kept.stream().toArray();
        for (int index = 0; index < positions.length; index++) {
            hashes[index] = hashes[positions[index]];
        }

        size = positions.length;
        return positions;
    }

    private Object value(final int index, final int position) {
        return switch (columns.get(index)) {
            case NumberColumn numbers -> (Object) numbers.value(position);
            case TextColumn texts -> texts.value(position);
        };
    }

    private boolean hasFewValues(final int index) {
        return switch (columns.get(index)) {
            case TextColumn texts -> texts.dictionary().size() <= MOST_CLASSES;
            case NumberColumn numbers ->
                IntStream.range(0, numbers.size())
                                .mapToDouble(numbers::value)
                                .distinct()
                                .limit(MOST_CLASSES + 1L)
                                .count()
                        <= MOST_CLASSES;
        };
    }

    @Override
    public String description() {
        return keptByClass.isEmpty()
                ? "evenly from all of them"
                : "evenly from all of them, and of rare classes in %s at least %d rows where there are as many"
                        .formatted(
                                String.join(
                                        ", ",
                                        keptByClass.keySet().stream()
                                                .sorted()
                                                .map(index -> columns.get(index).name())
                                                .toList()),
                                ROWS_OF_CLASS);
    }
}
