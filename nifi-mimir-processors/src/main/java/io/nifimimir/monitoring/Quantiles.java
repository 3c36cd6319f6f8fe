/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

import java.util.Arrays;

/** Quantiles of a few values. */
final class Quantiles {
    private Quantiles() {}

    static double median(final double[] values) {
        return ofSorted(sorted(values), 0.5);
    }

    static double[] sorted(final double[] values) {
        final double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    /** Linear interpolation between order statistics (Hyndman and Fan 1996, definition 7). */
    static double ofSorted(final double[] sorted, final double probability) {
        final double position = probability * (sorted.length - 1);
        final int below = (int) Math.floor(position);
        final int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
