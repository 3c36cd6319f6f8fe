/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.learner;

import java.util.Arrays;

/**
 * How finely trees look at numbers, and how deep they go, such that the histograms of a tree fit into memory: XGBoost holds one for each
 * node, with a bin for each of the values that are told apart. On wide tables that would be gigabytes, and most of the time.
 *
 * @param bins of a feature at most
 */
record TreeGrowth(int bins, int depth) {
    private static final long MOST_BYTES = 96L << 20;

    /** Sums of the gradients and of the second derivatives. */
    private static final int BYTES_OF_BIN = 2 * Double.BYTES;

    private static final int FEWEST_BINS = 64;
    private static final int SHALLOWEST = 6;

    /** By which the different values are counted. */
    private static final int SAMPLE_ROWS = 4_096;

    /** What was asked for, or as near to it as fits. */
    static TreeGrowth fitting(
            final int bins,
            final int depth,
            final double rowsOfTree,
            final double rowsOfLeaf,
            final FeatureMatrix features) {
        // Of small tables the bound would not be reached, and is not worth the counting
        if ((long) features.columns() * Math.min(bins, features.rows()) * BYTES_OF_BIN << depth <= MOST_BYTES) {
            return new TreeGrowth(bins, depth);
        }

        final int[] distinct = features.distinctValues(SAMPLE_ROWS);
        final double mostNodes = 2 * rowsOfTree / Math.max(1, rowsOfLeaf);
        int fittingBins = bins;
        int fittingDepth = depth;
        while (bytes(distinct, fittingBins) * Math.min(mostNodes, 1L << fittingDepth) > MOST_BYTES) {
            if (fittingBins > FEWEST_BINS) {
                fittingBins /= 2;
            } else if (fittingDepth > SHALLOWEST) {
                fittingDepth--;
            } else {
                break;
            }
        }

        return new TreeGrowth(fittingBins, fittingDepth);
    }

    /** Of one node. */
    private static long bytes(final int[] distinct, final int bins) {
        return BYTES_OF_BIN
                * Arrays.stream(distinct)
                        .mapToLong(values -> Math.min(values, bins))
                        .sum();
    }
}
