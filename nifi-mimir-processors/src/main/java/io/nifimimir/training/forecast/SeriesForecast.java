/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.forecast;

/**
 * All that is needed to forecast one series.
 *
 * @param lastMillis instant of the last value that the forecaster has seen
 * @param method name of the forecaster, as reports have it
 * @param horizon steps that the backtest has tried; beyond it nothing is measured
 * @param nonNegative whether no value was ever below zero: then no forecast is either
 */
public record SeriesForecast(
        String entity,
        SeriesStep step,
        long lastMillis,
        String method,
        int horizon,
        boolean nonNegative,
        FittedForecaster forecaster,
        IntervalCalibration calibration) {

    /**
     * @param steps at least 1
     * @param level the share of values that shall lie within each interval, between 0 and 1
     */
    public Forecast forecast(final int steps, final double level) {
        final long[] times = new long[steps];
        final double[] mean = forecaster.forecast(steps);
        final double[] lower = new double[steps];
        final double[] upper = new double[steps];
        for (int index = 0; index < steps; index++) {
            final double halfWidth = calibration.halfWidth(level, index + 1, forecaster);
            times[index] = step.plus(lastMillis, index + 1L);
            lower[index] = possible(mean[index] - halfWidth);
            upper[index] = possible(mean[index] + halfWidth);
            mean[index] = possible(mean[index]);
        }

        return new Forecast(times, mean, lower, upper, level);
    }

    private double possible(final double value) {
        return nonNegative ? Math.max(0, value) : value;
    }
}
