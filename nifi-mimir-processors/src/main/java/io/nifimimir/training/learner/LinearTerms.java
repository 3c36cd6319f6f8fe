/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.learner;

import com.fasterxml.jackson.annotation.JsonProperty;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;

/**
 * How features become the terms of a linear model: codes and small whole numbers one term for each value, other numbers standardised,
 * with hinges at quantiles so that their effect may bend, slopes of their own for the tails, and a term for missing. Fitted on the rows
 * that are learnt from.
 */
record LinearTerms(@JsonProperty("features") List<Feature> features) {
    /** Standard deviations beyond which a number counts by the slope of its tail alone: one outlier must not decide that of all others. */
    private static final double FARTHEST = 4;

    private static final int MOST_VALUES_ONE_BY_ONE = 12;
    private static final int FEWEST_ROWS_OF_TERM = 3;
    private static final int FEWEST_ROWS_FOR_HINGES = 200;
    private static final double[] HINGES = {0.2, 0.4, 0.6, 0.8};

    LinearTerms {
        features = List.copyOf(features);
    }

    /**
     * Terms of one feature.
     *
     * @param levels values with a term of their own
     * @param number whether the value itself is a term; else only {@code levels} are
     * @param hinges standardised values from which on a further slope begins
     * @param missing whether a missing value has a term
     * @param lowerTail how far below {@link #FARTHEST} deviations a number counts further, in deviations; 0 where that tail has no term
     * @param upperTail the same above
     */
    record Feature(
            double[] levels,
            boolean number,
            double mean,
            double deviation,
            double[] hinges,
            boolean missing,
            double lowerTail,
            double upperTail) {

        int width() {
            return levels.length
                    + (number ? 1 + hinges.length : 0)
                    + (lowerTail > 0 ? 1 : 0)
                    + (upperTail > 0 ? 1 : 0)
                    + (missing ? 1 : 0);
        }

        void addTerms(final float value, final int offset, final SparseRow row) {
            if (Float.isNaN(value)) {
                if (missing) {
                    row.add(offset + width() - 1, 1);
                }

                return;
            }

            final int level = Arrays.binarySearch(levels, value);
            if (level >= 0) {
                row.add(offset + level, 1);
            }

            if (number) {
                final double deviations = (value - mean) / deviation;
                final double standardised = Math.clamp(deviations, -FARTHEST, FARTHEST);
                int position = offset + levels.length;
                row.add(position++, (float) standardised);
                for (final double hinge : hinges) {
                    row.add(position++, (float) Math.max(0, standardised - hinge));
                }

                if (lowerTail > 0) {
                    row.add(position++, (float) Math.clamp(deviations + FARTHEST, -lowerTail, 0));
                }

                if (upperTail > 0) {
                    row.add(position, (float) Math.clamp(deviations - FARTHEST, 0, upperTail));
                }
            }
        }
    }

    static LinearTerms fit(final FeatureMatrix matrix) {
        final List<Feature> features = new ArrayList<>();
        for (int column = 0; column < matrix.columns(); column++) {
            features.add(fit(matrix, column));
        }

        return new LinearTerms(features);
    }

    private static Feature fit(final FeatureMatrix matrix, final int column) {
        final float[] present = new float[matrix.rows()];
        int count = 0;
        for (int row = 0; row < matrix.rows(); row++) {
            final float value = matrix.values()[row * matrix.columns() + column];
            if (!Float.isNaN(value)) {
                present[count] = value;
                count++;
            }
        }

        final float[] sorted = Arrays.copyOf(present, count);
        Arrays.sort(sorted);
        final boolean missing = count <= matrix.rows() - FEWEST_ROWS_OF_TERM && count >= FEWEST_ROWS_OF_TERM;
        final SortedMap<Float, Integer> counts = new TreeMap<>();
        for (int index = 0; index < count && counts.size() <= MOST_VALUES_ONE_BY_ONE; index++) {
            counts.merge(sorted[index], 1, Integer::sum);
        }

        if (matrix.categorical().get(column)) {
            return new Feature(levels(countAll(sorted)), false, 0, 1, new double[0], missing, 0, 0);
        }

        final double mean = mean(sorted);
        final double variance = variance(sorted, mean);

        final boolean few = counts.size() <= MOST_VALUES_ONE_BY_ONE;
        final boolean coded =
                few && counts.size() > 2 && counts.keySet().stream().allMatch(value -> value == Math.rint(value));
        final double deviation = variance > 0 && Double.isFinite(variance) ? Math.sqrt(variance) : 1;
        return new Feature(
                coded ? levels(counts) : new double[0],
                variance > 0 && Double.isFinite(variance),
                mean,
                deviation,
                few || count < FEWEST_ROWS_FOR_HINGES ? new double[0] : hinges(sorted, mean, deviation),
                missing,
                few ? 0 : tail(count, index -> -(sorted[index] - mean) / deviation),
                few ? 0 : tail(count, index -> (sorted[sorted.length - 1 - index] - mean) / deviation));
    }

    /**
     * How far a tail reaches beyond {@link #FARTHEST}: as far as one value lies of which {@link #FEWEST_ROWS_OF_TERM} are as far out.
     *
     * @param deviations from the mean of the values, the one that lies farthest out first
     */
    private static double tail(final int count, final IntToDoubleFunction deviations) {
        return count < FEWEST_ROWS_OF_TERM
                ? 0
                : Math.max(0, deviations.applyAsDouble(FEWEST_ROWS_OF_TERM - 1) - FARTHEST);
    }

    private static double mean(final float[] values) {
        double mean = 0;
        for (final float value : values) {
            mean += value / values.length;
        }

        return mean;
    }

    private static double variance(final float[] values, final double mean) {
        double variance = 0;
        for (final float value : values) {
            variance += (value - mean) * (value - mean) / values.length;
        }

        return variance;
    }

    private static SortedMap<Float, Integer> countAll(final float[] sorted) {
        final SortedMap<Float, Integer> counts = new TreeMap<>();
        for (final float value : sorted) {
            counts.merge(value, 1, Integer::sum);
        }

        return counts;
    }

    private static double[] levels(final SortedMap<Float, Integer> counts) {
        return counts.entrySet().stream()
                .filter(level -> level.getValue() >= FEWEST_ROWS_OF_TERM)
                .mapToDouble(level -> level.getKey())
                .toArray();
    }

    private static double[] hinges(final float[] sorted, final double mean, final double deviation) {
        return Arrays.stream(HINGES)
                .map(share -> (sorted[(int) (share * (sorted.length - 1))] - mean) / deviation)
                .distinct()
                .filter(hinge -> Math.abs(hinge) < FARTHEST)
                .toArray();
    }

    int width() {
        return features.stream().mapToInt(Feature::width).sum();
    }

    /** All rows of a matrix in these terms, of which there are several for a feature: they are made when a row is asked for. */
    RowSource apply(final FeatureMatrix matrix) {
        return apply(matrix, 1);
    }

    /** @param step every so many rows of the matrix one is taken */
    RowSource apply(final FeatureMatrix matrix, final int step) {
        return new TermRows(matrix, step);
    }

    private final class TermRows implements RowSource {
        private final FeatureMatrix matrix;
        private final int step;
        private final int width = LinearTerms.this.width();
        private final Feature[] ordered = features.toArray(Feature[]::new);
        private final SparseRow current = new SparseRow();

        TermRows(final FeatureMatrix matrix, final int step) {
            this.matrix = matrix;
            this.step = step;
        }

        @Override
        public int rows() {
            return (matrix.rows() + step - 1) / step;
        }

        @Override
        public int width() {
            return width;
        }

        @Override
        public SparseRow row(final int row) {
            current.clear();
            int position = row * step * ordered.length;
            int offset = 0;
            for (final Feature feature : ordered) {
                feature.addTerms(matrix.values()[position], offset, current);
                position++;
                offset += feature.width();
            }

            return current;
        }
    }
}
