/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.evaluation;

import org.junit.jupiter.api.Test;

import java.util.Random;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

class TemperatureTest {
    private static final int ROWS = 20_000;

    /** Rows whose second class has a logit of twice a normal number. */
    private static Temperature fit(final double exaggeration) {
        final Random random = new Random(3);
        final double[] labels = new double[ROWS];
        final double[] predictions = new double[2 * ROWS];
        for (int row = 0; row < ROWS; row++) {
            final double logit = 2 * random.nextGaussian();
            labels[row] = random.nextDouble() < 1 / (1 + Math.exp(-logit)) ? 1 : 0;
            predictions[2 * row + 1] = 1 / (1 + Math.exp(-exaggeration * logit));
            predictions[2 * row] = 1 - predictions[2 * row + 1];
        }

        return Temperature.fit(labels, predictions, IntStream.range(0, ROWS).toArray(), 2);
    }

    @Test
    void exaggerationIsTakenBack() {
        assertEquals(2, fit(2).value(), 0.1);
        assertEquals(0.7, fit(0.7).value(), 0.05);
    }

    @Test
    void honestProbabilitiesAreLeftAlone() {
        assertSame(Temperature.NONE, fit(1));
    }

    @Test
    void probabilitiesAddUpToOne() {
        final double[] probabilities = {0.7, 0.2, 0.1};
        new Temperature(2).apply(probabilities);

        assertEquals(1, probabilities[0] + probabilities[1] + probabilities[2], 1e-12);
        assertEquals(Math.sqrt(0.7 / 0.2), probabilities[0] / probabilities[1], 1e-9);
    }
}
