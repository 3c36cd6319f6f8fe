/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.training.model.ModelEntry;
import io.nifimimir.training.model.ModelScorer;

import java.util.Map;

/** A model that is ready to predict, with what the registry knows of it. */
record LoadedModel(ModelEntry entry, ModelScorer scorer) {

    /** What names the model on a flowfile. */
    Map<String, String> attributes() {
        return Map.of(
                MimirAttributes.ONTOLOGY,
                entry.ontologyId(),
                MimirAttributes.MODEL_ID,
                entry.id(),
                MimirAttributes.MODEL_VERSION,
                String.valueOf(entry.version()),
                MimirAttributes.MODEL_TARGET,
                entry.target(),
                MimirAttributes.MODEL_TYPE,
                entry.task().wireName());
    }
}
