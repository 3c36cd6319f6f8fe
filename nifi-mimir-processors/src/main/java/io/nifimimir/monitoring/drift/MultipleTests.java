/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.drift;

import java.util.Arrays;
import java.util.Comparator;

/** Many tests at once find something by chance; what is left after the correction is as sure as one test alone would be. */
final class MultipleTests {
    private MultipleTests() {}

    /**
     * Adjusted p-values that control the probability of a single false finding among all tests, whatever their dependence (Holm, "A Simple
     * Sequentially Rejective Multiple Test Procedure", 1979).
     *
     * @return in the order of the given ones
     */
    static double[] holm(final double... pValues) {
        final Integer[] order = new Integer[pValues.length];
        Arrays.setAll(order, index -> index);
        Arrays.sort(order, Comparator.comparingDouble(index -> pValues[index]));
        final double[] adjusted = new double[pValues.length];
        double largest = 0;
        for (int rank = 0; rank < order.length; rank++) {
            largest = Math.max(largest, Math.min(1, (order.length - rank) * pValues[order[rank]]));
            adjusted[order[rank]] = largest;
        }
        return adjusted;
    }
}
