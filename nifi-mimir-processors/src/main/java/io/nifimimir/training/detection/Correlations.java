/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.detection;

import io.nifimimir.training.table.Ordering;

import java.util.Arrays;

/** How closely two columns of numbers go together, from -1 to 1; 0 where one of them does not vary. */
final class Correlations {
    private Correlations() {}

    /** Pearson's. */
    static double of(final TargetRows.Pairs pairs) {
        return of(pairs.values(), pairs.labels());
    }

    /** Spearman's: 1 or -1 where the one is any function of the other that only grows or only falls. */
    static double ofRanks(final TargetRows.Pairs pairs) {
        return of(ranks(pairs.values()), ranks(pairs.labels()));
    }

    static double of(final double[] first, final double[] second) {
        final double firstMean = Arrays.stream(first).average().orElse(0);
        final double secondMean = Arrays.stream(second).average().orElse(0);
        double product = 0;
        double firstSquares = 0;
        double secondSquares = 0;
        for (int index = 0; index < first.length; index++) {
            final double firstDeviation = first[index] - firstMean;
            final double secondDeviation = second[index] - secondMean;
            product += firstDeviation * secondDeviation;
            firstSquares += firstDeviation * firstDeviation;
            secondSquares += secondDeviation * secondDeviation;
        }

        // The roots one by one: squares of values around 1e100 have no product
        return firstSquares > 0 && secondSquares > 0 ? product / Math.sqrt(firstSquares) / Math.sqrt(secondSquares) : 0;
    }

    /** Equal values share the middle of their ranks. */
    private static double[] ranks(final double[] values) {
        final int[] order = Ordering.of(values);
        final double[] ranks = new double[values.length];
        int start = 0;
        while (start < order.length) {
            int end = start;
            while (end + 1 < order.length && values[order[end + 1]] == values[order[start]]) {
                end++;
            }

            for (int index = start; index <= end; index++) {
                ranks[order[index]] = (start + end) / 2.0;
            }

            start = end + 1;
        }

        return ranks;
    }
}
