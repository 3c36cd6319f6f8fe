/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.search;

import io.nifimimir.training.ModelTask;
import io.nifimimir.training.TrainingReport.HeldOutEvaluation;
import io.nifimimir.training.TrainingReport.PredictedActual;
import io.nifimimir.training.detection.PreparedTarget;
import io.nifimimir.training.evaluation.ModelScores;
import io.nifimimir.training.evaluation.OperatingPoint;
import io.nifimimir.training.evaluation.PredictionInterval;
import io.nifimimir.training.evaluation.RowLosses;
import io.nifimimir.training.evaluation.Temperature;
import io.nifimimir.training.learner.HoldOut;
import io.nifimimir.training.model.UnseenPredictions;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What the held-out rows say of the ensemble. What predicts them is the mean of the folds' models, which have learnt from fewer rows
 * than the final model will; the scores are on the side of caution.
 *
 * @param operatingPoint by which a class is predicted
 * @param interval null for classification
 */
@SuppressWarnings("ArrayRecordComponent")
public record EnsembleEvaluation(
        PreparedTarget target,
        double[][] predictions,
        ModelScores scores,
        ModelScores baselineScores,
        Temperature temperature,
        OperatingPoint operatingPoint,
        PredictionInterval interval) {
    private static final int SHOWN_ROWS = 200;
    private static final double[] QUANTILES = {0.05, 0.25, 0.5, 0.75, 0.95};

    public static EnsembleEvaluation of(final PreparedTarget target, final CandidateSearch.Found found) {
        final double[] combined = found.ensemble()
                .combine(found.scores().stream().map(CandidateScore::heldOut).toList());
        final Temperature temperature = temperature(target, found);
        final int outputs = target.outputs();
        final double[][] predictions = new double[target.heldOutRows().length][];
        for (int row = 0; row < predictions.length; row++) {
            predictions[row] = Arrays.copyOfRange(combined, row * outputs, (row + 1) * outputs);
            if (outputs > 1) {
                temperature.apply(predictions[row]);
            }
        }

        final OperatingPoint operatingPoint = operatingPoint(target, found, temperature);
        return new EnsembleEvaluation(
                target,
                predictions,
                target.score(predictions, operatingPoint),
                target.scoreNaively(),
                temperature,
                operatingPoint,
                target.task() == ModelTask.REGRESSION ? interval(target, found) : null);
    }

    /** By the out-of-fold predictions. */
    static Temperature temperature(final PreparedTarget target, final CandidateSearch.Found found) {
        if (target.task() == ModelTask.REGRESSION) {
            return Temperature.NONE;
        }

        return Temperature.fit(target.labels(), outOfFold(found), covered(target, found), target.classCount());
    }

    /** What was said of the held-out rows, and of those of the other rows whose fold was left out. */
    public UnseenPredictions unseen(final CandidateSearch.Found found) {
        final double[] outOfFold = outOfFold(found);
        final int[] covered = covered(target, found);
        final int outputs = target.outputs();
        final int heldOut = predictions.length;
        final boolean regression = target.task() == ModelTask.REGRESSION;
        final int[] rows = new int[heldOut + covered.length];
        final double[] predicted = new double[rows.length];
        final double[] confidences = new double[regression ? 0 : rows.length];
        for (int index = 0; index < rows.length; index++) {
            final double[] prediction;
            if (index < heldOut) {
                rows[index] = target.heldOutRows()[index];
                prediction = predictions[index];
            } else {
                final int position = covered[index - heldOut];
                rows[index] = target.rows()[position];
                prediction = Arrays.copyOfRange(outOfFold, position * outputs, (position + 1) * outputs);
                temperature.apply(prediction);
            }

            predicted[index] = regression ? prediction[0] : operatingPoint.decide(prediction);
            if (!regression) {
                confidences[index] = prediction[(int) predicted[index]];
            }
        }

        return new UnseenPredictions(target.classes(), rows, predicted, confidences, heldOutLosses());
    }

    private Map<String, double[]> heldOutLosses() {
        final Map<String, double[]> byScore = new TreeMap<>();
        for (int row = 0; row < predictions.length; row++) {
            for (final Map.Entry<String, Double> loss : losses(row).entrySet()) {
                byScore.computeIfAbsent(loss.getKey(), score -> new double[predictions.length])[row] = loss.getValue();
            }
        }

        return byScore;
    }

    private Map<String, Double> losses(final int row) {
        final double truth = target.heldOutLabels()[row];
        final double[] prediction = predictions[row];
        if (target.task() == ModelTask.REGRESSION) {
            return RowLosses.ofNumber(
                    truth,
                    prediction[0],
                    interval == null ? null : prediction[0] + interval.lower(),
                    interval == null ? null : prediction[0] + interval.upper());
        }

        final boolean known = truth < prediction.length;
        return RowLosses.ofClass(operatingPoint.decide(prediction) == truth, known ? prediction[(int) truth] : 0);
    }

    /** By the out-of-fold predictions, calibrated. */
    private static OperatingPoint operatingPoint(
            final PreparedTarget target, final CandidateSearch.Found found, final Temperature temperature) {
        if (target.classCount() != 2) {
            return OperatingPoint.MOST_LIKELY;
        }

        final double[] predictions = outOfFold(found);
        final int[] rows = covered(target, found);
        final double[] seconds = Arrays.stream(rows)
                .mapToDouble(row -> {
                    final double[] probabilities = {predictions[2 * row], predictions[2 * row + 1]};
                    temperature.apply(probabilities);
                    return probabilities[1];
                })
                .toArray();
        return OperatingPoint.fit(HoldOut.select(target.labels(), rows), seconds);
    }

    private static double[] outOfFold(final CandidateSearch.Found found) {
        return found.ensemble()
                .combine(found.scores().stream().map(CandidateScore::outOfFold).toList());
    }

    private static int[] covered(final PreparedTarget target, final CandidateSearch.Found found) {
        return Ensemble.covered(found.scores().getFirst().outOfFold(), target.outputs());
    }

    private static PredictionInterval interval(final PreparedTarget target, final CandidateSearch.Found found) {
        final double[] predictions = outOfFold(found);
        return PredictionInterval.of(Arrays.stream(covered(target, found))
                .mapToDouble(row -> target.labels()[row] - predictions[row])
                .toArray());
    }

    /** Scores by name, the baseline's as {@code baseline_...}. */
    public Map<String, Double> metrics() {
        final Map<String, Double> metrics = new TreeMap<>(scores.values());
        baselineScores.values().forEach((name, value) -> metrics.put("baseline_" + name, value));
        if (interval != null) {
            metrics.put("interval_coverage", interval.covered(target.heldOutLabels(), predictions));
        } else {
            metrics.put("operating_point", operatingPoint.threshold());
            metrics.put("calibration_error", Calibration.error(Calibration.bins(target, predictions)));
        }

        return metrics;
    }

    public HeldOutEvaluation report(final Map<String, Double> importance) {
        final boolean regression = target.task() == ModelTask.REGRESSION;
        return new HeldOutEvaluation(
                BootstrapIntervals.of(target, predictions, operatingPoint),
                regression ? null : Calibration.bins(target, predictions),
                regression ? predictedActual() : null,
                regression ? residualQuantiles() : null,
                interval == null ? null : List.of(interval.lower(), interval.upper()),
                importance);
    }

    /** Each one of so many rows, in the order in which they were held out: a picture needs no more. */
    private List<PredictedActual> predictedActual() {
        final double[] truth = target.heldOutLabels();
        final int shown = Math.min(truth.length, SHOWN_ROWS);
        return IntStream.range(0, shown)
                .map(index -> (int) ((long) index * truth.length / shown))
                .mapToObj(row -> new PredictedActual(predictions[row][0], truth[row]))
                .toList();
    }

    private Map<String, Double> residualQuantiles() {
        final double[] truth = target.heldOutLabels();
        final double[] residuals = new double[truth.length];
        Arrays.setAll(residuals, row -> truth[row] - predictions[row][0]);
        Arrays.sort(residuals);
        final Map<String, Double> quantiles = new LinkedHashMap<>();
        for (final double quantile : QUANTILES) {
            quantiles.put(String.valueOf(quantile), residuals[(int) (quantile * (residuals.length - 1))]);
        }

        return quantiles;
    }
}
