/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.forecast;

/**
 * The line from the first value to the last goes on.
 *
 * @param steps from the first value to the last
 * @param sinceLast steps since the last value that was not missing
 */
record Drift(double first, double last, int steps, int sinceLast) implements FittedForecaster {
    static final String NAME = "drift";

    static Drift fit(final double[] history) {
        int first = 0;
        while (first < history.length - 1 && Double.isNaN(history[first])) {
            first++;
        }

        Drift state = new Drift(history[first], history[first], 0, 0);
        for (int index = first + 1; index < history.length; index++) {
            state = state.update(history[index]);
        }

        return state;
    }

    private double slope() {
        return steps == 0 ? 0 : (last - first) / steps;
    }

    @Override
    public double[] forecast(final int horizon) {
        final double[] path = new double[horizon];
        for (int step = 0; step < horizon; step++) {
            path[step] = last + slope() * (sinceLast + step + 1);
        }

        return path;
    }

    @Override
    public Drift update(final double observed) {
        return Double.isNaN(observed)
                ? new Drift(first, last, steps, sinceLast + 1)
                : new Drift(first, observed, steps + sinceLast + 1, 0);
    }

    /** Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 5.5: the slope is not known for sure either. */
    @Override
    public double spread(final int stepsAhead) {
        final double doubt = Math.max(1, steps);
        return Math.sqrt(stepsAhead * (1 + stepsAhead / doubt) / (1 + 1 / doubt));
    }
}
