/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.drift;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Against tables of the distributions. */
class TailProbabilitiesTest {

    @Test
    void quantilesOfChiSquaredLeaveTheirTails() {
        assertEquals(0.05, TailProbabilities.chiSquared(3.841459, 1), 1e-6);
        assertEquals(0.01, TailProbabilities.chiSquared(21.665994, 9), 1e-6);
        assertEquals(1e-5, TailProbabilities.chiSquared(39.340640, 9), 1e-9);
        assertEquals(1, TailProbabilities.chiSquared(0, 9));
    }

    @Test
    void quantilesOfTheNormalDistributionLeaveTheirTails() {
        assertEquals(0.5, TailProbabilities.normal(0), 1e-12);
        assertEquals(0.025, TailProbabilities.normal(1.959963985), 1e-9);
        assertEquals(0.975, TailProbabilities.normal(-1.959963985), 1e-9);
    }

    /** 1 less the sum of the probabilities of 0, 1 and 2 events. */
    @Test
    void poissonCountsFromTheLeastEventOn() {
        assertEquals(1 - Math.exp(-2.0) * (1 + 2 + 2), TailProbabilities.poisson(3, 2), 1e-12);
        assertEquals(1, TailProbabilities.poisson(0, 2));
        assertEquals(0, TailProbabilities.poisson(3, 0));
    }

    @Test
    void kolmogorovLeavesOneOfTwentyBeyondItsCriticalDistance() {
        assertEquals(0.05, TailProbabilities.kolmogorov(1.3581 / Math.sqrt(1e8), 1e8), 1e-4);
        assertEquals(1, TailProbabilities.kolmogorov(0, 100));
    }

    @Test
    void holmMultipliesByWhatIsLeftAndNeverFalls() {
        final double[] adjusted = MultipleTests.holm(0.04, 0.01, 0.03, 0.5);

        assertEquals(0.04, adjusted[1], 1e-12);
        assertEquals(0.09, adjusted[2], 1e-12);
        assertEquals(0.09, adjusted[0], 1e-12);
        assertEquals(0.5, adjusted[3], 1e-12);
    }
}
