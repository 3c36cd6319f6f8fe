/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.learner;

/** The work of a round of boosting, in values looked at. */
public final class BoostingWork {
    /** What a row takes besides its features, in features. */
    private static final int FEATURES_OF_OVERHEAD = 30;

    private BoostingWork() {}

    /** For one row. @param outputs that a prediction consists of */
    public static long ofRow(final int features, final int outputs) {
        return (long) (features + FEATURES_OF_OVERHEAD) * trees(outputs);
    }

    /** Trees of a round: one for each class, but for two of them, and for a number, one. */
    public static int trees(final int outputs) {
        return outputs > 2 ? outputs : 1;
    }
}
