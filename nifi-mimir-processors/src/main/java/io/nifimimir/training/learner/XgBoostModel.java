/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.learner;

import io.nifimimir.training.ModelTask;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** Boosted trees; holds native memory until it is closed. */
public final class XgBoostModel implements FittedModel {
    private static final String ROUNDS = "rounds";
    private static final String LABEL_MEAN = "label_mean";
    private static final String LABEL_DEVIATION = "label_deviation";

    /** XGBoost's binary JSON, which later versions read. */
    private static final String BOOSTER_FORMAT = "ubj";

    private final Booster booster;
    private final Shape shape;

    XgBoostModel(final Booster booster, final Shape shape) {
        this.booster = booster;
        this.shape = shape;
    }

    /**
     * What turns the sums of leaves into predictions.
     *
     * @param classCount 0 for regression
     * @param rounds those that predict; the booster may have more
     */
    record Shape(ModelTask task, int classCount, LabelScale scale, int rounds) {

        static Shape of(final ModelTask task, final int classCount, final Map<String, Double> settings) {
            final LabelScale scale =
                    new LabelScale(settings.getOrDefault(LABEL_MEAN, 0.0), settings.getOrDefault(LABEL_DEVIATION, 1.0));
            return new Shape(
                    task, classCount, scale, settings.getOrDefault(ROUNDS, 0.0).intValue());
        }

        /** Sums of leaves that a prediction is made of. */
        int outputs() {
            return classCount > 2 ? classCount : 1;
        }

        /**
         * The prediction of the margins that stand at {@code offset}. Not left to XGBoost, so that it is the same to the last bit on every
         * machine.
         */
        double[] prediction(final float[] margins, final int offset) {
            if (task == ModelTask.REGRESSION) {
                return new double[] {scale.restore(margins[offset])};
            }

            if (classCount == 2) {
                final double probability = 1 / (1 + StrictMath.exp(-margins[offset]));
                return new double[] {1 - probability, probability};
            }

            double largest = Double.NEGATIVE_INFINITY;
            for (int index = 0; index < classCount; index++) {
                largest = Math.max(largest, margins[offset + index]);
            }

            final double[] probabilities = new double[classCount];
            double total = 0;
            for (int index = 0; index < classCount; index++) {
                probabilities[index] = StrictMath.exp(margins[offset + index] - largest);
                total += probabilities[index];
            }

            for (int index = 0; index < classCount; index++) {
                probabilities[index] /= total;
            }

            return probabilities;
        }

        Map<String, Double> settings() {
            final Map<String, Double> settings = new TreeMap<>();
            settings.put(ROUNDS, (double) rounds);
            settings.put(LABEL_MEAN, scale.mean());
            settings.put(LABEL_DEVIATION, scale.deviation());
            return settings;
        }
    }

    /** @param content that is known to be trees */
    static XgBoostModel load(final byte[] content, final Shape shape) {
        try {
            final Booster booster = XGBoost.loadModel(content);
            booster.setParam("nthread", 1);
            return new XgBoostModel(booster, shape);
        } catch (final XGBoostError | IOException exception) {
            throw new IllegalStateException("XGBoost cannot read the model: " + exception.getMessage(), exception);
        }
    }

    /** To be disposed of. */
    static DMatrix matrix(final FeatureMatrix features) throws XGBoostError {
        final DMatrix matrix = new DMatrix(features.values(), features.rows(), features.columns(), Float.NaN);
        matrix.setFeatureTypes(features.categorical().stream()
                .map(categorical -> categorical ? "c" : "q")
                .toArray(String[]::new));
        return matrix;
    }

    @Override
    public double[][] predict(final FeatureMatrix features) {
        if (features.rows() == 0) {
            return new double[0][];
        }

        final float[][] margins = margins(features);
        final double[][] predictions = new double[margins.length][];
        for (int row = 0; row < margins.length; row++) {
            predictions[row] = shape.prediction(margins[row], 0);
        }

        return predictions;
    }

    float[][] margins(final FeatureMatrix features) {
        try {
            return booster.inplace_predict(
                    features.values(),
                    features.rows(),
                    features.columns(),
                    Float.NaN,
                    new int[] {0, shape.rounds()},
                    Booster.PredictionType.kMargin,
                    null);
        } catch (final XGBoostError exception) {
            throw new IllegalStateException("XGBoost cannot predict: " + exception.getMessage(), exception);
        }
    }

    /** By TreeSHAP (Lundberg et al. 2018). */
    @Override
    public double[][] contributions(final FeatureMatrix features) {
        final float[][] raw;
        try {
            final DMatrix matrix = matrix(features);
            try {
                raw = booster.predictContrib(matrix, shape.rounds());
            } finally {
                matrix.dispose();
            }
        } catch (final XGBoostError exception) {
            throw new IllegalStateException("XGBoost cannot explain: " + exception.getMessage(), exception);
        }

        final int width = features.columns() + 1;
        final double[][] contributions = new double[raw.length][];
        for (int row = 0; row < raw.length; row++) {
            contributions[row] = new double[raw[row].length];
            for (int index = 0; index < raw[row].length; index++) {
                contributions[row][index] = raw[row][index] * shape.scale().deviation()
                        + (index % width == width - 1 ? shape.scale().mean() : 0);
            }
        }

        return contributions;
    }

    @Override
    public byte[] toBytes() {
        try {
            return booster.toByteArray(BOOSTER_FORMAT);
        } catch (final XGBoostError exception) {
            throw new IllegalStateException("XGBoost cannot write the model: " + exception.getMessage(), exception);
        }
    }

    @Override
    public Map<String, Double> settings() {
        return shape.settings();
    }

    @Override
    public void close() {
        booster.dispose();
    }
}
