/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.evaluation;

import io.nifimimir.training.table.NumberColumn;
import io.nifimimir.training.table.TableColumn;
import io.nifimimir.training.table.TextColumn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Rows that belong together, since they are about one entity: validation never divides them, or a model would be praised for knowing
 * again whom it has met.
 *
 * @param column names the entity; a row without one is on its own
 * @param given whether the user named the column; else it was detected
 * @param reason in words
 */
public record RowGroups(TableColumn column, boolean given, String reason) {

    /** Positions of each group among the rows, in the order of their first row. */
    public List<int[]> of(final int[] rows) {
        final Map<Object, Integer> numbers = new HashMap<>();
        final int[] groupOf = new int[rows.length];
        int count = 0;
        for (int position = 0; position < rows.length; position++) {
            final Object entity = entity(rows[position]);
            final Integer known = entity == null ? null : numbers.putIfAbsent(entity, count);
            groupOf[position] = known == null ? count : known;
            count += known == null ? 1 : 0;
        }

        final int[] sizes = new int[count];
        Arrays.stream(groupOf).forEach(group -> sizes[group]++);
        final List<int[]> groups =
                new ArrayList<>(Arrays.stream(sizes).mapToObj(int[]::new).toList());
        final int[] filled = new int[count];
        for (int position = 0; position < rows.length; position++) {
            final int group = groupOf[position];
            groups.get(group)[filled[group]] = position;
            filled[group]++;
        }

        return groups;
    }

    /** Equal for rows of one entity; null for a row without one. */
    private Object entity(final int row) {
        return switch (column) {
            case NumberColumn numbers -> numbers.isNull(row) ? null : (Object) (numbers.value(row) + 0.0);
            case TextColumn texts -> texts.isNull(row) ? null : (Object) texts.code(row);
        };
    }

    /** Parts of about the same number of rows, each of whole groups. @return the part of each row */
    public int[] parts(final int[] rows, final int count, final long seed) {
        final List<int[]> groups = new ArrayList<>(of(rows));
        Collections.shuffle(groups, new Random(seed));
        // The large ones first, so that the small ones even out what they leave
        groups.sort((first, second) -> Integer.compare(second.length, first.length));
        final int[] parts = new int[rows.length];
        final int[] sizes = new int[count];
        for (final int[] group : groups) {
            final int smallest = IntStream.range(0, count)
                    .reduce((first, second) -> sizes[second] < sizes[first] ? second : first)
                    .orElseThrow();
            sizes[smallest] += group.length;
            for (final int position : group) {
                parts[position] = smallest;
            }
        }

        return parts;
    }
}
