/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.forecast;

/**
 * A straight line through a series by least squares, missing values left out.
 *
 * @param intercept the value at index 0
 */
record LinearTrend(double intercept, double slope) {
    static LinearTrend of(final double[] values) {
        int count = 0;
        double sumX = 0;
        double sumY = 0;
        for (int index = 0; index < values.length; index++) {
            if (Double.isFinite(values[index])) {
                count++;
                sumX += index;
                sumY += values[index];
            }
        }

        if (count == 0) {
            return new LinearTrend(0, 0);
        }

        final double meanX = sumX / count;
        final double meanY = sumY / count;
        double squares = 0;
        double products = 0;
        for (int index = 0; index < values.length; index++) {
            if (Double.isFinite(values[index])) {
                squares += (index - meanX) * (index - meanX);
                products += (index - meanX) * (values[index] - meanY);
            }
        }

        final double slope = squares > 0 ? products / squares : 0;
        return new LinearTrend(meanY - slope * meanX, slope);
    }

    double[] residuals(final double[] values) {
        final double[] residuals = new double[values.length];
        for (int index = 0; index < values.length; index++) {
            residuals[index] = values[index] - intercept - slope * index;
        }

        return residuals;
    }
}
