/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.forecast;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Tells when a series will reach a bound, from simulated paths. Each path goes on from the forecaster's state with errors drawn from
 * those that the backtest has seen one step ahead; then the paths are stretched about the expected one, so that at each step they are
 * as wide as the calibrated prediction interval, which also knows that parameters are uncertain. The first step at which a path is
 * beyond the bound counts, as for the alert that is to come before it.
 */
public final class TimeToThreshold {
    private static final int PATHS = 400;

    /** Further steps than that are not foretold by anything seen. */
    private static final int MOST_STEPS = 1_000;

    private final ForecastSelection selection;
    private final double lastValue;
    private final ForecastOptions options;

    private TimeToThreshold(final ForecastSelection selection, final double lastValue, final ForecastOptions options) {
        this.selection = selection;
        this.lastValue = lastValue;
        this.options = options;
    }

    /** From which side a bound is reached. */
    public enum Direction {
        FALLING,
        RISING;

        boolean isReached(final double value, final double bound) {
            return this == FALLING ? value <= bound : value >= bound;
        }
    }

    /**
     * @param epochMillis instants of the points, never falling
     * @param values one for each; one that is not finite counts as missing
     */
    public static TimeToThreshold of(final long[] epochMillis, final double[] values, final ForecastOptions options) {
        final ObservedSeries series = new ObservedSeries("", epochMillis, values);
        final double[] finite = Arrays.stream(values).filter(Double::isFinite).toArray();
        return new TimeToThreshold(
                MetricForecaster.select(series, options),
                finite.length == 0 ? Double.NaN : finite[finite.length - 1],
                options);
    }

    /**
     * As if nothing came in: for a stock that is used up and filled again, where the question is how long it lasts without another
     * delivery. Each rise is taken for a delivery, and the use of its step for the usual one.
     *
     * @param values levels of the stock, see {@link #of}
     */
    public static TimeToThreshold withoutDeliveries(
            final long[] epochMillis, final double[] values, final ForecastOptions options) {
        final int[] finite = IntStream.range(0, values.length)
                .filter(index -> Double.isFinite(values[index]))
                .toArray();
        final long[] instants =
                Arrays.stream(finite).mapToLong(index -> epochMillis[index]).toArray();
        final double[] levels =
                Arrays.stream(finite).mapToDouble(index -> values[index]).toArray();
        final double[] uses = IntStream.range(1, levels.length)
                .mapToDouble(index -> levels[index - 1] - levels[index])
                .filter(use -> use >= 0)
                .sorted()
                .toArray();
        final double usual = uses.length == 0 ? 0 : uses[uses.length / 2];
        final double[] undelivered = levels.clone();
        double delivered = 0;
        for (int index = levels.length - 1; index > 0; index--) {
            final double change = levels[index] - levels[index - 1];
            delivered += change > 0 ? change + usual : 0;
            undelivered[index - 1] = levels[index - 1] + delivered;
        }

        return of(instants, undelivered, options);
    }

    /** How the forecaster of the series was chosen. */
    public ForecastSelection selection() {
        return selection;
    }

    /** @param horizon how far to look; what lies further is not told */
    public ThresholdForecast reach(final double bound, final Direction direction, final Duration horizon) {
        final SeriesForecast forecast = selection.forecast();
        if (Double.isNaN(lastValue)) {
            return new ThresholdForecast.Unknown("The series has no points");
        }

        if (direction.isReached(lastValue, bound)) {
            return new ThresholdForecast.Reached(Instant.ofEpochMilli(forecast.lastMillis()), lastValue);
        }

        if (!forecast.calibration().isKnown()) {
            return new ThresholdForecast.Unknown(selection.reasoning());
        }

        final int steps = (int) Math.min(
                MOST_STEPS, horizon.toMillis() / forecast.step().nominal().toMillis());
        if (steps < 1) {
            return new ThresholdForecast.Unknown("The horizon of %s is shorter than a step of the series, %s"
                    .formatted(horizon, forecast.step().nominal()));
        }

        return summarise(firstPassages(bound, direction, steps), steps);
    }

    /** For each path the first step beyond the bound, in rising order; one more than the steps where there is none. */
    private int[] firstPassages(final double bound, final Direction direction, final int steps) {
        final SeriesForecast forecast = selection.forecast();
        final double[] expected = forecast.forecaster().forecast(steps);
        final double[][] deviations = simulate(expected, steps);
        final double[] stretch = new double[steps];
        for (int step = 0; step < steps; step++) {
            final double wanted = forecast.calibration().halfWidth(options.level(), step + 1, forecast.forecaster());
            final double simulated = spreadOf(deviations, step);
            stretch[step] = simulated > 0 ? wanted / simulated : 1;
        }

        final int[] passages = new int[PATHS];
        for (int path = 0; path < PATHS; path++) {
            int step = 0;
            while (step < steps
                    && !direction.isReached(expected[step] + stretch[step] * deviations[path][step], bound)) {
                step++;
            }

            passages[path] = step + 1;
        }

        Arrays.sort(passages);
        return passages;
    }

    private double[][] simulate(final double[] expected, final int steps) {
        final SplittableRandom random = new SplittableRandom(options.seed());
        final double[] errors = selection.errorsOneStepAhead();
        final double[][] deviations = new double[PATHS][steps];
        for (final double[] path : deviations) {
            FittedForecaster state = selection.forecast().forecaster();
            for (int step = 0; step < steps; step++) {
                // Each error with either sign: what is systematic is the forecaster's to learn
                final double error = errors[random.nextInt(errors.length)] * (random.nextBoolean() ? 1 : -1);
                final double value = state.forecast(1)[0] + error;
                path[step] = value - expected[step];
                state = state.update(value);
            }
        }

        return deviations;
    }

    private double spreadOf(final double[][] deviations, final int step) {
        final double[] sizes = Arrays.stream(deviations)
                .mapToDouble(path -> Math.abs(path[step]))
                .sorted()
                .toArray();
        return sizes[(int) (options.level() * (sizes.length - 1))];
    }

    private ThresholdForecast summarise(final int[] passages, final int steps) {
        final double probability =
                (double) Arrays.stream(passages).filter(step -> step <= steps).count() / PATHS;
        final int median = quantile(passages, 0.5);
        if (median > steps) {
            return new ThresholdForecast.NotExpected(probability);
        }

        final double tail = (1 - options.level()) / 2;
        final int latest = quantile(passages, 1 - tail);
        return new ThresholdForecast.Expected(
                instant(median),
                instant(quantile(passages, tail)),
                latest > steps ? null : instant(latest),
                probability);
    }

    private static int quantile(final int[] sorted, final double share) {
        return sorted[(int) Math.round(share * (sorted.length - 1))];
    }

    private Instant instant(final int step) {
        final SeriesForecast forecast = selection.forecast();
        return Instant.ofEpochMilli(forecast.step().plus(forecast.lastMillis(), step));
    }
}
