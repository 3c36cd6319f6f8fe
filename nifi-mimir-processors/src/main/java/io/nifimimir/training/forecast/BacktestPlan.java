/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.forecast;

import java.util.Arrays;
import java.util.Optional;

/**
 * Which forecasts a backtest makes: from each origin, with nothing known but the values before it, for each step up to the horizon.
 * Parameters are fitted at the first origin and a few later ones, and carried forward in between (Tashman 2000).
 *
 * @param origins indices of the first value that is not known; the first has the whole training part before it
 * @param group origins of one group stand so close that their errors say the same; groups are compared with each other
 */
@SuppressWarnings("ArrayRecordComponent")
record BacktestPlan(int length, int horizon, int[] origins, int[] group, int groups) {
    static final int FEWEST_VALUES = 8;

    private static final int FEWEST_BEFORE_FIRST_ORIGIN = 6;
    private static final int MOST_ORIGINS = 48;
    private static final int MOST_GROUPS = 10;
    private static final int FITS = 3;

    /**
     * @param length values of the series, those missing included
     * @param period its season, 1 where there is none
     * @return empty where the series is too short to be tested
     */
    static Optional<BacktestPlan> of(final int length, final int horizonWanted, final int period) {
        if (length < FEWEST_VALUES) {
            return Optional.empty();
        }

        final int window = Math.max(length / 3, Math.min(4 * horizonWanted, length / 2));
        final int seasonsFirst = Math.min(2 * period + 1, 3 * length / 4);
        final int first = Math.max(Math.max(length - window, seasonsFirst), FEWEST_BEFORE_FIRST_ORIGIN);
        final int tested = length - first;
        final int horizon = Math.clamp(horizonWanted, 1, Math.max(1, tested / 3));
        final int stride = Math.max(1, tested / MOST_ORIGINS);
        final int[] origins = new int[(tested + stride - 1) / stride];
        final int groupLength = Math.max((horizon + 1) / 2, (tested + MOST_GROUPS - 1) / MOST_GROUPS);
        final int[] group = new int[origins.length];
        for (int index = 0; index < origins.length; index++) {
            origins[index] = first + index * stride;
            group[index] = index * stride / groupLength;
        }

        return Optional.of(new BacktestPlan(length, horizon, origins, group, group[group.length - 1] + 1));
    }

    int firstOrigin() {
        return origins[0];
    }

    /** The index of the first value that belongs to no origin before the group. */
    int startOf(final int wantedGroup) {
        for (int index = 0; index < origins.length; index++) {
            if (group[index] >= wantedGroup) {
                return origins[index];
            }
        }

        return length;
    }

    /** What forecasters are fitted to, by the index of the origin; null where they are only carried forward. */
    double[][] histories(final double[] values, final int outlierPeriod) {
        final double[][] histories = new double[origins.length][];
        for (int index = 0; index < origins.length; index += (origins.length + FITS - 1) / FITS) {
            histories[index] = Outliers.removed(Arrays.copyOf(values, origins[index]), outlierPeriod);
        }

        return histories;
    }

    /**
     * Forecasts by origin and step.
     *
     * @param histories see {@link #histories}
     */
    double[][] run(final Forecaster forecaster, final double[] values, final double[][] histories) {
        final double[][] forecasts = new double[origins.length][];
        FittedForecaster state = null;
        int known = 0;
        for (int index = 0; index < origins.length; index++) {
            if (histories[index] != null) {
                state = forecaster.fit().apply(histories[index]);
                known = origins[index];
            }

            while (known < origins[index]) {
                state = state.update(values[known]);
                known++;
            }

            forecasts[index] = state.forecast(horizon);
        }

        return forecasts;
    }
}
