/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.evaluation;

import java.util.Arrays;

/**
 * What lies around a predicted number, from the errors of out-of-fold predictions (cross-conformal, Vovk 2015).
 *
 * @param coverage share of rows whose true number lies within
 * @param lower to be added to the prediction
 * @param upper to be added to the prediction
 */
public record PredictionInterval(double coverage, double lower, double upper) {
    static final double COVERAGE = 0.9;

    /** @param errors truth less prediction */
    public static PredictionInterval of(final double[] errors) {
        final double[] sorted = errors.clone();
        Arrays.sort(sorted);
        final double tail = (1 - COVERAGE) / 2;
        // One row more than there is, as conformal prediction asks for
        final int rank = (int) Math.floor(tail * (sorted.length + 1));
        final int low = Math.clamp(rank - 1L, 0, sorted.length - 1);
        return new PredictionInterval(COVERAGE, sorted[low], sorted[sorted.length - 1 - low]);
    }

    /** Share of rows whose truth lies within. */
    public double covered(final double[] truth, final double[][] predictions) {
        int within = 0;
        for (int row = 0; row < truth.length; row++) {
            final double error = truth[row] - predictions[row][0];
            within += error >= lower && error <= upper ? 1 : 0;
        }

        return truth.length == 0 ? 0 : (double) within / truth.length;
    }
}
