/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.forecast;

import java.util.Arrays;

/** The last value goes on: the best that can be said of a random walk. */
record LastValue(double last) implements FittedForecaster {
    static final String NAME = "naive";

    static LastValue fit(final double[] history) {
        LastValue state = new LastValue(0);
        for (final double value : history) {
            state = state.update(value);
        }

        return state;
    }

    @Override
    public double[] forecast(final int horizon) {
        final double[] path = new double[horizon];
        Arrays.fill(path, last);
        return path;
    }

    @Override
    public LastValue update(final double observed) {
        return Double.isNaN(observed) ? this : new LastValue(observed);
    }

    @Override
    public double spread(final int stepsAhead) {
        return Math.sqrt(stepsAhead);
    }
}
