/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.forecast;

import io.nifimimir.training.forecast.ForecastSelection.CandidateScore;
import io.nifimimir.training.forecast.ForecastSelection.Skill;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ForecastSelectorTest {
    private static final ForecastOptions OPTIONS = ForecastOptions.ofSeed(7);

    @Test
    void airPassengersAreForecastFarBetterThanSeasonalNaive() {
        final double[] values = SampleSeries.airPassengers();
        assertEquals(40_363, Arrays.stream(values).sum());
        final ForecastSelection selection = MetricForecaster.select(SampleSeries.monthly(values), OPTIONS);
        final Skill skill = selection.skill().orElseThrow();
        assertTrue(
                mean(skill.mase()) < 0.8 * mean(skill.seasonalNaiveMase()),
                Arrays.toString(skill.mase()) + Arrays.toString(skill.seasonalNaiveMase()));
    }

    @Test
    void lastYearOfAirPassengersIsForecastWithinFivePercent() {
        final double[] values = SampleSeries.airPassengers();
        final Forecast forecast = MetricForecaster.select(SampleSeries.monthly(Arrays.copyOf(values, 132)), OPTIONS)
                .forecast()
                .forecast(12, 0.8);
        double error = 0;
        for (int month = 0; month < 12; month++) {
            error += Math.abs(forecast.mean()[month] / values[132 + month] - 1) / 12;
        }

        assertTrue(error < 0.05, "MAPE " + error);
    }

    @Test
    void randomWalkStaysWithNaive() {
        int naive = 0;
        for (int seed = 0; seed < 20; seed++) {
            final Random random = new Random(seed);
            final double[] walk = new double[200];
            for (int day = 1; day < walk.length; day++) {
                walk[day] = walk[day - 1] + random.nextGaussian();
            }

            final ForecastSelection selection =
                    MetricForecaster.select(SampleSeries.daily(200, day -> walk[day]), OPTIONS);
            if (LastValue.NAME.equals(selection.forecast().method())) {
                naive++;
                assertTrue(selection.reasoning().startsWith("None of"), selection.reasoning());
            }
        }

        assertTrue(naive >= 16, "naive for %d of 20 random walks".formatted(naive));
    }

    @Test
    void laterValuesDoNotChangeEarlierForecasts() {
        final double[] values = SampleSeries.weeklyAutoregressive(new Random(3), 200);
        final BacktestPlan plan = BacktestPlan.of(200, 14, 7).orElseThrow();
        final int cut = plan.origins()[plan.origins().length / 2];
        final double[] changed = values.clone();
        for (int day = cut; day < changed.length; day++) {
            changed[day] = 1_000 - 3 * changed[day];
        }

        final Forecasters forecasters = new Forecasters(Arrays.copyOf(values, plan.firstOrigin()), new int[] {7});
        for (final Forecaster forecaster : forecasters.searched()) {
            final double[][] before = plan.run(forecaster, values, plan.histories(values, 7));
            final double[][] after = plan.run(forecaster, changed, plan.histories(changed, 7));
            for (int index = 0; index < before.length && plan.origins()[index] <= cut; index++) {
                assertArrayEquals(before[index], after[index], forecaster.name());
            }

            assertFalse(Arrays.equals(before[before.length - 1], after[after.length - 1]), forecaster.name());
        }
    }

    @Test
    void intervalsHoldWhatTheyPromise() {
        int inside = 0;
        int all = 0;
        double measured = 0;
        final int runs = 40;
        for (int seed = 0; seed < runs; seed++) {
            final double[] values = SampleSeries.weeklyAutoregressive(new Random(seed), 224);
            final ForecastSelection selection =
                    MetricForecaster.select(SampleSeries.daily(210, day -> values[day]), OPTIONS);
            final Forecast forecast = selection.forecast().forecast(14, 0.8);
            measured += selection.skill().orElseThrow().coverage() / runs;
            for (int step = 0; step < 14; step++) {
                all++;
                inside += forecast.lower()[step] <= values[210 + step] && values[210 + step] <= forecast.upper()[step]
                        ? 1
                        : 0;
            }
        }

        final double coverage = (double) inside / all;
        assertTrue(coverage >= 0.75 && coverage <= 0.9, "coverage " + coverage);
        assertEquals(coverage, measured, 0.08);
    }

    @Test
    void fewPointsAreSaidToBeFew() {
        for (int count = 1; count <= 3; count++) {
            final ForecastSelection selection =
                    MetricForecaster.select(SampleSeries.daily(count, day -> 4 + day), OPTIONS);
            final Forecast forecast = selection.forecast().forecast(2, 0.8);
            assertArrayEquals(new double[] {3 + count, 3 + count}, forecast.mean());
            assertTrue(Double.isNaN(forecast.lower()[0]));
            assertTrue(selection.skill().isEmpty());
            assertTrue(selection.reasoning().contains("too few"), selection.reasoning());
        }
    }

    @Test
    void constantSeriesHasNoSkill() {
        final ForecastSelection selection = MetricForecaster.select(SampleSeries.daily(100, day -> 3), OPTIONS);
        assertEquals(LastValue.NAME, selection.forecast().method());
        assertTrue(selection.skill().isEmpty());
        assertEquals("All values are the same: the last value goes on", selection.reasoning());
    }

    @Test
    void shortAndOddSeriesAllGetAForecast() {
        final Random random = new Random(11);
        for (int count = 4; count < 40; count++) {
            final ObservedSeries negative = SampleSeries.daily(count, day -> -50 + random.nextGaussian());
            final ObservedSeries rare = SampleSeries.daily(count, day -> day % 6 == 1 ? day : 0);
            final ObservedSeries missing =
                    SampleSeries.daily(count, day -> day % 3 == 1 ? Double.NaN : random.nextDouble());
            final ObservedSeries wild = SampleSeries.daily(count, day -> day == 3 ? 1e12 : random.nextDouble());
            for (final ObservedSeries series : new ObservedSeries[] {negative, rare, missing, wild}) {
                final SeriesForecast forecast =
                        MetricForecaster.select(series, OPTIONS).forecast();
                assertTrue(Arrays.stream(forecast.forecast(30, 0.8).mean()).allMatch(Double::isFinite));
            }
        }
    }

    @Test
    void countsAreNotForecastBelowZero() {
        final ForecastSelection selection = MetricForecaster.select(
                SampleSeries.daily(120, day -> Math.max(0, 120 - day + 5 * Math.sin(day))), OPTIONS);
        final Forecast forecast = selection.forecast().forecast(60, 0.8);
        assertTrue(Arrays.stream(forecast.lower()).allMatch(value -> value >= 0));
    }

    @Test
    void hourlySeasonIsFoundThroughGaps() {
        final double[] values = IntStream.range(0, 24 * 30)
                .mapToDouble(
                        hour -> hour % 11 == 0 ? Double.NaN : 20 + 8 * Math.sin(2 * Math.PI * hour / 24) + hour % 5)
                .toArray();
        final ForecastSelection selection =
                MetricForecaster.select(SampleSeries.spaced("", Duration.ofHours(1), values), OPTIONS);
        final double best = selection.leaderboard().stream()
                .filter(score -> score.method().equals(selection.forecast().method()))
                .mapToDouble(CandidateScore::mase)
                .findFirst()
                .orElseThrow();
        assertTrue(best < 0.9, selection.leaderboard().toString());
        assertFalse(selection.treatment().isEmpty());
    }

    @Test
    void sameSeriesGivesTheSameSelection() {
        final ObservedSeries series = SampleSeries.monthly(SampleSeries.airPassengers());
        final ForecastSelection one = MetricForecaster.select(series, OPTIONS);
        final ForecastSelection other = MetricForecaster.select(series, OPTIONS);
        assertEquals(one.leaderboard(), other.leaderboard());
        assertArrayEquals(
                one.forecast().forecast(20, 0.9).upper(),
                other.forecast().forecast(20, 0.9).upper());
    }

    private static double mean(final double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }
}
