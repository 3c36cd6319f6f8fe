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
 */
@SuppressWarnings("ArrayRecordComponent")
public record LearningTask(ModelTask task, FeatureMatrix features, double[] labels, int classCount, long seed) {

    /** Numbers that a prediction of a row consists of: one for each class, or one value. */
    int outputs() {
        return Math.max(1, classCount);
    }

    public LearningTask select(final int[] positions) {
        return with(features.select(positions), HoldOut.select(labels, positions));
    }

    public LearningTask with(final FeatureMatrix newFeatures, final double[] newLabels) {
        return new LearningTask(task, newFeatures, newLabels, classCount, seed);
    }

    public LearningTask withSeed(final long newSeed) {
        return new LearningTask(task, features, labels, classCount, newSeed);
    }
}
