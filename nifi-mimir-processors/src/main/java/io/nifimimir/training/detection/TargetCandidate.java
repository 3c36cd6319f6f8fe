/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.detection;

import io.nifimimir.training.ModelTask;

/**
 * A column judged as something to predict.
 *
 * @param task null where the column is nothing to predict
 * @param confidence from 0 (certainly no target) to 1
 * @param reasoning why, in words
 */
public record TargetCandidate(String column, ModelTask task, double confidence, String reasoning) {

    static TargetCandidate rejected(final String column, final String reasoning) {
        return new TargetCandidate(column, null, 0, reasoning);
    }
}
