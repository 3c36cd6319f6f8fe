/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.evaluation;

import io.nifimimir.training.table.TableColumn;

import java.util.ArrayList;
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
        final Map<String, List<Integer>> positions = new HashMap<>();
        final List<List<Integer>> groups = new ArrayList<>();
        for (int position = 0; position < rows.length; position++) {
            final String entity = column.label(rows[position]);
            final List<Integer> known = entity == null ? null : positions.get(entity);
            final List<Integer> group = known == null ? new ArrayList<>() : known;
            if (known == null) {
                groups.add(group);
                if (entity != null) {
                    positions.put(entity, group);
                }
            }

            group.add(position);
        }

        return groups.stream()
                .map(group -> group.stream().mapToInt(Integer::intValue).toArray())
                .toList();
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
