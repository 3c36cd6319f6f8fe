/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.nifimimir.training.model.ModelEntry;
import io.nifimimir.training.model.ModelState;

import java.util.List;
import java.util.Map;

/**
 * What a training came to, in the names of the original system, extended. Durations are whole nanoseconds, as there.
 *
 * @param modelsCreated models kept, active or not
 * @param monitoringSetup null where none was set up
 * @param notices of what else one should know, such as rows left out because they were too many
 * @param consideredTargets every column judged as a target, with the reason
 * @param summary a sentence for a person
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TrainingReport(
        String ontologyId,
        String trainingKey,
        int modelsCreated,
        int modelsFailed,
        int monitoringJobsCreated,
        int rulesCreated,
        List<TrainedModel> trainedModels,
        List<FailedModel> failedModels,
        MonitoringSetup monitoringSetup,
        List<ConsideredTarget> consideredTargets,
        String dataFingerprint,
        long rowCount,
        int columnCount,
        List<String> notices,
        long totalDuration,
        String summary) {
    public TrainingReport {
        trainedModels = List.copyOf(trainedModels);
        failedModels = List.copyOf(failedModels);
        consideredTargets = List.copyOf(consideredTargets);
        notices = List.copyOf(notices);
    }

    /**
     * A model that was trained.
     *
     * @param version 0 until the registry has given one
     * @param metrics scores on held-out rows; the naive baseline's on the same rows as {@code baseline_...}
     * @param leaderboard the candidates, the least loss first
     * @param confusionMatrix rows of each true class by predicted class, in the order of {@code classes}; null for regression. One
     *     more line where the held-out rows have classes that training did not have
     * @param active whether it is the model that answers; until the registry has decided, whether it beats the naive baseline
     * @param state what the registry makes of it: champion, challenger or rejected; null until then
     * @param verdict the comparison with the baseline, in a sentence
     * @param sampleCount rows with a target: those trained on and those held out
     * @param validation how the held-out rows were chosen
     * @param leftOutColumns columns that the model does not use, with the reason, by name
     * @param featurePairs quotients and differences of columns that help the model, such as {@code bedrooms / rooms}
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record TrainedModel(
            String modelId,
            int version,
            String targetProperty,
            String modelType,
            String learner,
            Double accuracy,
            @JsonProperty("r2_score") Double rSquared,
            Double rmse,
            Map<String, Double> metrics,
            HeldOutEvaluation evaluation,
            List<RankedCandidate> leaderboard,
            List<String> classes,
            List<List<Long>> confusionMatrix,
            boolean active,
            String state,
            String verdict,
            int sampleCount,
            int heldOutCount,
            int featureCount,
            long trainingTime,
            double confidence,
            String reasoning,
            String validation,
            Map<String, String> leftOutColumns,
            List<String> featurePairs,
            List<String> warnings) {

        TrainedModel withEntry(final ModelEntry entry) {
            return new TrainedModel(
                    modelId,
                    entry.version(),
                    targetProperty,
                    modelType,
                    learner,
                    accuracy,
                    rSquared,
                    rmse,
                    metrics,
                    evaluation,
                    leaderboard,
                    classes,
                    confusionMatrix,
                    entry.state() == ModelState.CHAMPION,
                    entry.state().wireName(),
                    verdict,
                    sampleCount,
                    heldOutCount,
                    featureCount,
                    trainingTime,
                    confidence,
                    reasoning + ". " + entry.reason(),
                    validation,
                    leftOutColumns,
                    featurePairs,
                    warnings);
        }
    }

    /**
     * What else the held-out rows say of a model.
     *
     * @param confidenceIntervals the middle 95 % of each score over resampled rows (bootstrap), by score
     * @param calibration of the probabilities of the last class of two, or of the most likely of several; null for regression
     * @param predictedActual some of the held-out rows, evenly chosen: what was predicted beside the truth; null for classification
     * @param residualQuantiles of truth less prediction, by quantile; null for classification
     * @param interval around predictions, with its measured coverage among the metrics; null for classification
     * @param importance the loss that shuffling a column adds, by column, the most important first
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record HeldOutEvaluation(
            Map<String, List<Double>> confidenceIntervals,
            List<CalibrationBin> calibration,
            List<PredictedActual> predictedActual,
            Map<String, Double> residualQuantiles,
            List<Double> interval,
            Map<String, Double> importance) {}

    /** What was predicted for a held-out row, and what was true. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record PredictedActual(double predicted, double actual) {}

    /**
     * Rows of alike predictions.
     *
     * @param predicted mean probability
     * @param observed share of the rows that are what was predicted
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record CalibrationBin(double predicted, double observed, int rows) {}

    /**
     * A candidate of the search.
     *
     * @param meanLoss over the folds: log loss, or mean squared error
     * @param spread standard deviation over the folds
     * @param weight in the model; 0 where it is not part of it
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record RankedCandidate(String candidate, double meanLoss, double spread, double weight) {}

    /** @param modelType null where it did not come to choosing one */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record FailedModel(String targetProperty, String modelType, String errorMessage, double confidence) {}

    /** @param chosen whether a model was asked for */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ConsideredTarget(
            String column, String modelType, double confidence, String reasoning, boolean chosen) {}

    /**
     * The monitoring job that was set up.
     *
     * @param rulesCreated names of the rules
     * @param nextRun ISO 8601; null where the job has none
     * @param falseAlertBudget false alerts a week that the rules together may be expected to raise
     * @param expectedPerWeek false alerts a week that they are expected to raise
     * @param rules each of them, with what it would have done in the history
     * @param skipped metrics and rules that were left out, with the reason
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record MonitoringSetup(
            String jobId,
            int metricsCount,
            List<String> rulesCreated,
            String cronSchedule,
            String nextRun,
            double falseAlertBudget,
            double expectedPerWeek,
            List<PlannedRule> rules,
            Map<String, String> skipped) {}

    /**
     * A rule that was set up.
     *
     * @param condition JSON
     * @param dryRun in a sentence, when it would have fired in the history
     * @param alertsInHistory how often it would have; null where there is no history to tell it
     * @param firedOn when the newest of these alerts would have begun, ISO 8601
     * @param expectedPerWeek false alerts to be expected, over all of its series
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record PlannedRule(
            String ruleId,
            String metricName,
            String ruleType,
            String condition,
            String severity,
            String dryRun,
            Long alertsInHistory,
            List<String> firedOn,
            double expectedPerWeek) {}

    /** The report after one monitoring job was set up. */
    public TrainingReport withMonitoring(final MonitoringSetup setup) {
        return new TrainingReport(
                ontologyId,
                trainingKey,
                modelsCreated,
                modelsFailed,
                1,
                setup.rulesCreated().size(),
                trainedModels,
                failedModels,
                setup,
                consideredTargets,
                dataFingerprint,
                rowCount,
                columnCount,
                notices,
                totalDuration,
                summary);
    }

    /** The report after the models were registered, with their versions, and what the registry made of them. */
    public TrainingReport withEntries(final List<ModelEntry> registered) {
        final List<TrainedModel> versioned = trainedModels.stream()
                .map(model -> registered.stream()
                        .filter(entry -> entry.id().equals(model.modelId()))
                        .findFirst()
                        .map(model::withEntry)
                        .orElse(model))
                .toList();
        return new TrainingReport(
                ontologyId,
                trainingKey,
                modelsCreated,
                modelsFailed,
                monitoringJobsCreated,
                rulesCreated,
                versioned,
                failedModels,
                monitoringSetup,
                consideredTargets,
                dataFingerprint,
                rowCount,
                columnCount,
                notices,
                totalDuration,
                summary);
    }

    public String toJson() {
        return TrainingJson.writePretty(this);
    }
}
