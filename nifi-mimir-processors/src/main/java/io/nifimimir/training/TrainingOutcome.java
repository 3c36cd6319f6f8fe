/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training;

import java.util.List;

/**
 * What a training yields.
 *
 * @param models those of the report, in its order, without a version
 */
public record TrainingOutcome(TrainingReport report, List<ModelArtifact> models) {
    public TrainingOutcome {
        models = List.copyOf(models);
    }
}
