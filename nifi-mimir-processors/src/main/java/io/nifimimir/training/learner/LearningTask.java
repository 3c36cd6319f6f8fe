/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.learner;

import io.nifimimir.training.ModelTask;

/**
 * What a learner learns from.
 *
 * @param labels a class index (0 to {@code classCount} - 1) or a value for each row
 * @param classCount 0 for regression
 * @param weights how much a row counts, by its class
 */
@SuppressWarnings("ArrayRecordComponent")
public record LearningTask(
        ModelTask task, FeatureMatrix features, double[] labels, int classCount, ClassWeights weights, long seed) {

    /** All rows count alike. */
    public LearningTask(
            final ModelTask task,
            final FeatureMatrix features,
            final double[] labels,
            final int classCount,
            final long seed) {
        this(task, features, labels, classCount, ClassWeights.NONE, seed);
    }

    /** Numbers that a prediction of a row consists of: one for each class, or one value. */
    int outputs() {
        return Math.max(1, classCount);
    }

    public LearningTask select(final int[] positions) {
        return with(features.select(positions), HoldOut.select(labels, positions));
    }

    public LearningTask with(final FeatureMatrix newFeatures, final double[] newLabels) {
        return new LearningTask(task, newFeatures, newLabels, classCount, weights, seed);
    }

    public LearningTask withSeed(final long newSeed) {
        return new LearningTask(task, features, labels, classCount, weights, newSeed);
    }

    LearningTask withWeights(final ClassWeights newWeights) {
        return new LearningTask(task, features, labels, classCount, newWeights, seed);
    }
}
