/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.nifimimir.training.TrainingRepository.TrainingRun;
import io.nifimimir.training.model.ModelArtifact;
import io.nifimimir.training.model.ModelState;
import org.apache.nifi.flowfile.FlowFile;
import org.apache.nifi.flowfile.attributes.CoreAttributes;
import org.apache.nifi.processor.ProcessContext;
import org.apache.nifi.processor.ProcessSession;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A training as it is handed out: its report in the place of the dataset, and a flowfile for each model.
 *
 * @param jobs monitoring jobs that were set up
 * @param repeated whether it had been done before
 */
record FinishedTraining(TrainingRun run, List<ModelArtifact> models, int jobs, boolean repeated) {

    /** Whether a model of it is better than naive, as its report tells. */
    private boolean hasSignal() throws JsonProcessingException {
        for (final JsonNode model : Json.MAPPER.readTree(run.reportJson()).path("trained_models")) {
            if (!ModelState.REJECTED.wireName().equals(model.path("state").asText())) {
                return true;
            }
        }
        return false;
    }

    void handOut(final ProcessContext context, final ProcessSession session, final FlowFile flowFile, final long millis)
            throws JsonProcessingException {
        final Map<String, String> attributes = new HashMap<>();
        attributes.put(MimirAttributes.ONTOLOGY, run.ontologyId());
        attributes.put(MimirAttributes.TRAINING_KEY, run.key());
        attributes.put(MimirAttributes.TRAINING_REPEATED, String.valueOf(repeated));
        attributes.put(MimirAttributes.MODELS_CREATED, String.valueOf(models.size()));
        attributes.put(MimirAttributes.JOBS_CREATED, String.valueOf(jobs));
        for (final ModelArtifact model : models) {
            final FlowFile copy = session.putAllAttributes(session.create(flowFile), attributes);
            session.transfer(ModelFlowFile.write(session, copy, model, model.content()), AutoTrain.MODELS);
        }
        attributes.put(
                CoreAttributes.FILENAME.key(),
                baseName(flowFile.getAttribute(CoreAttributes.FILENAME.key())) + "-training-report.json");
        attributes.put(CoreAttributes.MIME_TYPE.key(), MimirAttributes.JSON);
        // Nobody would see it where its relationship ends
        if (context.hasConnection(AutoTrain.PAGE)) {
            session.transfer(
                    TrainingPageFlowFile.create(session, flowFile, run.reportJson(), attributes), AutoTrain.PAGE);
        }
        FlowFile report =
                session.write(flowFile, output -> output.write(run.reportJson().getBytes(StandardCharsets.UTF_8)));
        report = session.putAllAttributes(report, attributes);
        session.getProvenanceReporter()
                .modifyContent(
                        report,
                        "Training %s: %d models%s".formatted(run.key(), models.size(), repeated ? ", done before" : ""),
                        millis);
        session.transfer(report, hasSignal() ? AutoTrain.SUCCESS : AutoTrain.NO_SIGNAL);
        session.adjustCounter(AutoTrain.MODELS_COUNTER, repeated ? 0 : models.size(), false);
    }

    private static String baseName(final String fileName) {
        final int point = fileName.lastIndexOf('.');
        return point > 0 ? fileName.substring(0, point) : fileName;
    }
}
