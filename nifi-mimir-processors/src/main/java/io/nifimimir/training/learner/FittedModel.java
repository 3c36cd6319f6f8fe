/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.learner;

import java.util.Map;

/** A model that predicts encoded rows. May hold native memory until it is closed. Not safe for use by several threads. */
public interface FittedModel extends AutoCloseable {

    /** For each row the probabilities of the classes, or one value. */
    double[][] predict(FeatureMatrix features);

    /**
     * What each feature adds to the raw prediction of each row.
     *
     * @return for each row and output the features in their order, and what is left; in units of the value, or of the logit
     */
    double[][] contributions(FeatureMatrix features);

    /** The model without its settings; the same model gives the same bytes. */
    byte[] toBytes();

    /** Numbers that belong to the model: what was chosen, and what restores it besides its bytes. */
    Map<String, Double> settings();

    @Override
    void close();
}
