/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.forecast;

import java.util.Arrays;

/**
 * A lead of one forecaster over another, beyond chance: a one-sided paired t-test over groups of origins.
 *
 * @param gain share of the other's error that is saved
 */
record Lead(double gain, boolean certain) {
    /** Smaller leads are not worth a more complicated forecaster. */
    private static final double SMALLEST_GAIN = 0.02;

    /** Student's t at one-sided 95 %, by degrees of freedom from 1. */
    private static final double[] CRITICAL = {6.31, 2.92, 2.35, 2.13, 2.02, 1.94, 1.89, 1.86, 1.83, 1.81};

    private static final double CRITICAL_OF_MANY = 1.7;

    /** Errors of both by group; groups where either is NaN are left out. */
    static Lead of(final double[] errors, final double[] otherErrors) {
        double[] gains = new double[errors.length];
        double other = 0;
        int count = 0;
        for (int group = 0; group < errors.length; group++) {
            final double gain = otherErrors[group] - errors[group];
            if (Double.isFinite(gain)) {
                gains[count] = gain;
                other += otherErrors[group];
                count++;
            }
        }

        gains = Arrays.copyOf(gains, count);
        final double sum = Arrays.stream(gains).sum();
        final double share = other > 0 ? sum / other : 0;
        if (count < 2 || share < SMALLEST_GAIN) {
            return new Lead(share, false);
        }

        final double critical = count - 2 < CRITICAL.length ? CRITICAL[count - 2] : CRITICAL_OF_MANY;
        return new Lead(share, sum / count > critical * standardError(gains));
    }

    static double standardError(final double[] values) {
        final double mean = Arrays.stream(values).average().orElse(0);
        final double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return values.length < 2 ? Double.NaN : Math.sqrt(squares / (values.length - 1) / values.length);
    }
}
