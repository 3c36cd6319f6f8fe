/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.forecast;

import java.util.Arrays;

/**
 * How wide prediction intervals have to be, by conformal prediction: errors of the backtest, each divided by what is usual at its step,
 * give the quantile that as many errors as wanted stay within.
 *
 * @param scale the usual error at each step; further steps widen as the forecaster's own theory has it
 * @param scores sorted errors in units of their step's scale; of many, equally spaced quantiles
 */
@SuppressWarnings("ArrayRecordComponent")
public record IntervalCalibration(double[] scale, double[] scores) {
    private static final int FEWEST_ORIGINS_FOR_OWN_SCALE = 20;
    private static final int MOST_SCORES = 40;

    static IntervalCalibration of(final BacktestErrors errors, final FittedForecaster forecaster) {
        return of(errors, forecaster, errors.plan().length(), MOST_SCORES);
    }

    /** @param known index of the first value that is not known */
    static IntervalCalibration of(
            final BacktestErrors backtest, final FittedForecaster forecaster, final int known, final int mostScores) {
        final BacktestPlan plan = backtest.plan();
        final double[] sums = new double[plan.horizon()];
        final int[] counts = new int[plan.horizon()];
        double[] scores = new double[plan.origins().length * plan.horizon()];
        for (int index = 0; index < plan.origins().length; index++) {
            for (int step = 0; step < Math.min(plan.horizon(), known - plan.origins()[index]); step++) {
                final double error = backtest.errors()[index][step];
                sums[step] += Double.isFinite(error) ? error * error : 0;
                counts[step] += Double.isFinite(error) ? 1 : 0;
            }
        }

        final double[] scale = scale(sums, counts, forecaster);
        int count = 0;
        for (int index = 0; index < plan.origins().length; index++) {
            for (int step = 0; step < Math.min(plan.horizon(), known - plan.origins()[index]); step++) {
                final double score = Math.abs(backtest.errors()[index][step]) / scale[step];
                if (Double.isFinite(score)) {
                    scores[count++] = score;
                }
            }
        }

        scores = Arrays.copyOf(scores, count);
        Arrays.sort(scores);
        return new IntervalCalibration(scale, thinned(scores, mostScores));
    }

    /** From many errors the usual one of a step is seen, and never falls with further steps; else the theory says how it grows. */
    private static double[] scale(final double[] sums, final int[] counts, final FittedForecaster forecaster) {
        final double[] scale = new double[sums.length];
        final boolean many = counts[0] >= FEWEST_ORIGINS_FOR_OWN_SCALE;
        for (int step = 0; step < scale.length; step++) {
            final double before = step == 0 ? 0 : scale[step - 1];
            if (many && 2 * counts[step] >= counts[0]) {
                scale[step] = Math.max(before, Math.sqrt(sums[step] / counts[step]));
            } else {
                scale[step] = step == 0 ? 1 : before * forecaster.spread(step + 1) / forecaster.spread(step);
            }
        }

        if (!(scale[0] > 0)) {
            // Forecasts without any error so far
            Arrays.fill(scale, 1);
        }

        return scale;
    }

    private static double[] thinned(final double[] sorted, final int most) {
        if (sorted.length <= most) {
            return sorted;
        }

        final double[] quantiles = new double[most];
        for (int index = 0; index < most; index++) {
            quantiles[index] = sorted[(int) ((index + 1L) * sorted.length / most) - 1];
        }

        return quantiles;
    }

    boolean isKnown() {
        return scores.length > 0;
    }

    /**
     * Half the width of the interval at a step (from 1); NaN where no errors are known.
     *
     * @param level the share of values that shall lie within
     */
    double halfWidth(final double level, final int stepsAhead, final FittedForecaster forecaster) {
        if (scores.length == 0) {
            return Double.NaN;
        }

        final int rank = (int) Math.ceil((scores.length + 1) * level);
        final double score = scores[Math.clamp(rank - 1, 0, scores.length - 1)];
        if (stepsAhead <= scale.length) {
            return score * scale[stepsAhead - 1];
        }

        return score * scale[scale.length - 1] * forecaster.spread(stepsAhead) / forecaster.spread(scale.length);
    }
}
