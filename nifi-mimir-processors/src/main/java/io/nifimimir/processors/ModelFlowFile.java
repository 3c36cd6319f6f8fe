/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.training.model.ModelArtifact;
import io.nifimimir.training.model.ModelEntry;
import org.apache.nifi.flowfile.FlowFile;
import org.apache.nifi.flowfile.attributes.CoreAttributes;
import org.apache.nifi.processor.ProcessSession;

import java.util.HashMap;
import java.util.Map;

/** A model as a flowfile: its archive, and what names it. */
final class ModelFlowFile {
    static final String MIME_TYPE = "application/zip";

    private ModelFlowFile() {}

    /** What the registry knows of a model. */
    static Map<String, String> attributes(final ModelEntry entry) {
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
                entry.task().wireName(),
                MimirAttributes.MODEL_STATE,
                entry.state().wireName());
    }

    /** @param content the model's own, or that of its export */
    static FlowFile write(
            final ProcessSession session, final FlowFile flowFile, final ModelArtifact model, final byte[] content) {
        final Map<String, String> attributes = new HashMap<>();
        attributes.put(MimirAttributes.MODEL_ID, model.id());
        attributes.put(MimirAttributes.MODEL_VERSION, String.valueOf(model.version()));
        attributes.put(MimirAttributes.MODEL_TARGET, model.target());
        attributes.put(MimirAttributes.MODEL_TYPE, model.task().wireName());
        attributes.put(MimirAttributes.MODEL_ACTIVE, String.valueOf(model.active()));
        attributes.put(CoreAttributes.MIME_TYPE.key(), MIME_TYPE);
        attributes.put(CoreAttributes.FILENAME.key(), fileName(model));
        final FlowFile written = session.write(flowFile, output -> output.write(content));
        return session.putAllAttributes(written, attributes);
    }

    /** Column names come from the data, so they are cut down to what every file system takes. */
    private static String fileName(final ModelArtifact model) {
        return "%s-%s-v%d.model.zip"
                .formatted(model.ontologyId(), model.target(), model.version())
                .replaceAll("[^\\p{L}\\p{N}._-]", "_");
    }
}
