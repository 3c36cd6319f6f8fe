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
 * @param nodes whose histograms are held at a time; with more of them those of earlier levels are let go of
 */
record TreeGrowth(int bins, int depth, long nodes) {
    private static final long MOST_BYTES = 96L << 20;

    /** Of the nodes of one level, which are held together in any case. */
    private static final long MOST_BYTES_OF_LEVEL = 128L << 20;

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
        final long all = 1L << depth;
        // Of small tables the bound would not be reached, and is not worth the counting
        if ((long) features.columns() * Math.min(bins, features.rows()) * BYTES_OF_BIN * all <= MOST_BYTES) {
            return new TreeGrowth(bins, depth, all);
        }

        final int[] distinct = features.distinctValues(SAMPLE_ROWS);
        final double mostOfLevel = rowsOfTree / Math.max(1, rowsOfLeaf);
        int fittingBins = bins;
        int fittingDepth = depth;
        while (bytes(distinct, fittingBins) * Math.min(mostOfLevel, 1L << fittingDepth - 1) > MOST_BYTES_OF_LEVEL) {
            if (fittingBins > FEWEST_BINS) {
                fittingBins /= 2;
            } else if (fittingDepth > SHALLOWEST) {
                fittingDepth--;
            } else {
                break;
            }
        }

        return new TreeGrowth(
                fittingBins,
                fittingDepth,
                Math.clamp(MOST_BYTES / Math.max(1, bytes(distinct, fittingBins)), 1, 1L << fittingDepth));
    }

    /** Of one node. */
    private static long bytes(final int[] distinct, final int bins) {
        return BYTES_OF_BIN
                * Arrays.stream(distinct)
                        .mapToLong(values -> Math.min(values, bins))
                        .sum();
    }
}
