/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training;

import java.util.function.BooleanSupplier;

/** A way to learn a model. The same task gives the same model, byte for byte. */
interface CandidateLearner {

    /** As reports and the registry name it, such as {@code xgboost}. */
    String name();

    /**
     * @param keepGoing asked often; {@link java.util.concurrent.CancellationException} soon after it turns false
     */
    FittedModel fit(LearningTask task, BooleanSupplier keepGoing);
}
