/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training;

import io.nifimimir.training.TrainingRepository.Deletion;
import io.nifimimir.training.TrainingRepository.TrainingRun;
import io.nifimimir.training.model.ModelEntry;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Models and trainings of all ontologies, for those who look after them. Each call is one transaction, or joins the caller's. Errors of the
 * storage are thrown as {@link java.io.UncheckedIOException}.
 */
public interface ModelCatalog {

    /** All models, by ontology and target, the newest version first. */
    List<ModelEntry> models();

    Optional<ModelEntry> model(String modelId);

    /** As {@link io.nifimimir.training.TrainingRepository#delete} does; empty where there is no such model. */
    Optional<Deletion> deleteModel(String modelId, Instant now);

    /** Finished trainings, newest first. */
    List<TrainingRun> runs(int limit);
}
