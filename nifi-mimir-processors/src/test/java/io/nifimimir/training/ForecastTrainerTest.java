/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.nifimimir.dataset.DataType;
import io.nifimimir.dataset.Frequency;
import io.nifimimir.dataset.Sha256;
import io.nifimimir.dataset.TimeSeriesConfig;
import io.nifimimir.training.TrainingReport.TrainedModel;
import io.nifimimir.training.forecast.Forecast;
import io.nifimimir.training.forecast.ForecastFormat;
import io.nifimimir.training.forecast.ForecastModel;
import io.nifimimir.training.model.ModelArtifact;
import io.nifimimir.training.table.TrainingTable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ForecastTrainerTest {
    private static final LocalDate FIRST = LocalDate.of(2024, 1, 1);

    @Test
    void eachMetricBecomesAModelOfAllItsEntities() throws IOException {
        final TrainingOutcome outcome = train(visits(120), true);
        final ModelArtifact artifact = outcome.models().stream()
                .filter(model -> model.task() == ModelTask.FORECASTING)
                .findFirst()
                .orElseThrow();
        assertEquals("forecast:visits", artifact.target());
        assertTrue(artifact.active(), outcome.report().summary());
        assertEquals(Sha256.hex(artifact.content()), artifact.sha256());

        final ForecastModel model = ForecastFormat.read(artifact.content());
        final Forecast forecast = model.findSeries("south").orElseThrow().forecast(3, 0.8);
        final long nextDay =
                FIRST.plusDays(120).atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli();
        assertEquals(nextDay, forecast.epochMillis()[0]);
        assertTrue(forecast.lower()[0] < forecast.mean()[0] && forecast.mean()[0] < forecast.upper()[0]);
    }

    @Test
    void reportSaysWhatAForecastIsWorth() throws IOException {
        final TrainingReport report = train(visits(120), true).report();
        final TrainedModel model = report.trainedModels().stream()
                .filter(trained -> trained.targetProperty().equals("visits")
                        && trained.modelType().equals("forecasting"))
                .findFirst()
                .orElseThrow();
        assertTrue(model.metrics().get("mase") < model.metrics().get("seasonal_naive_mase"), model.toString());
        assertEquals(0.8, model.metrics().get("interval_coverage"), 0.12);
        assertTrue(model.reasoning().contains("2 series"), model.reasoning());
        assertTrue(report.summary().contains("visits (forecasting, MASE"), report.summary());
        final JsonNode json = new JsonMapper().readTree(report.toJson());
        assertEquals(report.modelsCreated(), json.path("trained_models").size());
    }

    @Test
    void metricThatCannotBeForecastIsReportedWithTheReason() {
        final TrainingReport report = train(visits(4), true).report();
        assertTrue(
                report.failedModels().stream()
                        .anyMatch(failed -> "forecasting".equals(failed.modelType())
                                && failed.errorMessage().startsWith("Not forecast")),
                report.toString());
    }

    @Test
    void switchedOffMakesNoForecast() {
        final TrainingOutcome outcome = train(visits(60), false);
        assertFalse(outcome.models().stream().anyMatch(model -> model.task() == ModelTask.FORECASTING));
    }

    @Test
    void sameTrainingGivesTheSameBytes() {
        final List<ModelArtifact> one = train(visits(90), true).models();
        final List<ModelArtifact> other = train(visits(90), true).models();
        assertEquals(one.size(), other.size());
        for (int index = 0; index < one.size(); index++) {
            assertArrayEquals(one.get(index).content(), other.get(index).content());
            assertEquals(one.get(index).id(), other.get(index).id());
        }
    }

    private static TrainingOutcome train(final TrainingTable table, final boolean forecasting) {
        final TrainingRequest request = new TrainingRequest(
                "clinics",
                List.of(),
                true,
                true,
                forecasting,
                0.65,
                1,
                42,
                Duration.ofMinutes(5),
                1,
                ColumnRoles.DETECT,
                "key");
        return new AutoTrainer().train(table, request, () -> true, Clock.systemUTC());
    }

    /** Two clinics with a weekly rhythm and noise. */
    private static TrainingTable visits(final int days) {
        final TestTables tables = new TestTables()
                .column("day", DataType.DATETIME)
                .column("clinic", DataType.STRING)
                .column("visits", DataType.NUMERIC)
                .timeSeries(new TimeSeriesConfig(
                        "day",
                        List.of("visits"),
                        List.of("clinic"),
                        Frequency.DAILY,
                        86_400,
                        FIRST.toString(),
                        FIRST.plusDays(days - 1L).toString(),
                        false,
                        0,
                        0,
                        true,
                        2,
                        List.of()));
        final Random random = new Random(2);
        for (int day = 0; day < days; day++) {
            for (final String clinic : List.of("north", "south")) {
                final double rhythm = 40 + 12 * Math.sin(2 * Math.PI * day / 7);
                tables.row(FIRST.plusDays(day), clinic, rhythm + 3 * random.nextGaussian());
            }
        }

        return tables.table();
    }
}
