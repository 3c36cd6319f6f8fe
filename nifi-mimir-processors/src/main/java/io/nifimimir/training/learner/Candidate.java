/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.learner;

/**
 * A learner with its settings, and how what it learns from is transformed.
 *
 * @param name unique in a search, as leaderboards name it
 * @param transform the scale that numbers are learnt on
 * @param weights of classes
 */
public record Candidate(String name, CandidateLearner learner, TargetTransform transform, ClassWeights weights) {

    /** All classes count alike. */
    public Candidate(final String name, final CandidateLearner learner, final TargetTransform transform) {
        this(name, learner, transform, ClassWeights.NONE);
    }

    public LearningTask transformed(final LearningTask task) {
        return task.with(task.features(), transform.apply(task.labels())).withWeights(weights);
    }

    /** On the scale of the target, and of rows that all count alike. */
    public double[][] predict(final FittedModel model, final FeatureMatrix features) {
        final double[][] predictions = model.predict(features);
        transform.restore(predictions);
        weights.restore(predictions);
        return predictions;
    }
}
