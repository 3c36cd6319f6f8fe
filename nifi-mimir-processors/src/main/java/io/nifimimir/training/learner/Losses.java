/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.learner;

import io.nifimimir.training.ModelTask;

/** The losses that candidates are compared by: log loss of classes, squared errors of numbers. */
public final class Losses {
    /** Keeps the log loss of a class that was called impossible finite. */
    public static final double SMALLEST_PROBABILITY = 1e-15;

    private Losses() {}

    /**
     * @param label a class index, or a value
     * @param predictions row after row, {@code outputs} numbers each
     */
    public static double of(
            final ModelTask task, final double label, final double[] predictions, final int row, final int outputs) {
        if (task == ModelTask.REGRESSION) {
            final double error = predictions[row] - label;
            return error * error;
        }

        final int actual = (int) label;
        return actual < outputs
                ? -Math.log(Math.clamp(predictions[row * outputs + actual], SMALLEST_PROBABILITY, 1))
                : -Math.log(SMALLEST_PROBABILITY);
    }
}
