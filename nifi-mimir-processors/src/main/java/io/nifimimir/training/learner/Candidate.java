/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.learner;

/**
 * A learner with its settings, and the scale that the target is learnt on.
 *
 * @param name unique in a search, as leaderboards name it
 */
public record Candidate(String name, CandidateLearner learner, TargetTransform transform) {

    public LearningTask transformed(final LearningTask task) {
        return task.with(task.features(), transform.apply(task.labels()));
    }

    /** On the scale of the target. */
    public double[][] predict(final FittedModel model, final FeatureMatrix features) {
        final double[][] predictions = model.predict(features);
        transform.restore(predictions);
        return predictions;
    }
}
