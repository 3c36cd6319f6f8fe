/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dashboard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** Puts together what is known of a model: its place in the registry, and what the report of its training says of it. */
final class ModelViews {
    private static final String NO_REPORT = "{}";

    private final DashboardRepository repository;

    ModelViews(final DashboardRepository repository) {
        this.repository = repository;
    }

    /**
     * A model with all that is known of it.
     *
     * @param provenance where it comes from
     * @param versions of the same target, the newest first
     * @param training what its report says of the training as a whole; empty where the report is not there any more
     * @param report what that report says of the model; empty too where it says nothing
     */
    record ModelView(
            ModelRow model, JsonNode provenance, List<ModelRow> versions, TrainingView training, JsonNode report) {}

    /** What is known of a training. */
    record TrainingView(
            String key,
            long rowCount,
            long columnCount,
            String summary,
            JsonNode consideredTargets,
            JsonNode failedModels) {}

    Optional<ModelView> find(final String id) {
        return repository.model(id).map(this::view);
    }

    private ModelView view(final ModelRow model) {
        final JsonNode provenance = parse(model.provenance());
        final String key = provenance.path("training_key").asText("");
        final JsonNode training = parse(repository.trainingReport(key).orElse(NO_REPORT));
        JsonNode report = ViewJson.MAPPER.createObjectNode();
        for (final JsonNode trained : training.path("trained_models")) {
            report = trained.path("model_id").asText().equals(model.id()) ? trained : report;
        }
        return new ModelView(
                model,
                provenance,
                repository.versions(model.ontology(), model.target()),
                new TrainingView(
                        key,
                        training.path("row_count").asLong(),
                        training.path("column_count").asLong(),
                        training.path("summary").asText(""),
                        training.path("considered_targets"),
                        training.path("failed_models")),
                report);
    }

    private static JsonNode parse(final String json) {
        try {
            return ViewJson.MAPPER.readTree(json);
        } catch (final JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
