/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.learner;

import io.nifimimir.training.ModelTask;
import io.nifimimir.training.StopSignal;
import io.nifimimir.training.evaluation.ModelScores;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class LinearLearnerTest {
    private static final StopSignal GO = StopSignal.withoutDeadline(() -> true);

    @Test
    void ridgeHasTheSolutionOfTheNormalEquations() {
        // One column: w = sum(xy) / (sum(x squared) + n penalty), both centred
        final double[] x = {-2, -1, 0, 1, 2};
        final double[] y = {-3, -2, 1, 2, 2};
        final SparseRows rows = new SparseRows(1);
        for (final double value : x) {
            rows.add(0, (float) value);
            rows.endRow();
        }

        final double[] weights = new double[2];
        new LinearSolver(rows, y, LinearSolver.Link.IDENTITY, 0).minimise(weights, 0.4, GO);

        assertEquals(14.0 / (10 + 5 * 0.4), weights[0], 1e-3);
        assertEquals(0, weights[1], 1e-3);
    }

    @Test
    void classesAreToldApartAndPredictionsSurviveTheirJson() throws IOException {
        final LearningTask training = corners(600, 1);
        final LearningTask validation = corners(300, 2);
        final CandidateLearner.Tuned tuned = new LinearLearner().tune(training, validation, GO);
        final double[][] predictions = tuned.model().predict(validation.features());
        int hits = 0;
        for (int row = 0; row < predictions.length; row++) {
            hits += ModelScores.mostLikely(predictions[row]) == validation.labels()[row] ? 1 : 0;
            assertEquals(1, predictions[row][0] + predictions[row][1] + predictions[row][2], 1e-9);
        }

        assertTrue(hits > 0.95 * predictions.length, hits + " hits");
        final LinearModel read =
                LinearModel.load(tuned.model().toBytes(), tuned.model().settings());
        final double[][] again = read.predict(validation.features());
        for (int row = 0; row < predictions.length; row++) {
            assertArrayEquals(predictions[row], again[row], 0);
        }
    }

    /** Three classes around three points, with a column of noise and missing cells. */
    private static LearningTask corners(final int rows, final long seed) {
        final Random random = new Random(seed);
        final float[] values = new float[3 * rows];
        final double[] labels = new double[rows];
        for (int row = 0; row < rows; row++) {
            final int label = random.nextInt(3);
            labels[row] = label;
            values[3 * row] = (float) ((label == 1 ? 4 : 0) + 0.7 * random.nextGaussian());
            values[3 * row + 1] = (float) ((label == 2 ? 4 : 0) + 0.7 * random.nextGaussian());
            values[3 * row + 2] = random.nextInt(4) == 0 ? Float.NaN : (float) random.nextGaussian();
        }

        final FeatureMatrix features =
                new FeatureMatrix(values, rows, List.of("a", "b", "noise"), Collections.nCopies(3, false));
        return new LearningTask(ModelTask.CLASSIFICATION, features, labels, 3, 1);
    }

    @Test
    void codesAndMissingValuesHaveTermsOfTheirOwn() {
        final float[] values = {0, 1, 2, 0, 1, 2, 0, 1, 2, Float.NaN, Float.NaN, Float.NaN};
        final FeatureMatrix matrix = new FeatureMatrix(values, 12, List.of("code"), List.of(true));
        final LinearTerms terms = LinearTerms.fit(matrix);
        final RowSource rows = terms.apply(matrix);

        assertEquals(4, rows.width());
        assertEquals(1, rows.row(1).dot(new double[] {0, 1, 0, 0}, 0), 0);
        assertEquals(1, rows.row(11).dot(new double[] {0, 0, 0, 1}, 0), 0);
    }

    @Test
    void longTailsAreFollowedAsFarAsTheyWereSeen() {
        final LearningTask training = line(1_000, 1, 0);
        final LearningTask validation = line(1_000, 2, 0);
        final double[][] predictions =
                new LinearLearner().tune(training, validation, GO).model().predict(validation.features());
        double squares = 0;
        for (int row = 0; row < predictions.length; row++) {
            squares += Math.pow(predictions[row][0] - validation.labels()[row], 2) / predictions.length;
        }

        // Without a slope of its own beyond four deviations it is 3
        assertTrue(Math.sqrt(squares) < 0.6, "root mean square error " + Math.sqrt(squares));
    }

    @Test
    void oneOutlierIsNoTail() {
        final LearningTask training = line(1_000, 1, 1e6f);
        final LinearTerms.Feature amount =
                LinearTerms.fit(training.features()).features().getFirst();
        assertEquals(0, amount.upperTail());
    }

    /** A label of twice the value and a little noise, where one value in fifty is of another size. */
    private static LearningTask line(final int rows, final long seed, final float outlier) {
        final Random random = new Random(seed);
        final float[] values = new float[rows];
        final double[] labels = new double[rows];
        for (int row = 0; row < rows; row++) {
            values[row] = (float) (random.nextInt(50) == 0 ? 40 * random.nextDouble() : random.nextGaussian());
            labels[row] = 2 * values[row] + 0.1 * random.nextGaussian();
        }

        if (outlier > 0) {
            values[rows / 2] = outlier;
        }

        final FeatureMatrix features = new FeatureMatrix(values, rows, List.of("amount"), List.of(false));
        return new LearningTask(ModelTask.REGRESSION, features, labels, 0, 1);
    }
}
