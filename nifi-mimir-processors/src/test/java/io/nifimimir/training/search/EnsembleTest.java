/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.search;

import io.nifimimir.training.ModelTask;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class EnsembleTest {

    @Test
    void errorsThatOpposeEachOtherCancelOut() {
        final double[] truth = {1, 2, 3, 4};
        final float[] tooHigh = {2, 3, 4, 5};
        final float[] tooLow = {0, 1, 2, 3};
        final float[] useless = {9, 9, 9, 9};
        final Ensemble ensemble = Ensemble.choose(ModelTask.REGRESSION, truth, 1, List.of(tooHigh, useless, tooLow));

        assertArrayEquals(new double[] {0.5, 0, 0.5}, ensemble.weights(), 1e-9);
        assertEquals(0, ensemble.loss(), 1e-12);
        assertArrayEquals(truth, ensemble.combine(List.of(tooHigh, useless, tooLow)), 1e-6);
    }

    @Test
    void ofClassesTheLogLossDecides() {
        final double[] truth = {0, 1};
        final float[] sure = {0.9F, 0.1F, 0.1F, 0.9F};
        final float[] wrong = {0.1F, 0.9F, 0.9F, 0.1F};
        final Ensemble ensemble = Ensemble.choose(ModelTask.CLASSIFICATION, truth, 2, List.of(wrong, sure));

        assertArrayEquals(new double[] {0, 1}, ensemble.weights(), 1e-9);
        assertEquals(-Math.log(0.9), ensemble.loss(), 1e-6);
    }

    @Test
    void rowsThatNoFoldPredictedHaveNoSay() {
        final double[] truth = {100, 2, 3};
        final float[] good = {Float.NaN, 2, 3};
        final float[] bad = {Float.NaN, 5, 5};
        final Ensemble ensemble = Ensemble.choose(ModelTask.REGRESSION, truth, 1, List.of(bad, good));

        assertEquals(List.of(1), ensemble.members());
        assertTrue(ensemble.loss() < 1e-9);
    }
}
