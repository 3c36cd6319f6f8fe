/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training;

import io.nifimimir.training.model.Incumbent;
import io.nifimimir.training.model.ModelArtifact;
import io.nifimimir.training.model.ModelCandidate;
import io.nifimimir.training.model.ModelEntry;
import io.nifimimir.training.model.ModelScorer;
import io.nifimimir.training.model.RegistryDecision;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What training needs remembered. Each call is one transaction, or joins the caller's. Errors of the storage are thrown as {@link
 * java.io.UncheckedIOException}.
 */
public interface TrainingRepository {

    /** The report of a finished training, by its key. */
    Optional<TrainingRun> findRun(String trainingKey);

    /** Stores a finished training; a run of the same key is left as it is. */
    void saveRun(TrainingRun run);

    /** Stores what the data of a finished training looked like, as JSON; a profile of the same training is left as it is. */
    void saveProfile(String trainingKey, String profileJson);

    /**
     * Registers a model as the next version of its (ontology, target), with the state that {@link RegistryDecision} gives it; a model of the
     * same id is left as it is.
     *
     * @param modelsToKeep newest versions that are kept, from 1 on; the champion is kept besides, where it is older
     */
    ModelEntry register(ModelCandidate candidate, int modelsToKeep);

    /** All that is registered, newest version first. */
    List<ModelEntry> entries(String ontologyId);

    /** Models whatever their state, newest version first. */
    List<ModelArtifact> models(String ontologyId);

    /** The model with its content as it is stored; {@link ModelScorer#load(ModelArtifact)} verifies its checksum. */
    Optional<ModelArtifact> findModel(String modelId);

    /** The champion of a target, its checksum verified. */
    Optional<ModelArtifact> findModel(String ontologyId, String target);

    /** The champion of a target, with what it has learnt from. Its checksum is not verified. */
    Optional<Incumbent> findIncumbent(String ontologyId, String target);

    /** The model as it can be registered elsewhere, its checksum verified. */
    Optional<ModelCandidate> findCandidate(String modelId);

    /**
     * Makes a version the champion; the one of now is retired. Where the version is the champion, nothing changes.
     *
     * @throws IllegalArgumentException where there is no such version, or it was rejected
     */
    ModelEntry promote(String ontologyId, String target, int version, Instant now);

    /**
     * Makes the champion before the one of now the champion again. A flowfile that has done so does it once, however often it comes.
     *
     * @throws IllegalArgumentException where there was none
     */
    ModelEntry rollBack(String ontologyId, String target, Instant now);

    /** Leaves a target without a champion, so that no model answers; empty where it has none. */
    Optional<ModelEntry> retire(String ontologyId, String target, Instant now);

    /**
     * Deletes a version, whatever its state; its number is not given again. Empty where it was deleted before. A champion hands over to the one
     * before it, and where there was none to the newest challenger.
     *
     * @throws IllegalArgumentException where there never was such a version
     */
    Optional<Deletion> delete(String ontologyId, String target, int version, Instant now);

    /**
     * A model that was deleted.
     *
     * @param model as it was
     * @param champion of its target from now on; empty where no model answers
     */
    record Deletion(ModelEntry model, Optional<ModelEntry> champion) {
        /** In words, for people. */
        public String describe() {
            return "%s is deleted; %s"
                    .formatted(
                            model.describe(),
                            champion.map(entry -> "version %d is the champion".formatted(entry.version()))
                                    .orElse("no model answers for its target now"));
        }
    }

    /**
     * A finished training.
     *
     * @param key made from ontology, data fingerprint and settings: the same training twice has the same key
     * @param reportJson the training report as it was given out
     */
    record TrainingRun(
            String key,
            String ontologyId,
            String dataFingerprint,
            long rowCount,
            int columnCount,
            Instant completedAt,
            String reportJson) {}
}
