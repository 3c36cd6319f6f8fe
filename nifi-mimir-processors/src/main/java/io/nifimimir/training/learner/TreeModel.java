/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.learner;

import io.nifimimir.training.ModelTask;

import java.io.IOException;
import java.util.Map;

/**
 * Boosted trees read back from their bytes. They predict in the heap; XGBoost and its native memory are called for where predictions are
 * to be explained.
 */
public final class TreeModel implements FittedModel {
    private final byte[] content;
    private final XgBoostModel.Shape shape;
    private final TreeEnsemble trees;
    private XgBoostModel explainer;

    private TreeModel(final byte[] content, final XgBoostModel.Shape shape, final TreeEnsemble trees) {
        this.content = content;
        this.shape = shape;
        this.trees = trees;
    }

    /**
     * @param classCount 0 for regression
     * @param settings as {@link #settings} gave them
     */
    public static TreeModel load(
            final byte[] content, final ModelTask task, final int classCount, final Map<String, Double> settings)
            throws IOException {
        final XgBoostModel.Shape shape = XgBoostModel.Shape.of(task, classCount, settings);
        return new TreeModel(content, shape, TreeEnsemble.load(content, shape.rounds()));
    }

    @Override
    public double[][] predict(final FeatureMatrix features) {
        final float[] margins = trees.margins(features);
        final double[][] predictions = new double[features.rows()][];
        for (int row = 0; row < predictions.length; row++) {
            predictions[row] = shape.prediction(margins, row * shape.outputs());
        }

        return predictions;
    }

    @Override
    public double[][] contributions(final FeatureMatrix features) {
        if (explainer == null) {
            explainer = XgBoostModel.load(content, shape);
        }

        return explainer.contributions(features);
    }

    @Override
    public byte[] toBytes() {
        return content.clone();
    }

    @Override
    public Map<String, Double> settings() {
        return shape.settings();
    }

    @Override
    public void close() {
        if (explainer != null) {
            explainer.close();
            explainer = null;
        }
    }
}
