/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training;

import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

/**
 * Gradient boosted trees (Chen and Guestrin 2016). The number of rounds is found on the inner validation rows; then the model is
 * trained once more on all rows of the task with that number.
 */
final class XgBoostLearner implements CandidateLearner {
    static final String NAME = "xgboost";

    private final IntFunction<XgBoostSettings> settingsForRows;

    /** @param settingsForRows settings that fit a number of training rows */
    XgBoostLearner(final IntFunction<XgBoostSettings> settingsForRows) {
        this.settingsForRows = settingsForRows;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public FittedModel fit(final LearningTask task, final BooleanSupplier keepGoing) {
        final XgBoostSettings settings = settingsForRows.apply(task.features().rows());
        final LabelScale scale = LabelScale.of(task);
        final Map<String, Object> parameters = settings.parameters(task);
        try {
            final Stop stop = findRounds(task, scale, settings, parameters, keepGoing);
            final Booster booster =
                    boost(task.features(), scale.scale(task.labels()), parameters, stop.rounds(), keepGoing);
            return new XgBoostModel(
                    booster, new XgBoostModel.Shape(task.task(), task.classCount(), scale, stop.rounds()), stop.loss());
        } catch (final XGBoostError exception) {
            throw new IllegalStateException("XGBoost failed: " + exception.getMessage(), exception);
        } catch (final LinkageError error) {
            throw new IllegalStateException(
                    "The native library of XGBoost cannot be used on " + System.getProperty("os.name") + ' '
                            + System.getProperty("os.arch")
                            + " (on Linux it needs libgomp.so.1): " + error.getMessage(),
                    error);
        }
    }

    /** @param loss on the inner validation rows after that many rounds */
    private record Stop(int rounds, double loss) {}

    private static Stop findRounds(
            final LearningTask task,
            final LabelScale scale,
            final XgBoostSettings settings,
            final Map<String, Object> parameters,
            final BooleanSupplier keepGoing)
            throws XGBoostError {
        final HoldOut inner = task.inner();
        final double[] labels = scale.scale(task.labels());
        final DMatrix training =
                matrix(task.features().select(inner.training()), HoldOut.select(labels, inner.training()));
        DMatrix validation = null;
        Booster booster = null;
        try {
            validation = matrix(task.features().select(inner.heldOut()), HoldOut.select(labels, inner.heldOut()));
            booster = XGBoost.train(training, parameters, 0, Map.of(), null, null);
            return boostUntilNoBetter(booster, training, validation, settings, keepGoing);
        } finally {
            training.dispose();
            if (validation != null) {
                validation.dispose();
            }

            if (booster != null) {
                booster.dispose();
            }
        }
    }

    private static Stop boostUntilNoBetter(
            final Booster booster,
            final DMatrix training,
            final DMatrix validation,
            final XgBoostSettings settings,
            final BooleanSupplier keepGoing)
            throws XGBoostError {
        final DMatrix[] watched = {validation};
        final String[] names = {"validation"};
        final float[] loss = new float[1];
        int bestRound = 0;
        double bestLoss = Double.POSITIVE_INFINITY;
        for (int round = 0; round < settings.mostRounds() && round - bestRound < settings.patience(); round++) {
            checkNotStopped(keepGoing);
            booster.update(training, round);
            booster.evalSet(watched, names, round, loss);
            if (loss[0] < bestLoss) {
                bestLoss = loss[0];
                bestRound = round;
            }
        }

        return new Stop(bestRound + 1, bestLoss);
    }

    private static Booster boost(
            final FeatureMatrix features,
            final double[] labels,
            final Map<String, Object> parameters,
            final int rounds,
            final BooleanSupplier keepGoing)
            throws XGBoostError {
        final DMatrix training = matrix(features, labels);
        Booster booster = null;
        boolean finished = false;
        try {
            booster = XGBoost.train(training, parameters, 0, Map.of(), null, null);
            for (int round = 0; round < rounds; round++) {
                checkNotStopped(keepGoing);
                booster.update(training, round);
            }

            finished = true;
            return booster;
        } finally {
            training.dispose();
            if (booster != null && !finished) {
                booster.dispose();
            }
        }
    }

    private static void checkNotStopped(final BooleanSupplier keepGoing) {
        if (!keepGoing.getAsBoolean()) {
            throw new CancellationException("Stopped while boosting");
        }
    }

    private static DMatrix matrix(final FeatureMatrix features, final double[] labels) throws XGBoostError {
        final DMatrix matrix = new DMatrix(features.values(), features.rows(), features.columns(), Float.NaN);
        final float[] floatLabels = new float[labels.length];
        for (int index = 0; index < labels.length; index++) {
            floatLabels[index] = (float) labels[index];
        }

        matrix.setLabel(floatLabels);
        matrix.setFeatureTypes(features.categorical().stream()
                .map(categorical -> categorical ? "c" : "q")
                .toArray(String[]::new));
        return matrix;
    }

    /**
     * Values are learnt in units of their standard deviation around their mean: XGBoost holds labels as floats, which have no digits
     * left for what varies in, say, an amount in the billions.
     */
    record LabelScale(double mean, double deviation) {
        static LabelScale of(final LearningTask task) {
            if (task.task() == ModelTask.CLASSIFICATION) {
                return new LabelScale(0, 1);
            }

            final double mean = Arrays.stream(task.labels()).average().orElse(0);
            final double variance = Arrays.stream(task.labels())
                    .map(label -> (label - mean) * (label - mean))
                    .average()
                    .orElse(0);
            return new LabelScale(mean, variance > 0 ? Math.sqrt(variance) : 1);
        }

        double[] scale(final double[] labels) {
            return Arrays.stream(labels)
                    .map(label -> (label - mean) / deviation)
                    .toArray();
        }
    }
}
