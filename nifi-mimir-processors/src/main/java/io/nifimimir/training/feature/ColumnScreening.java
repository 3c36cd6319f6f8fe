/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.feature;

import io.nifimimir.training.Sentences;
import io.nifimimir.training.table.NumberColumn;
import io.nifimimir.training.table.TableColumn;
import io.nifimimir.training.table.TextColumn;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps the columns that tell most about the target each on its own, where a table has more of them than a model can be trained on in
 * reasonable time and memory (sure independence screening, Fan and Lv 2008).
 */
final class ColumnScreening {
    /** Cells of a matrix of features, 4 bytes each. */
    private static final long MOST_CELLS = 12_000_000;

    private static final int FEWEST_COLUMNS = 20;
    private static final int SAMPLE_ROWS = 2_000;
    private static final int BINS = 8;

    private ColumnScreening() {}

    /** The columns in the order they had; those that are not kept are noted in {@code leftOut}. */
    static List<TableColumn> mostTelling(
            final List<TableColumn> columns,
            final int[] rows,
            final Supervision supervision,
            final Map<String, String> leftOut) {
        final int most = Math.clamp(MOST_CELLS / Math.max(1, rows.length), FEWEST_COLUMNS, FeatureFitter.MOST_COLUMNS);
        if (columns.size() <= most) {
            return columns;
        }

        final Map<TableColumn, Double> telling = new HashMap<>();
        columns.forEach(column -> telling.put(column, telling(column, rows, supervision)));
        final Set<TableColumn> kept = new HashSet<>(columns.stream()
                .sorted(Comparator.comparingDouble((TableColumn column) -> telling.get(column))
                        .reversed())
                .limit(most)
                .toList());
        columns.stream()
                .filter(column -> !kept.contains(column))
                .forEach(column -> leftOut.put(
                        column.name(),
                        Sentences.of("among %,d columns not one of the %,d that tell most", columns.size(), most)));
        return columns.stream().filter(kept::contains).toList();
    }

    /** The most of the outputs' variance that groups of like values explain. */
    private static double telling(final TableColumn column, final int[] rows, final Supervision supervision) {
        final int step = rows.length / SAMPLE_ROWS + 1;
        final double[] edges = column instanceof NumberColumn numbers ? edges(numbers, rows, step) : new double[0];
        final Map<Integer, double[]> groups = new HashMap<>();
        final int outputs = supervision.outputs();
        int count = 0;
        for (int index = 0; index < rows.length; index += step) {
            final double[] sums =
                    groups.computeIfAbsent(group(column, rows[index], edges), key -> new double[outputs + 1]);
            sums[outputs]++;
            count++;
            for (int output = 0; output < outputs; output++) {
                sums[output] += supervision.value(output, index) - supervision.mean(output);
            }
        }

        double best = 0;
        for (int output = 0; output < outputs; output++) {
            double explained = 0;
            for (final double[] sums : groups.values()) {
                // Less one: what a group of its size explains by chance, in units of the variance
                explained += sums[output] * sums[output] / sums[outputs] / supervision.variance(output) - 1;
            }

            best = Math.max(best, explained / count);
        }

        return best;
    }

    private static int group(final TableColumn column, final int row, final double[] edges) {
        return switch (column) {
            case NumberColumn numbers -> {
                if (numbers.isNull(row)) {
                    yield -1;
                }

                final int position = Arrays.binarySearch(edges, numbers.value(row));
                yield position < 0 ? -position - 1 : position;
            }
            case TextColumn texts -> texts.code(row);
        };
    }

    private static double[] edges(final NumberColumn column, final int[] rows, final int step) {
        final double[] sorted = new double[(rows.length + step - 1) / step];
        for (int index = 0; index < rows.length; index += step) {
            sorted[index / step] = column.value(rows[index]);
        }

        Arrays.sort(sorted);
        final double[] edges = new double[BINS - 1];
        Arrays.setAll(edges, bin -> sorted[(bin + 1) * (sorted.length - 1) / BINS]);
        return Arrays.stream(edges).distinct().toArray();
    }
}
