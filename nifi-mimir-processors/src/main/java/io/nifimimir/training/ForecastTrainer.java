/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training;

import io.nifimimir.dataset.Sha256;
import io.nifimimir.dataset.TimeSeriesConfig;
import io.nifimimir.training.TargetTrainer.TrainedTarget;
import io.nifimimir.training.TrainingReport.TrainedModel;
import io.nifimimir.training.forecast.ForecastFormat;
import io.nifimimir.training.forecast.ForecastOptions;
import io.nifimimir.training.forecast.MetricForecast;
import io.nifimimir.training.forecast.MetricForecast.MetricSkill;
import io.nifimimir.training.forecast.MetricForecaster;
import io.nifimimir.training.forecast.ObservedSeries;
import io.nifimimir.training.model.ModelArtifact;
import io.nifimimir.training.model.ModelCandidate;
import io.nifimimir.training.model.ModelFormat;
import io.nifimimir.training.model.ModelProvenance;
import io.nifimimir.training.table.TrainingTable;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Makes a model of the forecasters of each metric of a time series: those of all entities together. */
public final class ForecastTrainer {
    /** Keeps the versions of a metric's forecasts apart from those of models that predict the same column row by row. */
    public static final String TARGET_PREFIX = "forecast:";

    static final String MEAN_ABSOLUTE_SCALED_ERROR = "mase";
    static final String SEASONAL_NAIVE = "seasonal_naive_mase";
    static final String COVERAGE = "interval_coverage";

    /** Searching for parameters takes so much of a training's budget at most. */
    private static final int SHARE_OF_BUDGET = 4;

    /** A forecast learns from series, and is not compared by rows. */
    private static final byte[] NO_ROWS = {};

    private final TrainingTable table;
    private final TrainingRequest request;
    private final Clock clock;
    private final Instant searchUntil;

    ForecastTrainer(final TrainingTable table, final TrainingRequest request, final Clock clock) {
        this.table = table;
        this.request = request;
        this.clock = clock;
        this.searchUntil = clock.instant().plus(request.budget().dividedBy(SHARE_OF_BUDGET));
    }

    /** None where the dataset is no time series. */
    static List<String> metrics(final TrainingTable table) {
        final TimeSeriesConfig config = table.header().timeSeries();
        return config == null ? List.of() : config.metricColumns();
    }

    /** @throws UntrainableException where no series is long and lively enough to measure a forecast, with a sentence */
    TrainedTarget train(final String metric, final BooleanSupplier keepGoing) {
        final Instant start = clock.instant();
        final MetricForecaster forecaster = new MetricForecaster(
                ForecastOptions.ofSeed(request.seed()),
                keepGoing,
                () -> clock.instant().isBefore(searchUntil));
        final MetricForecast forecast = forecaster.forecast(metric, () -> series(metric));
        final MetricSkill skill = forecast.skill();
        if (skill.measured() == 0) {
            throw new UntrainableException("Not forecast: "
                    + (forecast.model().series().isEmpty() ? "it has no series of numbers" : forecast.reasoning()));
        }

        final ModelArtifact artifact = artifact(metric, forecast);
        final Duration duration = Duration.between(start, clock.instant());
        final ModelCandidate candidate = new ModelCandidate(
                artifact,
                ModelProvenance.ofForecast(request, table, metric, forecast.points(), duration),
                NO_ROWS,
                null);
        return new TrainedTarget(report(metric, forecast, artifact, duration), candidate);
    }

    private Stream<ObservedSeries> series(final String metric) {
        return table.series()
                .filter(series -> series.metric().equals(metric))
                .map(series -> new ObservedSeries(series.entity(), series.epochMillis(), series.values()));
    }

    private ModelArtifact artifact(final String metric, final MetricForecast forecast) {
        final String target = TARGET_PREFIX + metric;
        final String identity = String.join("\0", request.ontologyId(), target, request.trainingKey());
        final String id = UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8))
                .toString();
        final Map<String, Double> metrics = metrics(forecast.skill());
        final byte[] content = ForecastFormat.write(
                forecast.model(),
                Map.of(
                        "libraries", ModelFormat.libraries(),
                        "model_id", id,
                        "ontology_id", request.ontologyId(),
                        "training_key", request.trainingKey(),
                        "target", target,
                        "task", ModelTask.FORECASTING.wireName(),
                        "metrics", metrics,
                        "seed", request.seed(),
                        "data_fingerprint", table.fingerprint(),
                        "training_rows", forecast.points()));
        return new ModelArtifact(
                id,
                request.ontologyId(),
                target,
                0,
                ModelTask.FORECASTING,
                forecast.leaderboard().getFirst().method(),
                forecast.skill().skilled(),
                metrics,
                table.fingerprint(),
                clock.instant(),
                content,
                Sha256.hex(content));
    }

    private static Map<String, Double> metrics(final MetricSkill skill) {
        final Map<String, Double> metrics = new TreeMap<>();
        metrics.put(MEAN_ABSOLUTE_SCALED_ERROR, skill.mase());
        metrics.put("mase_spread", skill.maseSpread());
        metrics.put(SEASONAL_NAIVE, skill.seasonalNaiveMase());
        metrics.put("baseline_mase", skill.naiveMase());
        metrics.put("lift_over_seasonal_naive", skill.lift());
        metrics.put("smape", skill.smape());
        metrics.put("interval_level", ForecastOptions.DEFAULT_LEVEL);
        metrics.put(COVERAGE, skill.coverage());
        metrics.values().removeIf(value -> !Double.isFinite(value));
        return metrics;
    }

    private static TrainedModel report(
            final String metric, final MetricForecast forecast, final ModelArtifact artifact, final Duration duration) {
        return new TrainedModel(
                artifact.id(),
                artifact.version(),
                metric,
                artifact.task().wireName(),
                artifact.learner(),
                null,
                null,
                null,
                artifact.metrics(),
                null,
                null,
                null,
                null,
                artifact.active(),
                null,
                verdict(forecast.skill()),
                (int) forecast.points(),
                0,
                1,
                duration.toNanos(),
                1,
                "a metric of the time series. " + forecast.reasoning() + leaders(forecast),
                "rolling-origin backtest: each forecast by whoever led before it",
                Map.of(),
                List.of(),
                forecast.notes());
    }

    private static String leaders(final MetricForecast forecast) {
        final List<String> leaders = forecast.leaderboard().stream()
                .filter(score -> Double.isFinite(score.mase()))
                .limit(5)
                .map(score -> Sentences.of("%s %.3f", score.method(), score.mase()))
                .toList();
        return leaders.isEmpty() ? "" : ". MASE on all origins: " + String.join(", ", leaders);
    }

    private static String verdict(final MetricSkill skill) {
        if (!skill.skilled()) {
            return Sentences.of(
                    "Not activated: its lead over the naive forecasts may be chance (MASE %.2f against %.2f)",
                    skill.mase(), skill.naiveMase());
        }

        return Sentences.of(
                "Beats the naive forecasts: MASE %.2f against %.2f of seasonal naive, over %s",
                skill.mase(),
                skill.seasonalNaiveMase(),
                skill.measured() == 1 ? "1 series" : skill.measured() + " series");
    }
}
