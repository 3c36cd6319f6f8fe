/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.learner;

import io.nifimimir.training.ModelTask;

import java.util.Arrays;
import java.util.Optional;

/**
 * Numbers as they are learnt.
 *
 * @param logarithm whether by their logarithm, {@code log(1 + value / scale)}
 * @param most no prediction is larger: an exponential makes much of a small error
 */
public record TargetTransform(boolean logarithm, double scale, double most) {
    public static final TargetTransform NONE = new TargetTransform(false, 1, Double.MAX_VALUE);

    private static final double SKEWED = 0.75;
    private static final double SCALE_QUANTILE = 0.1;

    /** The logarithm, for numbers that are never negative and have a long tail to the right. */
    public static Optional<TargetTransform> logarithm(final ModelTask task, final double[] labels) {
        if (task == ModelTask.CLASSIFICATION || labels.length == 0) {
            return Optional.empty();
        }

        final double[] positive =
                Arrays.stream(labels).filter(label -> label > 0).sorted().toArray();
        final boolean negative = Arrays.stream(labels).anyMatch(label -> label < 0);
        if (negative || positive.length == 0 || skewness(labels) < SKEWED) {
            return Optional.empty();
        }

        final double scale = positive[(int) (SCALE_QUANTILE * positive.length)];
        return Optional.of(new TargetTransform(true, scale, 2 * positive[positive.length - 1]));
    }

    private static double skewness(final double[] labels) {
        final double mean = Arrays.stream(labels).average().orElse(0);
        double squares = 0;
        double cubes = 0;
        for (final double label : labels) {
            squares += (label - mean) * (label - mean) / labels.length;
            cubes += Math.pow(label - mean, 3) / labels.length;
        }

        return squares > 0 ? cubes / Math.pow(squares, 1.5) : 0;
    }

    double[] apply(final double[] labels) {
        return logarithm
                ? Arrays.stream(labels)
                        .map(label -> StrictMath.log1p(label / scale))
                        .toArray()
                : labels;
    }

    /** Turns predictions of one value back, in place. */
    void restore(final double[][] predictions) {
        if (logarithm) {
            for (final double[] prediction : predictions) {
                prediction[0] = Math.min(most, scale * StrictMath.expm1(prediction[0]));
            }
        }
    }
}
