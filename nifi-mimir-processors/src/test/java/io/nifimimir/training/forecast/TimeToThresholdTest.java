/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.forecast;

import io.nifimimir.training.forecast.TimeToThreshold.Direction;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TimeToThresholdTest {
    private static final ForecastOptions OPTIONS = ForecastOptions.ofSeed(1);
    private static final Duration HORIZON = Duration.ofDays(60);

    /** A depot is emptied by irregular issues; every second run has weekly closing days. */
    @Test
    void depletionIsForetoldDaysBeforeAndTheIntervalHolds() {
        final int runs = 60;
        int foretold = 0;
        int held = 0;
        for (int seed = 0; seed < runs; seed++) {
            final double[] stock = depletion(new Random(seed), seed % 2 == 0);
            final int emptyOn = firstAtZero(stock);
            final int today = emptyOn - 15;
            final ThresholdForecast forecast = reach(Arrays.copyOf(stock, today + 1), 0, Direction.FALLING);
            if (forecast instanceof ThresholdForecast.Expected expected) {
                foretold++;
                final Instant truth = day(emptyOn);
                final boolean late = expected.latest() != null && truth.isAfter(expected.latest());
                held += !truth.isBefore(expected.earliest()) && !late ? 1 : 0;
            }
        }

        assertTrue(foretold >= 0.95 * runs, "foretold %d of %d".formatted(foretold, runs));
        assertTrue(held >= 0.75 * runs, "held %d of %d".formatted(held, runs));
    }

    @Test
    void straightDeclineReachesZeroOnItsDay() {
        final double[] stock = new double[50];
        for (int day = 0; day < stock.length; day++) {
            stock[day] = 700 - 10 * day;
        }

        final ThresholdForecast.Expected expected =
                assertInstanceOf(ThresholdForecast.Expected.class, reach(stock, 0, Direction.FALLING));
        assertTrue(Duration.between(expected.at(), day(70)).abs().toDays() <= 1, expected.toString());
        assertNotNull(expected.latest());
    }

    @Test
    void steadySeriesIsNotExpectedToReachAFarBound() {
        final Random random = new Random(5);
        final double[] values = random.doubles(120, 95, 105).toArray();
        final ThresholdForecast.NotExpected far =
                assertInstanceOf(ThresholdForecast.NotExpected.class, reach(values, 0, Direction.FALLING));
        assertTrue(far.probability() < 0.05, far.toString());
    }

    @Test
    void whatIsThereAlreadyIsSaidToBe() {
        final ThresholdForecast there = reach(new double[] {3, 2, 0}, 0, Direction.FALLING);
        assertEquals(new ThresholdForecast.Reached(day(2), 0), there);
    }

    @Test
    void tooFewPointsAreAReasonAndNoGuess() {
        final ThresholdForecast.Unknown unknown = assertInstanceOf(
                ThresholdForecast.Unknown.class, reach(new double[] {30, 20, 10}, 0, Direction.FALLING));
        assertTrue(unknown.reason().contains("too few"), unknown.reason());
        assertInstanceOf(ThresholdForecast.Unknown.class, reach(new double[0], 0, Direction.FALLING));
    }

    @Test
    void risingSeriesReachesABoundAbove() {
        final Random random = new Random(8);
        final double[] cases = new double[60];
        for (int day = 0; day < cases.length; day++) {
            cases[day] = 5 + 2 * day + random.nextGaussian();
        }

        final ThresholdForecast.Expected expected =
                assertInstanceOf(ThresholdForecast.Expected.class, reach(cases, 165, Direction.RISING));
        assertTrue(!expected.earliest().isAfter(expected.at()), expected.toString());
        assertTrue(Duration.between(expected.at(), day(80)).abs().toDays() <= 3, expected.toString());
    }

    /** 20 a day on average, 600 delivered whenever fewer than 100 are left; then none any more. */
    @Test
    void stockThatIsFilledAgainAndAgainLastsAsLongAsWithoutADelivery() {
        final Random random = new Random(12);
        final double[] stock = new double[100];
        stock[0] = 500;
        for (int day = 1; day < stock.length; day++) {
            final double left = stock[day - 1] - 15 - random.nextInt(11);
            stock[day] = left < 100 && day < 90 ? left + 600 : left;
        }

        final ObservedSeries series = SampleSeries.daily(stock.length, day -> stock[day]);
        final ThresholdForecast forecast = TimeToThreshold.withoutDeliveries(
                        series.epochMillis(), series.values(), OPTIONS)
                .reach(0, Direction.FALLING, HORIZON);
        final ThresholdForecast.Expected expected = assertInstanceOf(ThresholdForecast.Expected.class, forecast);
        final long days = Duration.between(day(stock.length - 1), expected.at()).toDays();
        assertEquals(stock[stock.length - 1] / 20, days, 2);
    }

    @Test
    void sameSeriesAndSeedGiveTheSameAnswer() {
        final double[] stock = Arrays.copyOf(depletion(new Random(4), true), 60);
        assertEquals(reach(stock, 0, Direction.FALLING), reach(stock, 0, Direction.FALLING));
    }

    private static ThresholdForecast reach(final double[] values, final double bound, final Direction direction) {
        final ObservedSeries series = SampleSeries.daily(values.length, day -> values[day]);
        return TimeToThreshold.of(series.epochMillis(), series.values(), OPTIONS)
                .reach(bound, direction, HORIZON);
    }

    private static double[] depletion(final Random random, final boolean closedOnSundays) {
        final double[] stock = new double[400];
        stock[0] = 1_500 + random.nextInt(500);
        for (int day = 1; day < stock.length; day++) {
            final boolean closed = closedOnSundays && day % 7 == 6;
            final double issued = closed ? 0 : Math.max(0, 20 + 8 * random.nextGaussian());
            stock[day] = Math.max(0, stock[day - 1] - issued);
        }

        return stock;
    }

    private static int firstAtZero(final double[] stock) {
        int day = 0;
        while (stock[day] > 0) {
            day++;
        }

        return day;
    }

    private static Instant day(final int index) {
        return Instant.ofEpochMilli(SampleSeries.START).plus(Duration.ofDays(index));
    }
}
