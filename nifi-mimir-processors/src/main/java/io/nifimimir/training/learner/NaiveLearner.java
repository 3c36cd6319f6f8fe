/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.learner;

import io.nifimimir.training.ModelTask;

import java.util.Arrays;

/** The predictor that any model must beat: the mean, or the frequencies of the classes, whatever the features say. */
public final class NaiveLearner {
    private NaiveLearner() {}

    /** The same prediction for every row. */
    public static double[] predict(final LearningTask task) {
        if (task.task() == ModelTask.REGRESSION) {
            return new double[] {Arrays.stream(task.labels()).average().orElse(0)};
        }

        final double[] frequencies = new double[task.classCount()];
        for (final double label : task.labels()) {
            frequencies[(int) label] += 1.0 / task.labels().length;
        }

        return frequencies;
    }

    public static double[][] predict(final LearningTask task, final int rows) {
        final double[][] predictions = new double[rows][];
        Arrays.fill(predictions, predict(task));
        return predictions;
    }
}
