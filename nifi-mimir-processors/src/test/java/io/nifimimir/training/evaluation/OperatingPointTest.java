/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.evaluation;

import org.junit.jupiter.api.Test;

import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class OperatingPointTest {
    private static final int ROWS = 4_000;

    @Test
    void aRareClassIsPredictedSooner() {
        final double[][] rows = rows(0.05);
        final OperatingPoint point = OperatingPoint.fit(rows[0], rows[1]);

        assertTrue(point.threshold() > 0.05 && point.threshold() < 0.45, point.toString());
        assertTrue(macroF1(rows, point) > macroF1(rows, OperatingPoint.MOST_LIKELY) + 0.02);
        assertEquals(1, point.decide(new double[] {0.55, 0.45}));
    }

    @Test
    void whetherTheFirstOrTheSecondClassIsRareIsNoMatter() {
        final double[][] rows = rows(0.05);
        final double[][] mirrored = new double[2][ROWS];
        for (int row = 0; row < ROWS; row++) {
            mirrored[0][row] = 1 - rows[0][row];
            mirrored[1][row] = 1 - rows[1][row];
        }

        assertEquals(
                1 - OperatingPoint.fit(rows[0], rows[1]).threshold(),
                OperatingPoint.fit(mirrored[0], mirrored[1]).threshold(),
                1e-9);
    }

    @Test
    void balancedClassesAreLeftAlone() {
        final double[][] rows = rows(0.4);

        assertEquals(OperatingPoint.MOST_LIKELY, OperatingPoint.fit(rows[0], rows[1]));
    }

    @Test
    void ofSeveralClassesTheMostLikelyIsPredicted() {
        assertEquals(2, new OperatingPoint(0.1).decide(new double[] {0.3, 0.3, 0.4}));
    }

    private static double macroF1(final double[][] rows, final OperatingPoint point) {
        final double[][] probabilities = new double[ROWS][];
        for (int row = 0; row < ROWS; row++) {
            probabilities[row] = new double[] {1 - rows[1][row], rows[1][row]};
        }

        final ModelScores scores = ModelScores.ofClasses(rows[0], probabilities, 2, point);
        assertArrayEquals(
                ModelScores.ofClasses(rows[0], probabilities, 2).losses(), scores.losses(), "losses know no point");
        return scores.values().get("macro_f1");
    }

    /** Labels, and probabilities that come true as often as they say. @param share of the second class */
    private static double[][] rows(final double share) {
        final Random random = new Random(2);
        final double[][] rows = new double[2][ROWS];
        for (int row = 0; row < ROWS; row++) {
            final double logit = Math.log(share / (1 - share)) + 1.5 * random.nextGaussian();
            rows[1][row] = 1 / (1 + Math.exp(-logit));
            rows[0][row] = random.nextDouble() < rows[1][row] ? 1 : 0;
        }

        return rows;
    }
}
