/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.forecast;

/** Counts the values that prediction intervals hold which were calibrated by nothing but earlier errors. */
final class Coverage {
    private static final int FEWEST_SCORES = 8;

    /** Stands in for the theory of a forecaster, which plays a part only where errors are few. */
    private static final FittedForecaster GROWTH = new LastValue(0);

    private final double level;
    private int inside;
    private int all;

    Coverage(final double level) {
        this.level = level;
    }

    /** @param known index of the first value that was not known */
    void add(final BacktestErrors backtest, final int group, final int known) {
        final BacktestPlan plan = backtest.plan();
        final IntervalCalibration calibration = IntervalCalibration.of(backtest, GROWTH, known, Integer.MAX_VALUE);
        if (calibration.scores().length < FEWEST_SCORES) {
            return;
        }

        for (int index = 0; index < plan.origins().length; index++) {
            for (int step = 0; plan.group()[index] == group && step < plan.horizon(); step++) {
                final double error = Math.abs(backtest.errors()[index][step]);
                if (Double.isFinite(error)) {
                    all++;
                    inside += error <= calibration.halfWidth(level, step + 1, GROWTH) ? 1 : 0;
                }
            }
        }
    }

    double share() {
        return all == 0 ? Double.NaN : (double) inside / all;
    }
}
