/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.forecast;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The seasons that a series of some step may have, counted in steps. */
final class SeasonalPeriods {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration YEAR = Duration.ofMinutes(525_960);

    /** One-sided 95 % of the normal distribution, as in the seasonality test of the Theta method. */
    private static final double SIGNIFICANT = 1.645;

    private SeasonalPeriods() {}

    /**
     * Seasons in the order of importance: the day before the week for steps within a day, the week before the year for days.
     *
     * @param length a season that does not fit in twice is left out
     */
    static int[] of(final SeriesStep step, final int length) {
        final DoubleStream candidates = switch (step) {
            case SeriesStep.BusinessDays() -> DoubleStream.of(5);
            case SeriesStep.Months(final int months) -> DoubleStream.of(12.0 / months);
            case SeriesStep.Fixed(final long millis) ->
                DoubleStream.of(
                        (double) DAY.toMillis() / millis,
                        7.0 * DAY.toMillis() / millis,
                        (double) YEAR.toMillis() / millis);
        };
        return candidates
                .filter(candidate -> Math.abs(candidate - Math.rint(candidate)) < 0.01 * candidate)
                .mapToInt(candidate -> (int) Math.rint(candidate))
                .filter(candidate -> candidate >= 2 && 2L * candidate <= length)
                .limit(2)
                .toArray();
    }

    /** Those among the periods that the history shows: the autocorrelation without the trend is beyond chance. */
    static List<Integer> shownBy(final double[] history, final int[] periods) {
        final int longest = IntStream.of(periods).max().orElse(0);
        if (longest == 0 || history.length < 2 * longest) {
            return IntStream.of(periods)
                    .filter(period -> 2 * period <= history.length)
                    .filter(period -> !shownBy(history, new int[] {period}).isEmpty())
                    .boxed()
                    .toList();
        }

        final double[] residuals = LinearTrend.of(history).residuals(history);
        final double power = Arrays.stream(residuals)
                .filter(Double::isFinite)
                .map(value -> value * value)
                .sum();
        if (!(power > 0)) {
            return List.of();
        }

        final double[] correlations = new double[longest + 1];
        for (int lag = 1; lag <= longest; lag++) {
            for (int index = lag; index < residuals.length; index++) {
                final double product = residuals[index] * residuals[index - lag];
                correlations[lag] += Double.isFinite(product) ? product / power : 0;
            }
        }

        return IntStream.of(periods)
                .filter(period -> correlations[period] > limit(correlations, period, history.length))
                .boxed()
                .toList();
    }

    private static double limit(final double[] correlations, final int period, final int length) {
        double squares = 0;
        for (int lag = 1; lag < period; lag++) {
            squares += correlations[lag] * correlations[lag];
        }

        return SIGNIFICANT * Math.sqrt((1 + 2 * squares) / length);
    }
}
