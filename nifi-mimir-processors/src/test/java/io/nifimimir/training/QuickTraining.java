/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training;

import io.nifimimir.training.learner.Candidate;
import io.nifimimir.training.learner.TargetTransform;
import io.nifimimir.training.learner.XgBoostLearner;
import io.nifimimir.training.learner.XgBoostSettings;

import java.util.List;
import java.util.Optional;

/** Trains by one learner of few trees, for tests of what comes behind the search. */
public final class QuickTraining {
    private static final Candidate TREES =
            new Candidate("trees", new XgBoostLearner(XgBoostSettings.quick(1_000)), TargetTransform.NONE);

    private QuickTraining() {}

    public static AutoTrainer trainer() {
        return new AutoTrainer(Optional.of(List.of(TREES)), CandidateCheckpoints.NONE);
    }
}
