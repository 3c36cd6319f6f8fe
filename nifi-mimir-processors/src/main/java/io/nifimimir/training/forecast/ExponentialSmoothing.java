/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.forecast;

import java.util.Locale;

/**
 * Exponential smoothing in its state space form with additive errors (Hyndman, Koehler, Ord and Snyder 2008, chapter 2).
 *
 * @param alpha share of an error that the level takes up
 * @param beta share of an error that the slope takes up
 * @param gamma share of an error that the season takes up
 * @param phi what is left of the slope after a step; 1 for a trend that is not damped
 * @param slope by step
 * @param cycle a value for each step of the season, that of the next step first; empty without a season
 */
@SuppressWarnings("ArrayRecordComponent")
record ExponentialSmoothing(
        Trend trend,
        Season season,
        double alpha,
        double beta,
        double gamma,
        double phi,
        double level,
        double slope,
        double[] cycle)
        implements FittedForecaster {

    enum Trend {
        NONE,
        LINEAR,
        DAMPED
    }

    enum Season {
        NONE,
        ADDITIVE,
        MULTIPLICATIVE
    }

    /** {@code ets_damped_multiplicative}, say; {@code ets} for simple smoothing. */
    static String name(final Trend trend, final Season season) {
        final String trendName = trend == Trend.NONE ? "" : "_" + trend.name().toLowerCase(Locale.ROOT);
        final String seasonName =
                season == Season.NONE ? "" : "_" + season.name().toLowerCase(Locale.ROOT);
        return "ets" + trendName + seasonName;
    }

    @Override
    public double[] forecast(final int horizon) {
        final double[] path = new double[horizon];
        double base = level;
        double change = slope;
        for (int step = 0; step < horizon; step++) {
            change *= phi;
            base += change;
            path[step] = seasoned(base, step);
        }

        return path;
    }

    private double seasoned(final double base, final int step) {
        return switch (season) {
            case NONE -> base;
            case ADDITIVE -> base + cycle[step % cycle.length];
            case MULTIPLICATIVE -> base * cycle[step % cycle.length];
        };
    }

    @Override
    public ExponentialSmoothing update(final double observed) {
        final double base = level + phi * slope;
        final double error = Double.isNaN(observed) ? 0 : observed - seasoned(base, 0);
        final double factor = season == Season.MULTIPLICATIVE ? cycle[0] : 1;
        final double[] moved = new double[cycle.length];
        if (moved.length > 0) {
            System.arraycopy(cycle, 1, moved, 0, moved.length - 1);
            moved[moved.length - 1] = cycle[0] + gamma * error / (season == Season.MULTIPLICATIVE ? base : 1);
        }

        return new ExponentialSmoothing(
                trend,
                season,
                alpha,
                beta,
                gamma,
                phi,
                base + alpha * error / factor,
                phi * slope + beta * error / factor,
                moved);
    }

    /** Hyndman et al. 2008, table 6.1; for a multiplicative season as an approximation. */
    @Override
    public double spread(final int stepsAhead) {
        double variance = 1;
        double damping = 0;
        double power = 1;
        for (int step = 1; step < stepsAhead; step++) {
            power *= phi;
            damping += power;
            final double season = cycle.length > 0 && step % cycle.length == 0 ? gamma : 0;
            final double carried = alpha + beta * damping + season;
            variance += carried * carried;
        }

        return Math.sqrt(variance);
    }
}
