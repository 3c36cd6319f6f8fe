/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.forecast;

/**
 * The last season comes again.
 *
 * @param lastCycle the values of the last season, the oldest first
 */
@SuppressWarnings("ArrayRecordComponent")
record SeasonalNaive(double[] lastCycle) implements FittedForecaster {
    static final String NAME = "seasonal_naive";

    static SeasonalNaive fit(final double[] history, final int period) {
        final double[] cycle = new double[period];
        for (int phase = 0; phase < period; phase++) {
            int index = history.length - period + phase;
            while (index >= period && Double.isNaN(history[index])) {
                index -= period;
            }

            cycle[phase] = history[index];
        }

        final double last = LastValue.fit(history).last();
        for (int phase = 0; phase < period; phase++) {
            cycle[phase] = Double.isNaN(cycle[phase]) ? last : cycle[phase];
        }

        return new SeasonalNaive(cycle);
    }

    @Override
    public double[] forecast(final int horizon) {
        final double[] path = new double[horizon];
        for (int step = 0; step < horizon; step++) {
            path[step] = lastCycle[step % lastCycle.length];
        }

        return path;
    }

    @Override
    public SeasonalNaive update(final double observed) {
        final double[] cycle = new double[lastCycle.length];
        System.arraycopy(lastCycle, 1, cycle, 0, cycle.length - 1);
        cycle[cycle.length - 1] = Double.isNaN(observed) ? lastCycle[0] : observed;
        return new SeasonalNaive(cycle);
    }

    @Override
    public double spread(final int stepsAhead) {
        return Math.sqrt((stepsAhead - 1) / lastCycle.length + 1.0);
    }
}
