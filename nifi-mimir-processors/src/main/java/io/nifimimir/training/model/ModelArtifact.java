/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.model;

import io.nifimimir.training.ModelTask;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A trained model as it is kept.
 *
 * @param id made from ontology, target and training key, so that a repeated training yields the same id
 * @param version counts the models of one (ontology, target) from 1; 0 until the registry has given it one
 * @param learner such as {@code xgboost}
 * @param active as the training gives it, whether it beats the naive baseline; as the registry gives it, whether it is the champion
 * @param metrics scores on held-out rows, by name ({@code accuracy}, {@code r2_score}, {@code rmse}, {@code baseline_...})
 * @param content the artifact: a documented, versioned format without Java serialization
 * @param sha256 hexadecimal checksum of {@code content}
 */
public record ModelArtifact(
        String id,
        String ontologyId,
        String target,
        int version,
        ModelTask task,
        String learner,
        boolean active,
        Map<String, Double> metrics,
        String dataFingerprint,
        Instant createdAt,
        byte[] content,
        String sha256) {
    public ModelArtifact {
        Objects.requireNonNull(id, "Model id required");
        // Sorted, so that what is written from it has the same order each time
        metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
    }
}
