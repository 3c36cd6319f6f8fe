/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.feature;

import io.nifimimir.dataset.DataType;
import io.nifimimir.training.feature.FeaturePair.Operation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Finds the pairs of features that explain what a model of the single features has left unexplained, one after the other, each on what
 * those before it leave (forward selection). A pair must say more than either of its parts: what a part says as well is for more trees.
 */
public final class PairFinder {
    /** Of the features that tell most of the target; all pairs of them are looked at. */
    private static final int MOST_FEATURES = 14;

    private static final int MOST_PAIRS = 3;

    /** Share of the rows in which a divisor may be zero or missing. */
    private static final double MOST_UNDIVIDED = 0.1;

    /** Numbers whose spreads differ by more are of different units, and their difference is one of them again. */
    private static final double SAME_UNIT = 30;

    /** A pair of two parts must explain so many times what the better one of these explains. */
    private static final double MORE_THAN_PARTS = 1.2;

    /** Distances between the quartiles from the median, beyond which what is left of a row counts no further. */
    private static final double WIDEST = 2;

    private final List<Feature> features;
    private final double[][] residuals;

    /**
     * A feature that may be part of a pair.
     *
     * @param values of the rows
     */
    @SuppressWarnings("ArrayRecordComponent")
    private record Feature(String name, DataType type, float[] values, ValueBins bins) {}

    private record Candidate(FeaturePair pair, Feature first, Feature second, ValueBins bins) {}

    private PairFinder(final List<Feature> features, final double[][] residuals) {
        this.features = features;
        this.residuals = residuals;
    }

    /**
     * @param types of the features that may be paired, by name
     * @param values of these features in their order, of each row
     * @param labels what is to be told of each row, for each output
     * @param residuals the labels less what a model of the single features says of rows that it has not seen; used up here
     * @return the most telling one first
     */
    public static List<FeaturePair> find(
            final Map<String, DataType> types,
            final List<float[]> values,
            final double[][] labels,
            final double[][] residuals) {
        final List<Feature> features = new ArrayList<>();
        for (final Map.Entry<String, DataType> type : types.entrySet()) {
            final float[] ofRows = values.get(features.size());
            features.add(new Feature(type.getKey(), type.getValue(), ofRows, ValueBins.of(ofRows)));
        }

        final List<Feature> telling = features.stream()
                .filter(feature -> feature.bins().count() > 2)
                .sorted(Comparator.comparingDouble(
                        (Feature feature) -> -feature.bins().strength(labels)))
                .limit(MOST_FEATURES)
                .toList();
        // In the order of the columns, so that a pair reads as the table does
        return new PairFinder(features.stream().filter(telling::contains).toList(), residuals).select();
    }

    private List<FeaturePair> select() {
        for (final double[] values : residuals) {
            clip(values);
        }

        final List<Candidate> candidates = candidates();
        final List<FeaturePair> chosen = new ArrayList<>();
        while (chosen.size() < MOST_PAIRS) {
            Candidate best = null;
            double most = 0;
            for (final Candidate candidate : candidates) {
                final double strength = candidate.bins().strength(residuals);
                if (strength > most && strength > MORE_THAN_PARTS * ofParts(candidate)) {
                    most = strength;
                    best = candidate;
                }
            }

            if (best == null || !best.bins().isBeyondChance(residuals)) {
                return chosen;
            }

            chosen.add(best.pair());
            best.bins().subtractMeans(residuals);
        }

        return chosen;
    }

    /** A few rows that nothing explains must not drown what the others say. */
    private static void clip(final double[] values) {
        final double[] sorted = values.clone();
        Arrays.sort(sorted);
        final double middle = sorted[sorted.length / 2];
        final double most = WIDEST * (sorted[sorted.length * 3 / 4] - sorted[sorted.length / 4]);
        for (int row = 0; row < values.length && most > 0; row++) {
            values[row] = Math.clamp(values[row], middle - most, middle + most);
        }
    }

    private double ofParts(final Candidate candidate) {
        return Math.max(
                candidate.first().bins().strength(residuals),
                candidate.second().bins().strength(residuals));
    }

    private List<Candidate> candidates() {
        final List<Candidate> candidates = new ArrayList<>();
        for (int first = 0; first < features.size(); first++) {
            for (int second = first + 1; second < features.size(); second++) {
                addPairs(features.get(first), features.get(second), candidates);
            }
        }

        return candidates;
    }

    private static void addPairs(final Feature first, final Feature second, final List<Candidate> candidates) {
        if (first.type() != second.type()) {
            return;
        }

        if (first.type() == DataType.NUMERIC) {
            if (undivided(second) <= MOST_UNDIVIDED) {
                candidates.add(candidate(first, second, Operation.QUOTIENT));
            } else if (undivided(first) <= MOST_UNDIVIDED) {
                candidates.add(candidate(second, first, Operation.QUOTIENT));
            }
        }

        final double spread = ValueBins.spread(first.values()) / ValueBins.spread(second.values());
        if (spread < SAME_UNIT && spread > 1 / SAME_UNIT) {
            candidates.add(candidate(first, second, Operation.DIFFERENCE));
        }
    }

    private static double undivided(final Feature feature) {
        int undivided = 0;
        for (final float value : feature.values()) {
            undivided += value == 0 || Float.isNaN(value) ? 1 : 0;
        }

        return (double) undivided / feature.values().length;
    }

    private static Candidate candidate(final Feature first, final Feature second, final Operation operation) {
        final FeaturePair pair = new FeaturePair(first.name(), second.name(), operation);
        final float[] values = new float[first.values().length];
        for (int row = 0; row < values.length; row++) {
            values[row] = pair.of(first.values()[row], second.values()[row]);
        }

        return new Candidate(pair, first, second, ValueBins.of(values));
    }
}
