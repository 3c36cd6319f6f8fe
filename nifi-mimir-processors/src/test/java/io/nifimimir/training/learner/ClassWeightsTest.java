/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.learner;

import io.nifimimir.training.ModelTask;
import io.nifimimir.training.StopSignal;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ClassWeightsTest {
    private static final int ROWS = 6_000;

    @Test
    void rareClassesWeighMoreAndRowsOneOnAverage() {
        final double[] labels =
                IntStream.range(0, 1_000).mapToDouble(row -> row < 40 ? 1 : 0).toArray();
        final ClassWeights weights =
                ClassWeights.balancing(ModelTask.CLASSIFICATION, labels, 2).orElseThrow();
        double total = 0;
        for (final float weight : weights.of(labels)) {
            total += weight;
        }

        assertEquals(
                Math.sqrt(960.0 / 40),
                weights.weights().get(1) / weights.weights().get(0),
                1e-9);
        assertEquals(1_000, total, 1e-2);
    }

    @Test
    void balancedClassesTooFewRowsAndNumbersHaveNone() {
        final double[] balanced =
                IntStream.range(0, 900).mapToDouble(row -> row % 3).toArray();
        final double[] tooFew =
                IntStream.range(0, 900).mapToDouble(row -> row < 19 ? 1 : 0).toArray();

        assertEquals(Optional.empty(), ClassWeights.balancing(ModelTask.CLASSIFICATION, balanced, 3));
        assertEquals(Optional.empty(), ClassWeights.balancing(ModelTask.CLASSIFICATION, tooFew, 2));
        assertEquals(Optional.empty(), ClassWeights.balancing(ModelTask.REGRESSION, tooFew, 0));
    }

    @Test
    void dividingByTheWeightsUndoesThem() {
        // What a perfect model says of a row of 2 % where rows of the class count eight times as much
        final double[][] probabilities = {{0.98 / (0.98 + 8 * 0.02), 8 * 0.02 / (0.98 + 8 * 0.02)}};
        new ClassWeights(List.of(0.5, 4.0)).restore(probabilities);

        assertArrayEquals(new double[] {0.98, 0.02}, probabilities[0], 1e-12);
    }

    @Test
    void aWeightedModelStaysCalibrated() {
        final LearningTask training = rareClass(1);
        final LearningTask validation = rareClass(2);
        final ClassWeights weights =
                ClassWeights.balancing(training.task(), training.labels(), 2).orElseThrow();
        final Candidate weighted = new Candidate(
                "weighted", new XgBoostLearner(XgBoostSettings.boosted(0.1, 3, 2)), TargetTransform.NONE, weights);
        final double observed = Arrays.stream(validation.labels()).average().orElseThrow();
        try (FittedModel model = weighted.learner()
                .tune(
                        weighted.transformed(training),
                        weighted.transformed(validation),
                        StopSignal.withoutDeadline(() -> true))
                .model()) {
            final double raw = meanOfRare(model.predict(validation.features()));
            final double restored = meanOfRare(weighted.predict(model, validation.features()));

            assertTrue(raw > 2 * observed, "test is non-trivial: %.3f of %.3f".formatted(raw, observed));
            assertEquals(observed, restored, 0.2 * observed);
        }
    }

    private static double meanOfRare(final double[][] predictions) {
        return Arrays.stream(predictions).mapToDouble(row -> row[1]).average().orElseThrow();
    }

    /** A class of some 4 %, which one of two numbers makes likelier. */
    private static LearningTask rareClass(final int seed) {
        final Random random = new Random(seed);
        final float[] values = new float[2 * ROWS];
        final double[] labels = new double[ROWS];
        for (int row = 0; row < ROWS; row++) {
            values[2 * row] = (float) random.nextGaussian();
            values[2 * row + 1] = (float) random.nextGaussian();
            labels[row] = random.nextDouble() < 1 / (1 + Math.exp(4 - 1.5 * values[2 * row])) ? 1 : 0;
        }

        return new LearningTask(
                ModelTask.CLASSIFICATION,
                new FeatureMatrix(values, ROWS, List.of("signal", "noise"), List.of(false, false)),
                labels,
                2,
                7);
    }
}
