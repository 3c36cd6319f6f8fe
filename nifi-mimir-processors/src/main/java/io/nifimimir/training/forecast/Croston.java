/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.forecast;

import java.util.Arrays;

/**
 * For demand with many zeros: the size of a demand and the distance between two, each smoothed on its own (Croston 1972), with the
 * correction of Syntetos and Boylan (2005).
 *
 * @param size smoothed size of a demand that is not zero
 * @param interval smoothed number of steps between two
 * @param sinceDemand steps since the last
 */
record Croston(double size, double interval, int sinceDemand) implements FittedForecaster {
    static final String NAME = "croston_sba";

    /** Croston's advice is 0.1 to 0.2. */
    static final double SMOOTHING = 0.1;

    private static final double FEWEST_ZEROS = 0.3;

    static boolean suits(final double[] history) {
        int zeros = 0;
        int demands = 0;
        for (final double value : history) {
            if (value < 0) {
                return false;
            }

            zeros += value == 0 ? 1 : 0;
            demands += value > 0 ? 1 : 0;
        }

        return demands >= 2 && zeros >= FEWEST_ZEROS * history.length;
    }

    /** @param history with at least one value above zero */
    static Croston fit(final double[] history) {
        int first = 0;
        while (!(history[first] > 0)) {
            first++;
        }

        final long demands = Arrays.stream(history).filter(value -> value > 0).count();
        Croston state = new Croston(history[first], (double) history.length / demands, 0);
        for (int index = first + 1; index < history.length; index++) {
            state = state.update(history[index]);
        }

        return state;
    }

    @Override
    public double[] forecast(final int horizon) {
        final double[] path = new double[horizon];
        Arrays.fill(path, (1 - SMOOTHING / 2) * size / interval);
        return path;
    }

    @Override
    public Croston update(final double observed) {
        if (!(observed > 0)) {
            return new Croston(size, interval, sinceDemand + 1);
        }

        return new Croston(
                size + SMOOTHING * (observed - size), interval + SMOOTHING * (sinceDemand + 1 - interval), 0);
    }

    @Override
    public double spread(final int stepsAhead) {
        return 1;
    }
}
