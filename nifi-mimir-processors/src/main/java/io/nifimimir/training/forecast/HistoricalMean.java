/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.forecast;

import java.util.Arrays;

/** The mean of all values so far. */
record HistoricalMean(double mean, int count) implements FittedForecaster {
    static final String NAME = "mean";

    static HistoricalMean fit(final double[] history) {
        HistoricalMean state = new HistoricalMean(0, 0);
        for (final double value : history) {
            state = state.update(value);
        }

        return state;
    }

    @Override
    public double[] forecast(final int horizon) {
        final double[] path = new double[horizon];
        Arrays.fill(path, mean);
        return path;
    }

    @Override
    public HistoricalMean update(final double observed) {
        return Double.isNaN(observed) ? this : new HistoricalMean(mean + (observed - mean) / (count + 1), count + 1);
    }

    @Override
    public double spread(final int stepsAhead) {
        return 1;
    }
}
