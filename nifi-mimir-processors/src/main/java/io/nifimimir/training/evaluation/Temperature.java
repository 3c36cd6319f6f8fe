/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.evaluation;

import io.nifimimir.training.learner.Losses;

import java.util.Arrays;

/**
 * Makes probabilities less or more certain, without changing their order (temperature scaling, Guo et al. 2017).
 *
 * @param value 1 leaves them as they are, more makes them less certain
 */
public record Temperature(double value) {
    public static final Temperature NONE = new Temperature(1);

    private static final double LEAST = 0.5;
    private static final double MOST = 3;
    private static final int STEPS = 30;
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

    /** Share of the loss that a temperature must save to be used. */
    private static final double SMALLEST_GAIN = 5e-4;

    /** The temperature of the least log loss on out-of-fold predictions; {@link #NONE} where none is clearly better. */
    public static Temperature fit(
            final double[] labels, final double[] predictions, final int[] rows, final int classCount) {
        double low = Math.log(LEAST);
        double high = Math.log(MOST);
        for (int step = 0; step < STEPS; step++) {
            final double left = high - GOLDEN * (high - low);
            final double right = low + GOLDEN * (high - low);
            if (loss(left, labels, predictions, rows, classCount)
                    < loss(right, labels, predictions, rows, classCount)) {
                high = right;
            } else {
                low = left;
            }
        }

        final double logarithm = (low + high) / 2;
        final double before = loss(0, labels, predictions, rows, classCount);
        final double after = loss(logarithm, labels, predictions, rows, classCount);
        return after < (1 - SMALLEST_GAIN) * before ? new Temperature(Math.exp(logarithm)) : NONE;
    }

    private static double loss(
            final double logarithm,
            final double[] labels,
            final double[] predictions,
            final int[] rows,
            final int classCount) {
        final Temperature temperature = new Temperature(Math.exp(logarithm));
        double loss = 0;
        for (final int row : rows) {
            final double[] probabilities = Arrays.copyOfRange(predictions, row * classCount, (row + 1) * classCount);
            temperature.apply(probabilities);
            loss -= Math.log(Math.max(probabilities[(int) labels[row]], Losses.SMALLEST_PROBABILITY));
        }

        return loss / rows.length;
    }

    /** Changes the probabilities in place. */
    public void apply(final double[] probabilities) {
        if (value == 1) {
            return;
        }

        double total = 0;
        for (int index = 0; index < probabilities.length; index++) {
            probabilities[index] =
                    StrictMath.pow(Math.max(probabilities[index], Losses.SMALLEST_PROBABILITY), 1 / value);
            total += probabilities[index];
        }

        for (int index = 0; index < probabilities.length; index++) {
            probabilities[index] /= total;
        }
    }
}
