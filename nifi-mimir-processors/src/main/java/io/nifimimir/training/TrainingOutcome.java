/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training;

import io.nifimimir.training.model.ModelArtifact;
import io.nifimimir.training.model.ModelCandidate;

import java.util.List;

/**
 * What a training yields.
 *
 * @param candidates models of the report, in its order, without a version
 */
public record TrainingOutcome(TrainingReport report, List<ModelCandidate> candidates) {
    public TrainingOutcome {
        candidates = List.copyOf(candidates);
    }

    public List<ModelArtifact> models() {
        return candidates.stream().map(ModelCandidate::artifact).toList();
    }
}
