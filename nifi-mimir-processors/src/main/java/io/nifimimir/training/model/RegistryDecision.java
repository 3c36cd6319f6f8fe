/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.model;

import io.nifimimir.training.ModelTask;
import io.nifimimir.training.Sentences;

import java.util.Optional;

/**
 * What the registry makes of a new model. A model that does not beat the naive baseline is rejected; the first that does is the
 * champion; a later one takes its place only where {@link ChampionTrial} finds it better. A forecast that beats the naive ones always does,
 * since an older one forecasts from where its series ended.
 *
 * @param reason in a sentence
 */
public record RegistryDecision(ModelState state, String reason) {

    /** @param champion the champion of now, which may be another than the one that the candidate was compared with */
    public static RegistryDecision of(final ModelCandidate candidate, final Optional<ModelEntry> champion) {
        if (!candidate.artifact().active()) {
            return new RegistryDecision(ModelState.REJECTED, "Rejected: it does not beat the naive baseline");
        }

        if (champion.isEmpty()) {
            return new RegistryDecision(
                    ModelState.CHAMPION, "Champion: no other model of this target beats the naive baseline");
        }

        if (candidate.artifact().task() == ModelTask.FORECASTING) {
            return new RegistryDecision(
                    ModelState.CHAMPION,
                    "Champion: it beats the naive forecasts, and knows the newest points of the series");
        }

        final ChampionTrial trial = candidate.trial();
        if (trial == null) {
            return new RegistryDecision(
                    ModelState.CHALLENGER,
                    Sentences.of(
                            "Challenger: it was not compared with version %d, the champion",
                            champion.get().version()));
        }

        if (!trial.championId().equals(champion.get().id())) {
            return new RegistryDecision(
                    ModelState.CHALLENGER,
                    Sentences.of(
                            "Challenger: version %d became the champion while this one was trained, so the two were not compared",
                            champion.get().version()));
        }

        return trial.better()
                ? new RegistryDecision(ModelState.CHAMPION, "Champion: " + trial.sentence())
                : new RegistryDecision(ModelState.CHALLENGER, "Challenger: " + trial.sentence());
    }
}
