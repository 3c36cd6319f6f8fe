/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.evaluation;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ModelScoresTest {

    @Test
    void scoresOfTwoClassesByHand() {
        final double[] truth = {0, 0, 1, 1};
        final double[][] probabilities = {{0.9, 0.1}, {0.4, 0.6}, {0.4, 0.6}, {0.2, 0.8}};
        final ModelScores scores = ModelScores.ofClasses(truth, probabilities, 2);

        assertEquals(0.75, scores.values().get("accuracy"), 1e-12);
        assertEquals(0.75, scores.values().get("balanced_accuracy"), 1e-12);
        // Pairs: (0.1, 0.6) and (0.1, 0.8) right, (0.6, 0.8) right, (0.6, 0.6) a tie
        assertEquals(3.5 / 4, scores.values().get("auc"), 1e-12);
        assertEquals((2.0 / 3 + 4.0 / 5) / 2, scores.values().get("macro_f1"), 1e-12);
        assertEquals(
                -(Math.log(0.9) + Math.log(0.4) + Math.log(0.6) + Math.log(0.8)) / 4,
                scores.values().get("log_loss"),
                1e-12);
        assertEquals(List.of(List.of(1L, 1L), List.of(0L, 2L)), scores.confusion());
    }

    @Test
    void aClassThatTrainingDidNotHaveIsMissed() {
        final ModelScores scores =
                ModelScores.ofClasses(new double[] {0, 2}, new double[][] {{0.9, 0.1}, {0.9, 0.1}}, 2);

        assertEquals(0.5, scores.values().get("accuracy"), 1e-12);
        assertEquals(3, scores.confusion().size());
        assertTrue(Double.isFinite(scores.values().get("log_loss")));
    }

    @Test
    void scoresOfNumbersByHand() {
        final ModelScores scores = ModelScores.ofNumbers(new double[] {1, 2, 3}, new double[][] {{1}, {2}, {5}});

        assertEquals(Math.sqrt(4.0 / 3), scores.values().get("rmse"), 1e-12);
        assertEquals(2.0 / 3, scores.values().get("mae"), 1e-12);
        assertEquals(1 - 4.0 / 2, scores.values().get("r2_score"), 1e-12);
        assertFalse(ModelScores.ofNumbers(new double[] {1, 1}, new double[][] {{1}, {2}})
                .values()
                .containsKey("r2_score"));
    }
}
