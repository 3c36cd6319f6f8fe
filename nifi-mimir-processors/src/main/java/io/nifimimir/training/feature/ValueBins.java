/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.feature;

import java.util.Arrays;

/**
 * Rows grouped by like values of a feature, and what the groups explain of something else: the sum of squares between them, in units of
 * its variance, less what as many groups explain by chance (chi-squared).
 */
final class ValueBins {
    private static final int MOST = 16;

    /** Standard deviations beyond the mean of chi-squared; the best of hundreds of pairs reaches four by chance. */
    private static final double BEYOND_CHANCE = 5;

    private final byte[] binOfRow;
    private final int count;

    private ValueBins(final byte[] binOfRow, final int count) {
        this.binOfRow = binOfRow;
        this.count = count;
    }

    /** Of about equal sizes; equal values are together, and missing ones in a bin of their own. */
    static ValueBins of(final float[] values) {
        final float[] sorted = sorted(values);
        final int present = present(sorted);
        final float[] edges = new float[MOST - 1];
        int distinct = 0;
        for (int bin = 1; bin < MOST && present > 0; bin++) {
            final float edge = sorted[(int) ((long) bin * present / MOST)];
            if (edge > sorted[0] && (distinct == 0 || edge > edges[distinct - 1])) {
                edges[distinct] = edge;
                distinct++;
            }
        }

        final byte[] bins = new byte[values.length];
        for (int row = 0; row < values.length; row++) {
            bins[row] = (byte) (Float.isNaN(values[row]) ? distinct + 1 : bin(edges, distinct, values[row]));
        }

        return new ValueBins(bins, distinct + 1 + (present < values.length ? 1 : 0));
    }

    /** NaN is last. */
    private static float[] sorted(final float[] values) {
        final float[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    private static int present(final float[] sorted) {
        int present = sorted.length;
        while (present > 0 && Float.isNaN(sorted[present - 1])) {
            present--;
        }

        return present;
    }

    /** Edges that the value is not below. */
    private static int bin(final float[] edges, final int count, final float value) {
        final int position = Arrays.binarySearch(edges, 0, count, value);
        return position < 0 ? -position - 1 : position + 1;
    }

    int count() {
        return count;
    }

    /** How much of the outputs the bins explain beyond chance, at the best of them; 0 where nothing. */
    double strength(final double[][] outputs) {
        double most = 0;
        for (final double[] values : outputs) {
            most = Math.max(most, explained(values) - (count - 1));
        }

        return most;
    }

    boolean isBeyondChance(final double[][] outputs) {
        return strength(outputs) > BEYOND_CHANCE * Math.sqrt(2.0 * (count - 1));
    }

    private double explained(final double[] values) {
        final double mean = Arrays.stream(values).average().orElse(0);
        final double[] sums = new double[MOST + 1];
        final int[] rows = new int[MOST + 1];
        double squares = 0;
        for (int row = 0; row < values.length; row++) {
            final double deviation = values[row] - mean;
            sums[binOfRow[row]] += deviation;
            rows[binOfRow[row]]++;
            squares += deviation * deviation;
        }

        double between = 0;
        for (int bin = 0; bin < sums.length; bin++) {
            between += rows[bin] == 0 ? 0 : sums[bin] * sums[bin] / rows[bin];
        }

        return squares > 0 ? between / squares * values.length : 0;
    }

    /** Leaves what the bins do not explain. */
    void subtractMeans(final double[][] outputs) {
        for (final double[] values : outputs) {
            final double[] sums = new double[MOST + 1];
            final int[] rows = new int[MOST + 1];
            for (int row = 0; row < values.length; row++) {
                sums[binOfRow[row]] += values[row];
                rows[binOfRow[row]]++;
            }

            for (int row = 0; row < values.length; row++) {
                values[row] -= sums[binOfRow[row]] / rows[binOfRow[row]];
            }
        }
    }

    /** The range that the middle eight tenths of the values lie in; never zero. */
    static double spread(final float[] values) {
        final float[] sorted = sorted(values);
        final int present = present(sorted);
        return present == 0 ? 1 : Math.max(Double.MIN_NORMAL, sorted[present * 9 / 10] - sorted[present / 10]);
    }
}
