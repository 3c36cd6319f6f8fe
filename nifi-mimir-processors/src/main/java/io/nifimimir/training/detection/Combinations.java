/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.detection;

import io.nifimimir.dataset.DataType;
import io.nifimimir.training.Sentences;
import io.nifimimir.training.table.NumberColumn;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Columns that the target is reckoned from: the sum or difference of two to four of them, or their product or quotient, which is the sum
 * of logarithms. What distinguishes such a target from one that follows several columns is that nothing is left over, and that all count
 * the same.
 */
final class Combinations {
    private static final int MOST_COLUMNS = 40;
    private static final int MOST_PARTS = 4;
    private static final int FEWEST_ROWS = 50;

    /** Share of the variance that rounding may leave. */
    private static final double ROUNDING = 1e-5;

    /** By how much the weights of the parts may differ. */
    private static final double SAME_WEIGHT = 0.01;

    private Combinations() {}

    /** The parts, with the evidence; empty where the target is none of it. */
    static Map<String, String> find(final List<NumberColumn> columns, final TargetRows target) {
        if (target.isClassification() || target.count() < FEWEST_ROWS) {
            return Map.of();
        }

        final Map<String, String> sums = find(columns, target, value -> value, "the sum or difference");
        return sums.isEmpty()
                ? find(columns, target, value -> value > 0 ? Math.log(value) : Double.NaN, "the product or quotient")
                : sums;
    }

    private static Map<String, String> find(
            final List<NumberColumn> columns,
            final TargetRows target,
            final DoubleUnaryOperator scale,
            final String kind) {
        final double[] labels = Arrays.stream(target.labels()).map(scale).toArray();
        // Seconds of two dates, and days of a target, differ in weight by the unit alone: that is no matter
        final List<double[]> parts = columns.stream()
                .map(column -> Arrays.stream(target.rows())
                        .mapToDouble(row -> scale.applyAsDouble(column.value(row)))
                        .toArray())
                .toList();
        final int[] complete = IntStream.range(0, columns.size())
                .filter(index -> isComplete(parts.get(index)))
                .boxed()
                .sorted(Comparator.comparingDouble(
                        (Integer index) -> -Math.abs(Correlations.of(parts.get(index), labels))))
                .limit(MOST_COLUMNS)
                .mapToInt(Integer::intValue)
                .toArray();
        if (!isComplete(labels) || complete.length < 2) {
            return Map.of();
        }

        final int[] chosen = choose(
                new Covariances(Arrays.stream(complete).mapToObj(parts::get).toList(), labels));
        final List<NumberColumn> found = Arrays.stream(chosen)
                .mapToObj(index -> columns.get(complete[index]))
                .toList();
        final boolean datesAlone = found.stream().allMatch(column -> column.type() == DataType.DATETIME);
        final Map<String, String> evidence = new LinkedHashMap<>();
        for (final NumberColumn column : found) {
            // Of two dates the later one gives the time between them away
            if (!datesAlone || column.equals(latest(found, target))) {
                evidence.put(
                        column.name(),
                        Sentences.of(
                                "%s is %s of %s",
                                target.name(),
                                kind,
                                found.stream().map(NumberColumn::name).collect(Collectors.joining(" and "))));
            }
        }

        return evidence;
    }

    private static boolean isComplete(final double[] values) {
        return Arrays.stream(values).allMatch(Double::isFinite);
    }

    private static NumberColumn latest(final List<NumberColumn> dates, final TargetRows target) {
        return dates.stream()
                .max(Comparator.comparingDouble(date -> Arrays.stream(target.rows())
                        .mapToDouble(date::value)
                        .average()
                        .orElse(0)))
                .orElseThrow();
    }

    /** The columns that leave nothing of the target and have the same weight: all pairs, then more parts to the best pair. */
    private static int[] choose(final Covariances covariances) {
        int[] best = new int[0];
        double least = Double.POSITIVE_INFINITY;
        for (int first = 0; first < covariances.columns(); first++) {
            for (int second = first + 1; second < covariances.columns(); second++) {
                final int[] pair = {first, second};
                final double left = covariances.left(pair);
                if (left < least) {
                    least = left;
                    best = pair;
                }
            }
        }

        while (least > ROUNDING && best.length < Math.min(MOST_PARTS, covariances.columns())) {
            final int[] parts = best;
            for (int added = 0; added < covariances.columns(); added++) {
                final int candidate = added;
                if (Arrays.stream(parts).anyMatch(part -> part == candidate)) {
                    continue;
                }

                final int[] more = Arrays.copyOf(parts, parts.length + 1);
                more[parts.length] = added;
                final double left = covariances.left(more);
                if (left < least) {
                    least = left;
                    best = more;
                }
            }

            if (best.length == parts.length) {
                break;
            }
        }

        return least <= ROUNDING && covariances.weightsDiffer(best) <= SAME_WEIGHT ? best : new int[0];
    }
}
