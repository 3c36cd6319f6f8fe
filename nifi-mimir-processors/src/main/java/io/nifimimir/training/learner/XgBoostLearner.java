/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.learner;

import io.nifimimir.training.StopSignal;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

import java.util.Arrays;
import java.util.Map;

/** Gradient boosted trees and boosted random forests (Chen and Guestrin 2016). The strength is the number of rounds. */
public final class XgBoostLearner implements CandidateLearner {
    public static final String FAMILY = "xgboost";

    private final XgBoostSettings settings;

    public XgBoostLearner(final XgBoostSettings settings) {
        this.settings = settings;
    }

    @Override
    public String family() {
        return FAMILY;
    }

    @Override
    public boolean isRandom() {
        return true;
    }

    @Override
    public double combine(final double[] strengths, final double growth) {
        // More rows bear more rounds before trees learn noise; the square root is on the side of caution
        return Math.max(1, Math.rint(Arrays.stream(strengths).average().orElse(1) * Math.sqrt(growth)));
    }

    @Override
    public Tuned tune(final LearningTask training, final LearningTask validation, final StopSignal signal) {
        final LabelScale scale = LabelScale.of(training);
        return guarded(() -> {
            final DMatrix trainingRows = matrix(training, scale);
            DMatrix validationRows = null;
            Booster booster = null;
            int rounds = 0;
            try {
                validationRows = matrix(validation, scale);
                booster = XGBoost.train(trainingRows, settings.parameters(training), 0, Map.of(), null, null);
                rounds = boostUntilNoBetter(booster, trainingRows, validationRows, signal);
                return new Tuned(model(booster, training, scale, rounds), rounds);
            } finally {
                trainingRows.dispose();
                if (validationRows != null) {
                    validationRows.dispose();
                }

                if (booster != null && rounds == 0) {
                    booster.dispose();
                }
            }
        });
    }

    /** @return rounds after which the loss on the validation rows was least */
    private int boostUntilNoBetter(
            final Booster booster, final DMatrix training, final DMatrix validation, final StopSignal signal)
            throws XGBoostError {
        final DMatrix[] watched = {validation};
        final String[] names = {"validation"};
        final float[] loss = new float[1];
        int bestRound = 0;
        double bestLoss = Double.POSITIVE_INFINITY;
        for (int round = 0; round < settings.mostRounds() && round - bestRound < settings.patience(); round++) {
            signal.check("boosting");
            if (round > 0 && signal.isLate()) {
                break;
            }

            booster.update(training, round);
            booster.evalSet(watched, names, round, loss);
            if (loss[0] < bestLoss) {
                bestLoss = loss[0];
                bestRound = round;
            }
        }

        return bestRound + 1;
    }

    @Override
    public FittedModel fit(final LearningTask training, final double strength, final StopSignal signal) {
        final LabelScale scale = LabelScale.of(training);
        final int rounds = (int) strength;
        return guarded(() -> {
            final DMatrix trainingRows = matrix(training, scale);
            Booster booster = null;
            boolean finished = false;
            try {
                booster = XGBoost.train(trainingRows, settings.parameters(training), 0, Map.of(), null, null);
                for (int round = 0; round < rounds; round++) {
                    signal.check("boosting");
                    booster.update(trainingRows, round);
                }

                finished = true;
                return model(booster, training, scale, rounds);
            } finally {
                trainingRows.dispose();
                if (booster != null && !finished) {
                    booster.dispose();
                }
            }
        });
    }

    private static FittedModel model(
            final Booster booster, final LearningTask training, final LabelScale scale, final int rounds) {
        return new XgBoostModel(booster, new XgBoostModel.Shape(training.task(), training.classCount(), scale, rounds));
    }

    private static <T> T guarded(final Training<T> training) {
        try {
            return training.run();
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

    @FunctionalInterface
    private interface Training<T> {
        T run() throws XGBoostError;
    }

    private static DMatrix matrix(final LearningTask task, final LabelScale scale) throws XGBoostError {
        final FeatureMatrix features = task.features();
        final DMatrix matrix = XgBoostModel.matrix(features);
        final double[] labels = scale.scale(task.labels());
        final float[] floatLabels = new float[labels.length];
        for (int index = 0; index < labels.length; index++) {
            floatLabels[index] = (float) labels[index];
        }

        matrix.setLabel(floatLabels);
        if (!task.weights().weights().isEmpty()) {
            matrix.setWeight(task.weights().of(task.labels()));
        }

        return matrix;
    }
}
