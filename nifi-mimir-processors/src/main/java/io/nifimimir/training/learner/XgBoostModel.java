/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.learner;

import io.nifimimir.training.ModelFormatException;
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
     * @param classCount 0 for regression
     * @param rounds those that predict; the booster may have more
     */
    record Shape(ModelTask task, int classCount, LabelScale scale, int rounds) {}

    public static XgBoostModel load(
            final byte[] content, final ModelTask task, final int classCount, final Map<String, Double> settings)
            throws IOException {
        final LabelScale scale =
                new LabelScale(settings.getOrDefault(LABEL_MEAN, 0.0), settings.getOrDefault(LABEL_DEVIATION, 1.0));
        final int rounds = settings.getOrDefault(ROUNDS, 0.0).intValue();
        try {
            final Booster booster = XGBoost.loadModel(content);
            booster.setParam("nthread", 1);
            return new XgBoostModel(booster, new Shape(task, classCount, scale, rounds));
        } catch (final XGBoostError exception) {
            throw new ModelFormatException("XGBoost cannot read the model: " + exception.getMessage(), exception);
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

        final float[][] raw;
        try {
            raw = booster.inplace_predict(
                    features.values(), features.rows(), features.columns(), Float.NaN, new int[] {0, shape.rounds()});
        } catch (final XGBoostError exception) {
            throw new IllegalStateException("XGBoost cannot predict: " + exception.getMessage(), exception);
        }

        final double[][] predictions = new double[raw.length][];
        for (int row = 0; row < raw.length; row++) {
            predictions[row] = prediction(raw[row]);
        }

        return predictions;
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

    private double[] prediction(final float[] raw) {
        if (shape.task() == ModelTask.REGRESSION) {
            return new double[] {shape.scale().restore(raw[0])};
        }

        if (shape.classCount() == 2) {
            return new double[] {1 - (double) raw[0], raw[0]};
        }

        final double[] probabilities = new double[raw.length];
        for (int index = 0; index < raw.length; index++) {
            probabilities[index] = raw[index];
        }

        return probabilities;
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
        final Map<String, Double> settings = new TreeMap<>();
        settings.put(ROUNDS, (double) shape.rounds());
        settings.put(LABEL_MEAN, shape.scale().mean());
        settings.put(LABEL_DEVIATION, shape.scale().deviation());
        return settings;
    }

    @Override
    public void close() {
        booster.dispose();
    }
}
