/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.evaluation;

import io.nifimimir.training.learner.Losses;

import java.util.LinkedHashMap;
import java.util.Map;

/** What one row loses, by the name of the score that is made from the mean of it: the same at training and when the truth comes later. */
public final class RowLosses {
    /** 0 or 1; the score is one less their mean. */
    public static final String ACCURACY = ModelScores.ACCURACY;

    public static final String LOG_LOSS = ModelScores.LOG_LOSS;

    public static final String MEAN_ABSOLUTE_ERROR = "mae";

    /** Squared errors; the score is the root of their mean. */
    public static final String ROOT_MEAN_SQUARED_ERROR = ModelScores.ROOT_MEAN_SQUARED_ERROR;

    /** 0 or 1 for a truth outside of the interval; the score is one less their mean. */
    public static final String INTERVAL_COVERAGE = "interval_coverage";

    private RowLosses() {}

    /**
     * @param hit whether the class was the right one
     * @param probability that was given to the right class
     */
    public static Map<String, Double> ofClass(final boolean hit, final double probability) {
        final Map<String, Double> losses = new LinkedHashMap<>();
        losses.put(ACCURACY, hit ? 0.0 : 1.0);
        losses.put(LOG_LOSS, -Math.log(Math.clamp(probability, Losses.SMALLEST_PROBABILITY, 1)));
        return losses;
    }

    /**
     * @param lower end of the interval of the prediction; null where there is none
     * @param upper its other end
     */
    public static Map<String, Double> ofNumber(
            final double truth, final double predicted, final Double lower, final Double upper) {
        final double error = predicted - truth;
        final Map<String, Double> losses = new LinkedHashMap<>();
        losses.put(MEAN_ABSOLUTE_ERROR, Math.abs(error));
        losses.put(ROOT_MEAN_SQUARED_ERROR, error * error);
        if (lower != null && upper != null) {
            losses.put(INTERVAL_COVERAGE, truth >= lower && truth <= upper ? 0.0 : 1.0);
        }

        return losses;
    }
}
