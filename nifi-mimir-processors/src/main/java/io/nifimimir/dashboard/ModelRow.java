/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dashboard;

import java.time.Instant;
import java.util.Map;

/**
 * A model in the registry.
 *
 * @param reason why it has its state
 * @param metrics scores on held-out rows, by name
 * @param promotedAt null where it never was the champion
 * @param provenance as JSON
 */
public record ModelRow(
        String id,
        String ontology,
        String target,
        int version,
        String task,
        String learner,
        String state,
        String reason,
        Map<String, Double> metrics,
        Instant createdAt,
        Instant promotedAt,
        String dataFingerprint,
        String sha256,
        String provenance) {}
