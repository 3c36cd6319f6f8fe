/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.detection;

import io.nifimimir.training.ModelTask;
import io.nifimimir.training.Sentences;
import io.nifimimir.training.table.NumberColumn;
import io.nifimimir.training.table.TableColumn;
import io.nifimimir.training.table.TrainingTable;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Finds columns that give the target away: copies of it, and codes of it. */
final class LeakFinder {
    /** Absolute correlation (Pearson) from which a number is the target in another unit. */
    private static final double COPY_CORRELATION = 0.999;

    /** Fewer common rows prove nothing. */
    private static final int FEWEST_ROWS = 10;

    private LeakFinder() {}

    /** The leaking columns with the reason in words. */
    static Map<String, String> find(
            final TrainingTable table, final TableColumn target, final ModelTask task, final int[] rows) {
        final Map<String, String> leaks = new LinkedHashMap<>();
        for (final TableColumn column : table.columns()) {
            if (column.name().equals(target.name())) {
                continue;
            }

            final String reason = reason(column, target, task, rows);
            if (!reason.isEmpty()) {
                leaks.put(column.name(), reason);
            }
        }

        return leaks;
    }

    private static String reason(
            final TableColumn column, final TableColumn target, final ModelTask task, final int[] rows) {
        if (column instanceof NumberColumn numbers && target instanceof NumberColumn targetNumbers) {
            final double correlation = correlation(numbers, targetNumbers, rows);
            if (Math.abs(correlation) >= COPY_CORRELATION) {
                return Sentences.of("a copy of %s: correlation %.4f", target.name(), correlation);
            }
        }

        if (task == ModelTask.CLASSIFICATION && isOneToOne(column, target, rows)) {
            return "a code of " + target.name() + ": each value of one belongs to one value of the other";
        }

        return task == ModelTask.CLASSIFICATION && isGapOfOneClass(column, target, rows)
                ? "missing exactly where " + target.name() + " has one of its values"
                : "";
    }

    private static double correlation(final NumberColumn first, final NumberColumn second, final int[] rows) {
        final int[] common = Arrays.stream(rows)
                .filter(row -> Double.isFinite(first.value(row)) && Double.isFinite(second.value(row)))
                .toArray();
        if (common.length < FEWEST_ROWS) {
            return 0;
        }

        final double firstMean =
                Arrays.stream(common).mapToDouble(first::value).average().orElse(0);
        final double secondMean =
                Arrays.stream(common).mapToDouble(second::value).average().orElse(0);
        double product = 0;
        double firstSquares = 0;
        double secondSquares = 0;
        for (final int row : common) {
            final double firstDeviation = first.value(row) - firstMean;
            final double secondDeviation = second.value(row) - secondMean;
            product += firstDeviation * secondDeviation;
            firstSquares += firstDeviation * firstDeviation;
            secondSquares += secondDeviation * secondDeviation;
        }

        return firstSquares > 0 && secondSquares > 0 ? product / Math.sqrt(firstSquares * secondSquares) : 0;
    }

    /** Each value of the one has one value of the other, and values are repeated often enough for that to be no accident. */
    private static boolean isOneToOne(final TableColumn column, final TableColumn target, final int[] rows) {
        final Map<String, String> targets = new HashMap<>();
        final Map<String, String> sources = new HashMap<>();
        int common = 0;
        for (final int row : rows) {
            if (column.isNull(row) || target.isNull(row)) {
                continue;
            }

            common++;
            final String source = column.label(row);
            final String value = target.label(row);
            final String knownTarget = targets.putIfAbsent(source, value);
            final String knownSource = sources.putIfAbsent(value, source);
            if (knownTarget != null && !knownTarget.equals(value)
                    || knownSource != null && !knownSource.equals(source)) {
                return false;
            }
        }

        return targets.size() > 1 && common >= FEWEST_ROWS && common >= 3 * targets.size();
    }

    private static boolean isGapOfOneClass(final TableColumn column, final TableColumn target, final int[] rows) {
        final Set<String> classesOfGaps = new HashSet<>();
        final Set<String> classesOfValues = new HashSet<>();
        int gaps = 0;
        for (final int row : rows) {
            if (target.isNull(row)) {
                continue;
            }

            if (column.isNull(row)) {
                gaps++;
                classesOfGaps.add(Objects.requireNonNull(target.label(row)));
            } else {
                classesOfValues.add(Objects.requireNonNull(target.label(row)));
            }
        }

        final boolean disjoint = classesOfGaps.stream().noneMatch(classesOfValues::contains);
        return disjoint && gaps >= FEWEST_ROWS && rows.length - gaps >= FEWEST_ROWS;
    }
}
