/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training;

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

    /** Registers a model as the next version of its (ontology, target); a model of the same id is left as it is. Returns it with its version. */
    ModelArtifact register(ModelArtifact model);

    /** Models without regard to being active, newest version first. */
    List<ModelArtifact> models(String ontologyId);

    /** The newest active model of a target, its checksum verified. */
    Optional<ModelArtifact> findModel(String ontologyId, String target);

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
