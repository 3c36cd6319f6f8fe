/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.learner;

import io.nifimimir.training.StopSignal;

/** A way to learn a model. Those of trees heed the weights of classes. The same tasks give the same model, byte for byte, as long as no deadline cuts the work short. */
public interface CandidateLearner {

    /** As model files name the family of learners, such as {@code xgboost}. */
    String family();

    /**
     * Learns, and finds on other rows how strongly: the rounds of boosting, or the penalty of a linear model.
     *
     * @param validation rows of the same features that are not learnt from
     */
    Tuned tune(LearningTask training, LearningTask validation, StopSignal signal);

    /** Learns with a strength that {@link #tune} has found. */
    FittedModel fit(LearningTask training, double strength, StopSignal signal);

    /**
     * The strength for all rows, from those that were found on folds.
     *
     * @param growth rows to learn from for each row that a fold has learnt from
     */
    double combine(double[] strengths, double growth);

    /** Whether another seed gives another model of the same rows. */
    boolean isRandom();

    /** A model with its strength; the model is to be closed. */
    record Tuned(FittedModel model, double strength) {}
}
