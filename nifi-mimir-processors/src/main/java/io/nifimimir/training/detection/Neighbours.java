/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.detection;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;

/**
 * Predicts each row by those that are nearest in one column: by the others of its value, else by the values below and above. A row never
 * predicts itself, so that a column of different values tells nothing by heart.
 */
final class Neighbours {
    private final TargetRows target;
    private final List<Group> groups;
    private final boolean ordered;
    private final double mean;
    private final double mode;

    /**
     * @param numbers of a row of the table; null where values have no order
     * @param key of a row of the table, equal for equal values; null for a missing one, and missing ones are alike
     */
    Neighbours(final TargetRows target, final IntToDoubleFunction numbers, final IntFunction<Object> key) {
        this.target = target;
        this.ordered = numbers != null;
        final Map<Object, Group> byKey = new LinkedHashMap<>();
        for (int index = 0; index < target.count(); index++) {
            final int row = target.rows()[index];
            final double number = ordered ? numbers.applyAsDouble(row) : 0;
            byKey.computeIfAbsent(ordered ? number : key.apply(row), any -> new Group(number))
                    .add(target.labels()[index]);
        }

        this.groups = byKey.values().stream()
                .sorted((first, second) -> Double.compare(first.number, second.number))
                .toList();
        final Group all = new Group(0);
        Arrays.stream(target.labels()).forEach(all::add);
        this.mean = all.sum / all.count;
        this.mode = all.mode();
    }

    /** The labels of the rows of one value. */
    private static final class Group {
        private final double number;
        private final Map<Double, Integer> counts = new HashMap<>();
        private double sum;
        private int count;

        Group(final double number) {
            this.number = number;
        }

        void add(final double label) {
            counts.merge(label, 1, Integer::sum);
            sum += label;
            count++;
        }

        double mode() {
            return modeWithout(Double.NaN);
        }

        /** The most frequent label where a row of this one is not counted. */
        double modeWithout(final double label) {
            double best = Double.NaN;
            int most = 0;
            for (final Map.Entry<Double, Integer> entry : counts.entrySet()) {
                final int others = entry.getValue() - (entry.getKey() == label ? 1 : 0);
                if (others > most || others == most && others > 0 && entry.getKey() < best) {
                    most = others;
                    best = entry.getKey();
                }
            }

            return best;
        }
    }

    /** Errors, or the sum of squared errors, of who knows the labels alone. */
    double naiveLoss() {
        double loss = 0;
        for (final double label : target.labels()) {
            loss += target.isClassification() ? error(mode, label) : (label - mean) * (label - mean);
        }

        return loss;
    }

    /** Errors, or the sum of squared errors, of the neighbours. */
    double loss() {
        double loss = 0;
        for (int index = 0; index < groups.size(); index++) {
            final Group group = groups.get(index);
            for (final Map.Entry<Double, Integer> label : group.counts.entrySet()) {
                final double prediction = target.isClassification()
                        ? classWithout(index, label.getKey())
                        : meanWithout(index, label.getKey());
                loss += label.getValue()
                        * (target.isClassification()
                                ? error(prediction, label.getKey())
                                : (prediction - label.getKey()) * (prediction - label.getKey()));
            }
        }

        return loss;
    }

    private static double error(final double prediction, final double label) {
        return prediction == label ? 0 : 1;
    }

    private double classWithout(final int index, final double label) {
        final Group group = groups.get(index);
        if (group.count > 1) {
            return group.modeWithout(label);
        }

        if (!ordered || !Double.isFinite(group.number)) {
            return mode;
        }

        final Group below = neighbour(index, -1);
        final Group above = neighbour(index, 1);
        if (below == null || above == null) {
            return below == null && above == null ? mode : (below == null ? above : below).mode();
        }

        return (group.number - below.number <= above.number - group.number ? below : above).mode();
    }

    private double meanWithout(final int index, final double label) {
        final Group group = groups.get(index);
        if (group.count > 1) {
            return (group.sum - label) / (group.count - 1);
        }

        if (!ordered || !Double.isFinite(group.number)) {
            return mean;
        }

        final Group below = neighbour(index, -1);
        final Group above = neighbour(index, 1);
        if (below == null || above == null) {
            return below == null && above == null ? mean : mean(below == null ? above : below);
        }

        final double share = (group.number - below.number) / (above.number - below.number);
        return Double.isFinite(share) ? mean(below) + share * (mean(above) - mean(below)) : mean(below);
    }

    private static double mean(final Group group) {
        return group.sum / group.count;
    }

    private Group neighbour(final int index, final int step) {
        final int position = index + step;
        return position >= 0 && position < groups.size() && Double.isFinite(groups.get(position).number)
                ? groups.get(position)
                : null;
    }
}
