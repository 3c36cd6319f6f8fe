/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.forecast;

import ml.dmlc.xgboost4j.java.XGBoostError;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class MetricForecasterTest {
    private static final ForecastOptions OPTIONS = ForecastOptions.ofSeed(7);

    @Test
    void rhythmOfManySitesIsSkill() {
        final MetricForecast forecast = forecast(sites(12, 150), true);
        assertEquals(12, forecast.model().series().size());
        assertTrue(forecast.skill().skilled(), forecast.toString());
        assertTrue(forecast.skill().lift() > 0.1, forecast.skill().toString());
        assertTrue(
                forecast.skill().coverage() > 0.7 && forecast.skill().coverage() < 0.95,
                forecast.skill().toString());
        assertTrue(
                forecast.leaderboard().stream().anyMatch(score -> score.method().equals(StoredPath.NAME)),
                forecast.leaderboard().toString());
    }

    @Test
    void noiseThatWalksIsNoSkill() {
        final List<ObservedSeries> walks = IntStream.range(0, 8)
                .mapToObj(site -> {
                    final Random random = new Random(site);
                    final double[] walk = new double[150];
                    for (int day = 1; day < walk.length; day++) {
                        walk[day] = walk[day - 1] + random.nextGaussian();
                    }

                    return SampleSeries.spaced("site " + site, Duration.ofDays(1), walk);
                })
                .toList();
        final MetricForecast forecast = forecast(walks, true);
        assertFalse(forecast.skill().skilled(), forecast.skill().toString());
    }

    /** What only boosted trees can know: a value that depends on those before it in no straight line. */
    @Test
    void treesLearnAcrossSeriesWhatNoOtherSees() {
        final List<ObservedSeries> chaotic = IntStream.range(0, 30)
                .mapToObj(site -> {
                    final double[] values = new double[100];
                    values[0] = 0.11 + 0.02 * site;
                    for (int day = 1; day < values.length; day++) {
                        values[day] = 3.8 * values[day - 1] * (1 - values[day - 1]);
                    }

                    return SampleSeries.spaced("site " + site, Duration.ofDays(1), values);
                })
                .toList();
        final MetricForecast forecast = new MetricForecaster(new ForecastOptions(1, 0.8, 7), () -> true, () -> true)
                .forecast("load", chaotic::stream);
        assertEquals(StoredPath.NAME, forecast.leaderboard().getFirst().method());
        assertTrue(forecast.skill().skilled(), forecast.skill().toString());
    }

    @Test
    void treesDoNotLookAhead() throws XGBoostError {
        final RegularSeries series = RegularSeries.of(sites(1, 400).getFirst());
        final double[] changed = series.values().clone();
        Arrays.fill(changed, 300, 400, -1e6);
        final RegularSeries other =
                new RegularSeries("", series.step(), series.lastMillis(), changed, series.treatment());
        final int[] origins = {300};
        final double[][] forecasts = new double[2][];
        int run = 0;
        for (final RegularSeries known : List.of(series, other)) {
            final LagFeatures lags = new LagFeatures(known, 300);
            final LagTrees.Rows rows = new LagTrees.Rows();
            rows.add(known, lags, 300, 1_000);
            try (LagTrees trees = LagTrees.learn(rows, 1, () -> true)) {
                forecasts[run++] = trees.forecast(known, lags, origins, 14)[0];
            }
        }

        assertArrayEquals(forecasts[0], forecasts[1]);
    }

    @Test
    void withoutTimeOnlyQuickForecastersAreTriedAndItIsSaid() {
        final MetricForecast forecast = forecast(sites(3, 150), false);
        assertTrue(
                forecast.notes().getLast().startsWith("time was up"),
                forecast.notes().toString());
        assertTrue(forecast.leaderboard().stream()
                .noneMatch(score -> score.method().startsWith("ets")));
    }

    @Test
    void stopIsHeard() {
        final MetricForecaster stopped = new MetricForecaster(OPTIONS, () -> false, () -> true);
        assertThrows(CancellationException.class, () -> stopped.forecast("load", sites(2, 60)::stream));
    }

    @Test
    void sameDataGiveTheSameBytesAndTheyForecastTheSame() throws IOException {
        final MetricForecast one = forecast(sites(6, 150), true);
        final MetricForecast other = forecast(sites(6, 150), true);
        final byte[] bytes = ForecastFormat.write(one.model(), Map.of("model_id", "m"));
        assertArrayEquals(bytes, ForecastFormat.write(other.model(), Map.of("model_id", "m")));

        final ForecastModel read = ForecastFormat.read(bytes);
        for (final SeriesForecast series : one.model().series()) {
            final Forecast before = series.forecast(30, 0.8);
            final Forecast after =
                    read.findSeries(series.entity()).orElseThrow().forecast(30, 0.8);
            assertArrayEquals(before.mean(), after.mean(), series.method());
            assertArrayEquals(before.lower(), after.lower(), series.method());
            assertArrayEquals(before.epochMillis(), after.epochMillis(), series.method());
        }
    }

    @Test
    void everyForecasterSurvivesItsFile() throws IOException {
        final double[] values = SampleSeries.airPassengers();
        final Forecasters forecasters = new Forecasters(values, new int[] {12});
        for (final Forecaster forecaster : forecasters.searched()) {
            final FittedForecaster fitted = forecaster.fit().apply(values);
            final SeriesForecast series = new SeriesForecast(
                    "",
                    new SeriesStep.Months(1),
                    0,
                    forecaster.name(),
                    12,
                    true,
                    fitted,
                    new IntervalCalibration(new double[] {1}, new double[] {2}));
            final ForecastModel read =
                    ForecastFormat.read(ForecastFormat.write(new ForecastModel("x", List.of(series)), Map.of()));
            assertArrayEquals(
                    fitted.update(440).forecast(24),
                    read.series().getFirst().forecaster().update(440).forecast(24),
                    forecaster.name());
        }
    }

    @Test
    void damagedAndUnknownFilesAreRefused() {
        final byte[] bytes = ForecastFormat.write(new ForecastModel("load", List.of()), Map.of());
        final byte[] newer = new String(bytes, StandardCharsets.ISO_8859_1)
                .replace("\"format_version\":1", "\"format_version\":9")
                .getBytes(StandardCharsets.ISO_8859_1);
        assertThrows(IOException.class, () -> ForecastFormat.read(newer));
        assertThrows(IOException.class, () -> ForecastFormat.read(Arrays.copyOf(bytes, bytes.length / 2)));
        assertThrows(IOException.class, () -> ForecastFormat.read(new byte[] {1, 2, 3}));
    }

    private static MetricForecast forecast(final List<ObservedSeries> series, final boolean inTime) {
        return new MetricForecaster(OPTIONS, () -> true, () -> inTime).forecast("load", series::stream);
    }

    private static List<ObservedSeries> sites(final int count, final int days) {
        return IntStream.range(0, count)
                .mapToObj(site -> SampleSeries.spaced(
                        "site " + site, Duration.ofDays(1), SampleSeries.weeklyAutoregressive(new Random(site), days)))
                .toList();
    }
}
