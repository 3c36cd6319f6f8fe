/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.model;

import io.nifimimir.training.ModelTask;

import java.time.Instant;
import java.util.Map;

/**
 * What the registry knows of a model, without its content.
 *
 * @param version counts the models of one (ontology, target) from 1
 * @param reason why it has its state, in a sentence
 * @param metrics scores on held-out rows, by name
 * @param promotedAt when it last became the champion; null where it never was
 * @param sha256 checksum of the content
 */
public record ModelEntry(
        String id,
        String ontologyId,
        String target,
        int version,
        ModelTask task,
        String learner,
        ModelState state,
        String reason,
        Map<String, Double> metrics,
        Instant createdAt,
        Instant promotedAt,
        String sha256,
        ModelProvenance provenance) {

    public ModelEntry {
        metrics = Map.copyOf(metrics);
    }

    /** Such as {@code version 3 of cases, clinic}. */
    public String describe() {
        return "version %d of %s, %s".formatted(version, target, ontologyId);
    }
}
