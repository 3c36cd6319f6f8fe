/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.forecast;

import io.nifimimir.training.forecast.ExponentialSmoothing.Season;
import io.nifimimir.training.forecast.ExponentialSmoothing.Trend;

import java.util.Arrays;
import java.util.List;

/**
 * Finds the parameters of exponential smoothing that make the errors one step ahead least. The first level and slope are
 * estimated from the first seasons and, by decomposition (Hyndman et al. 2008, section 2.6.1), the first season: where it is
 * multiplicative from all seasons, since the proportions last while the sizes grow; without a season the first level is a parameter too.
 */
final class ExponentialSmoothingFitter {
    private static final int MOST_EVALUATIONS = 160;
    private static final int POINTS_FOR_FIRST_LEVEL = 10;
    private static final int CYCLES_FOR_FIRST_STATES = 3;
    private static final double SMALLEST = 1e-4;
    private static final double LEAST_DAMPED = 0.98;
    private static final double MOST_DAMPED = 0.8;

    private final Trend trend;
    private final Season season;
    private final double[] history;
    private final int period;
    private final double firstLevel;
    private final double firstSlope;
    private final double[] firstCycle;
    private final double levelReach;

    private ExponentialSmoothingFitter(
            final Trend trend, final Season season, final double[] history, final int period) {
        this.trend = trend;
        this.season = season;
        this.history = history;
        this.period = season == Season.NONE ? 0 : period;
        final int span = this.period == 0
                ? Math.min(history.length, POINTS_FOR_FIRST_LEVEL)
                : Math.min(history.length / period, CYCLES_FOR_FIRST_STATES) * period;
        final double[] beginning = Arrays.copyOf(history, span);
        final LinearTrend line = trend == Trend.NONE ? level(beginning) : line(beginning, this.period);
        this.firstSlope = line.slope();
        this.firstLevel = line.intercept() - line.slope();
        this.firstCycle = season == Season.NONE
                ? new double[0]
                : SeasonalProfile.of(
                                season == Season.MULTIPLICATIVE ? history : beginning,
                                List.of(period),
                                season == Season.MULTIPLICATIVE)
                        .cycles()
                        .getFirst();
        this.levelReach = deviation(line.residuals(beginning));
    }

    /** @param period length of the season; of no importance where there is none */
    static ExponentialSmoothing fit(final Trend trend, final Season season, final double[] history, final int period) {
        return new ExponentialSmoothingFitter(trend, season, history, period).fit();
    }

    private ExponentialSmoothing fit() {
        // alpha, share of beta in alpha, phi, share of gamma in 1 - alpha, first level in deviations
        final double[] lower = {SMALLEST, SMALLEST, MOST_DAMPED, SMALLEST, -3};
        final double[] upper = {1 - SMALLEST, 1 - SMALLEST, LEAST_DAMPED, 1 - SMALLEST, 3};
        final double[] start = {0.3, 0.1, 0.95, 0.1, 0};
        final boolean[] free = {
            true, trend != Trend.NONE, trend == Trend.DAMPED, period > 0, period == 0 && levelReach > 0
        };
        final double[] best = new NelderMead(select(lower, free), select(upper, free), MOST_EVALUATIONS)
                .minimise(point -> loss(spread(point, free)), select(start, free));
        ExponentialSmoothing state = initial(spread(best, free));
        for (final double value : history) {
            state = state.update(value);
        }

        return state;
    }

    private static double[] select(final double[] values, final boolean[] free) {
        final double[] selected = new double[values.length];
        int count = 0;
        for (int index = 0; index < values.length; index++) {
            if (free[index]) {
                selected[count++] = values[index];
            }
        }

        return Arrays.copyOf(selected, count);
    }

    private double[] spread(final double[] point, final boolean[] free) {
        final double[] all = {0, 0, 1, 0, 0};
        int count = 0;
        for (int index = 0; index < all.length; index++) {
            all[index] = free[index] ? point[count++] : all[index];
        }

        return all;
    }

    private ExponentialSmoothing initial(final double[] parameters) {
        return new ExponentialSmoothing(
                trend,
                season,
                parameters[0],
                parameters[0] * parameters[1],
                (1 - parameters[0]) * parameters[3],
                parameters[2],
                firstLevel + parameters[4] * levelReach,
                firstSlope,
                firstCycle);
    }

    /**
     * The squared errors; with a multiplicative season those in relation to the forecast, since they grow with it (the likelihood of
     * multiplicative errors, Hyndman et al. 2008, section 5.1). The recursion is that of {@link ExponentialSmoothing#update}, without
     * its objects: this is where fitting spends its time.
     */
    private double loss(final double[] parameters) {
        final ExponentialSmoothing first = initial(parameters);
        final double[] cycle = firstCycle.clone();
        final boolean multiplicative = season == Season.MULTIPLICATIVE;
        double level = first.level();
        double slope = first.slope();
        double sum = 0;
        double logarithms = 0;
        int phase = 0;
        for (final double value : history) {
            final double base = level + first.phi() * slope;
            final double factor = multiplicative ? cycle[phase] : 1;
            final double expected = multiplicative ? base * factor : period > 0 ? base + cycle[phase] : base;
            final double error = Double.isNaN(value) ? 0 : value - expected;
            final double relative = multiplicative ? error / expected : error;
            sum += relative * relative;
            logarithms += multiplicative ? Math.log(Math.abs(expected)) : 0;
            level = base + first.alpha() * error / factor;
            slope = first.phi() * slope + first.beta() * error / factor;
            if (period > 0) {
                cycle[phase] += first.gamma() * error / (multiplicative ? base : 1);
                phase = phase + 1 == period ? 0 : phase + 1;
            }
        }

        return sum * Math.exp(2 * logarithms / history.length);
    }

    private static LinearTrend level(final double[] beginning) {
        return new LinearTrend(mean(beginning, 0, beginning.length), 0);
    }

    /** Through whole seasons, a line by their means: the season does not bend it. */
    private static LinearTrend line(final double[] beginning, final int period) {
        if (period == 0) {
            return LinearTrend.of(beginning);
        }

        final int cycles = beginning.length / period;
        final double first = mean(beginning, 0, period);
        final double last = mean(beginning, (cycles - 1) * period, cycles * period);
        final double slope = (last - first) / ((cycles - 1.0) * period);
        return new LinearTrend(first - slope * (period - 1) / 2, slope);
    }

    private static double mean(final double[] values, final int from, final int to) {
        return Arrays.stream(values, from, to)
                .filter(Double::isFinite)
                .average()
                .orElse(0);
    }

    private static double deviation(final double[] residuals) {
        return Math.sqrt(Arrays.stream(residuals)
                .filter(Double::isFinite)
                .map(value -> value * value)
                .average()
                .orElse(0));
    }
}
