/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.forecast;

import io.nifimimir.training.forecast.ExponentialSmoothing.Season;
import io.nifimimir.training.forecast.ExponentialSmoothing.Trend;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ForecastersTest {
    /** Annual oil production of Saudi Arabia in million tonnes, 1996 to 2013 (Hyndman and Athanasopoulos, 2nd edition, section 7.1). */
    private static final double[] OIL = {
        445.36, 453.20, 454.41, 422.38, 456.04, 440.39, 425.19, 486.21, 500.43, 521.28, 508.95, 488.89, 509.87, 456.72,
        473.82, 525.95, 549.83, 542.34
    };

    @Test
    void smoothingOfThePublishedExampleGivesThePublishedForecast() {
        ExponentialSmoothing state =
                new ExponentialSmoothing(Trend.NONE, Season.NONE, 0.8339, 0, 0, 1, 446.5868, 0, new double[0]);
        for (final double value : OIL) {
            state = state.update(value);
        }

        assertArrayEquals(new double[] {542.68, 542.68}, state.forecast(2), 0.01);
    }

    @Test
    void searchFindsThePublishedParameters() {
        final ExponentialSmoothing fitted = ExponentialSmoothingFitter.fit(Trend.NONE, Season.NONE, OIL, 1);
        assertEquals(0.83, fitted.alpha(), 0.02);
        assertEquals(542.68, fitted.forecast(1)[0], 0.2);
    }

    @Test
    void constantSeriesGoesOnWhateverTheForecaster() {
        final double[] constant = new double[30];
        Arrays.fill(constant, 7.5);
        for (final Forecaster forecaster : all(constant, new int[] {7})) {
            final double[] path = forecaster.fit().apply(constant).forecast(10);
            for (final double value : path) {
                assertEquals(7.5, value, 1e-6, forecaster.name());
            }
        }
    }

    @Test
    void lineGoesOn() {
        final double[] line =
                IntStream.range(0, 40).mapToDouble(index -> 5 + 2 * index).toArray();
        assertArrayEquals(new double[] {85, 87, 89}, Drift.fit(line).forecast(3), 1e-9);
        assertArrayEquals(
                new double[] {85, 87, 89},
                ExponentialSmoothingFitter.fit(Trend.LINEAR, Season.NONE, line, 1)
                        .forecast(3),
                1e-6);
    }

    @Test
    void driftBeginsAtTheFirstValueThatIsThere() {
        final double[] line = {Double.NaN, 4, 6, Double.NaN, 10};
        assertArrayEquals(new double[] {12, 14}, Drift.fit(line).forecast(2), 1e-9);
        assertArrayEquals(new double[] {14}, Drift.fit(line).update(Double.NaN).forecast(1), 1e-9);
    }

    /** A straight line is its own theta lines: the last value and half of the slope (Hyndman and Billah 2003). */
    @Test
    void standardThetaTakesHalfOfTheSlope() {
        final double[] noisy = IntStream.range(0, 200)
                .mapToDouble(index -> 10 + 3 * index + (index % 2 == 0 ? 1 : -1))
                .toArray();
        final double[] path = Theta.fitStandard(noisy).forecast(20);
        assertEquals(1.5, (path[19] - path[0]) / 19, 0.01);
    }

    @Test
    void optimisedThetaFollowsALineBetterThanTheStandard() {
        final double[] line =
                IntStream.range(0, 100).mapToDouble(index -> 10 + 3 * index).toArray();
        final double truth = 10 + 3 * 109;
        final double standard = Math.abs(Theta.fitStandard(line).forecast(10)[9] - truth);
        final double optimised = Math.abs(Theta.fitOptimised(line).forecast(10)[9] - truth);
        assertTrue(optimised < standard / 4, "%s against %s".formatted(optimised, standard));
    }

    @Test
    void pureSeasonComesAgain() {
        final double[] cycle = {3, 9, 4, 1, 5, 8, 2};
        final double[] season =
                IntStream.range(0, 70).mapToDouble(index -> cycle[index % 7]).toArray();
        assertArrayEquals(cycle, SeasonalNaive.fit(season, 7).forecast(7), 1e-9);
        assertArrayEquals(
                cycle,
                ExponentialSmoothingFitter.fit(Trend.NONE, Season.ADDITIVE, season, 7)
                        .forecast(7),
                1e-6);
        assertArrayEquals(
                cycle,
                SeasonallyAdjusted.fit(season, List.of(7), true, Theta::fitStandard)
                        .forecast(7),
                1e-6);
    }

    @Test
    void dayAndWeekAreTakenApart() {
        final double[] hours = IntStream.range(0, 24 * 7 * 4)
                .mapToDouble(hour -> 100 + 10 * Math.sin(2 * Math.PI * hour / 24) + (hour / 24 % 7 < 5 ? 4 : -10))
                .toArray();
        final double[] known = Arrays.copyOf(hours, 24 * 7 * 3);
        final double[] path = SeasonallyAdjusted.fit(known, List.of(24, 168), false, HistoricalMean::fit)
                .forecast(24 * 7);
        for (int step = 0; step < path.length; step++) {
            assertEquals(hours[known.length + step], path[step], 1.5, "hour " + step);
        }
    }

    @Test
    void crostonForecastsSizeOverInterval() {
        final double[] demand = IntStream.range(0, 400)
                .mapToDouble(index -> index % 4 == 3 ? 12 : 0)
                .toArray();
        assertTrue(Croston.suits(demand));
        assertFalse(Croston.suits(new double[] {0, 0, -1, 3, 0, 2}));
        assertEquals((1 - Croston.SMOOTHING / 2) * 12 / 4, Croston.fit(demand).forecast(1)[0], 1e-6);
    }

    @Test
    void missingValuesDoNotStopAForecaster() {
        final double[] gaps = IntStream.range(0, 84)
                .mapToDouble(index -> index % 5 == 2 ? Double.NaN : 20 + 5 * Math.sin(2 * Math.PI * index / 7))
                .toArray();
        for (final Forecaster forecaster : all(gaps, new int[] {7})) {
            final FittedForecaster fitted = forecaster.fit().apply(gaps).update(Double.NaN);
            assertTrue(Arrays.stream(fitted.forecast(9)).allMatch(Double::isFinite), forecaster.name());
        }
    }

    @Test
    void spreadNeverFalls() {
        final double[] values = SampleSeries.airPassengers();
        for (final Forecaster forecaster : all(values, new int[] {12})) {
            final FittedForecaster fitted = forecaster.fit().apply(values);
            assertEquals(1, fitted.spread(1), 1e-9, forecaster.name());
            for (int step = 2; step < 40; step++) {
                assertTrue(fitted.spread(step) >= fitted.spread(step - 1), forecaster.name());
            }
        }
    }

    @Test
    void wildValueIsTakenOutAndAJumpIsKept() {
        final double[] values =
                IntStream.range(0, 40).mapToDouble(index -> index % 3).toArray();
        values[20] = 500;
        assertTrue(Double.isNaN(Outliers.removed(values, 1)[20]));

        final double[] jump = IntStream.range(0, 40)
                .mapToDouble(index -> index < 20 ? index % 3 : 300 + index % 3)
                .toArray();
        assertArrayEquals(jump, Outliers.removed(jump, 1));
    }

    private static List<Forecaster> all(final double[] history, final int[] periods) {
        final Forecasters forecasters = new Forecasters(history, periods);
        return Stream.of(Forecasters.baselines(periods, history.length), forecasters.cheap(), forecasters.searched())
                .flatMap(List::stream)
                .toList();
    }
}
