/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.drift;

import java.util.Arrays;

/**
 * How much more the parts of a dataset differ from each other than chance alone would make them: rows of one day or one site are alike, so
 * a thousand of them say less than a thousand rows drawn at random (the design effect of Kish, "Survey Sampling", 1965). Measured on blocks
 * of neighbouring rows of the training data, for some sizes of block.
 *
 * @param sizes of the blocks, rising
 * @param factors by which the variance is larger than that of independent rows; 1 or more
 */
@SuppressWarnings("ArrayRecordComponent")
public record Dispersion(double[] sizes, double[] factors) {
    /** Rows that are independent of each other. */
    static final Dispersion NONE = new Dispersion(new double[0], new double[0]);

    /** With the factor of a larger size of block. */
    Dispersion with(final double size, final double factor) {
        final double[] moreSizes = Arrays.copyOf(sizes, sizes.length + 1);
        final double[] moreFactors = Arrays.copyOf(factors, factors.length + 1);
        moreSizes[sizes.length] = size;
        moreFactors[factors.length] = factor;
        return new Dispersion(moreSizes, moreFactors);
    }

    /** The factor for a batch of this many rows. */
    public double at(final double rows) {
        if (sizes.length == 0 || rows <= 1) {
            return 1;
        }
        final int found = Arrays.binarySearch(sizes, rows);
        final int above = found >= 0 ? found : -found - 1;
        if (above == 0) {
            return between(1, 1, sizes[0], factors[0], rows);
        }
        if (above < sizes.length) {
            return between(sizes[above - 1], factors[above - 1], sizes[above], factors[above], rows);
        }
        // Larger blocks than the data held: it grows on as it did, but no faster than for rows that are all alike
        final int last = sizes.length - 1;
        final double size = last == 0 ? 1 : sizes[last - 1];
        final double factor = last == 0 ? 1 : factors[last - 1];
        final double slope = Math.log(factors[last] / factor) / Math.log(sizes[last] / size);
        return factors[last] * Math.pow(rows / sizes[last], Math.clamp(slope, 0, 1));
    }

    private static double between(
            final double size, final double factor, final double nextSize, final double nextFactor, final double rows) {
        final double part = Math.log(rows / size) / Math.log(nextSize / size);
        return factor * Math.pow(nextFactor / factor, part);
    }
}
