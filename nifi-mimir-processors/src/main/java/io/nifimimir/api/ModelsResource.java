/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nifimimir.dataset.DataType;
import io.nifimimir.dataset.Datetimes;
import io.nifimimir.source.RefusedRequestException;
import io.nifimimir.source.RequestObject;
import io.nifimimir.training.ModelTask;
import io.nifimimir.training.TrainingRepository.Deletion;
import io.nifimimir.training.feature.SchemaMismatchException;
import io.nifimimir.training.model.ModelArtifact;
import io.nifimimir.training.model.ModelEntry;
import io.nifimimir.training.model.ModelScorer;
import io.nifimimir.training.model.ModelState;
import io.nifimimir.training.model.Prediction;

import java.io.IOException;
import java.time.DateTimeException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The registry of models, and what they predict. */
final class ModelsResource implements Resource {
    private static final String MODELS = ROOT + "/models";
    private static final String MODEL = MODELS + "/{id}";
    private static final String INPUT = "input_data";

    private final ApiStore store;

    ModelsResource(final ApiStore store) {
        this.store = store;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                new Route("GET", MODELS, this::list),
                new Route("GET", MODEL, call -> ApiAnswer.ok(describe(find(call)))),
                new Route("DELETE", MODEL, this::delete),
                new Route("PATCH", MODEL + "/status", this::changeStatus),
                new Route("POST", MODEL + "/predict", this::predict));
    }

    private ApiAnswer list(final Call call) throws RefusedRequestException {
        call.requireOnly("ontology_id", "active_only");
        final Optional<String> ontology = call.parameter("ontology_id");
        final boolean activeOnly = call.flag("active_only");
        final List<ModelEntry> models = store.modelCatalog().models().stream()
                .filter(model -> ontology.isEmpty() || ontology.get().equals(model.ontologyId()))
                .filter(model -> !activeOnly || model.state() == ModelState.CHAMPION)
                .toList();
        return ApiAnswer.ok(ApiJson.counted("models", models, ModelsResource::describe));
    }

    private ApiAnswer delete(final Call call) throws RefusedRequestException {
        final ModelEntry model = find(call);
        final Deletion deletion = store.modelCatalog()
                .deleteModel(model.id(), call.now())
                .orElseThrow(() -> RefusedRequestException.notFound("id", "There is no such model any more"));
        final ObjectNode answer = ApiJson.object();
        answer.put("message", "Model deleted successfully");
        answer.put("model_id", model.id());
        answer.put("detail", deletion.describe());
        answer.put("active_model_id", deletion.champion().map(ModelEntry::id).orElse(null));
        return ApiAnswer.ok(answer);
    }

    private ApiAnswer changeStatus(final Call call) throws IOException, RefusedRequestException {
        final ModelEntry model = find(call);
        final RequestObject body = call.body();
        body.requireOnly(Set.of("is_active"));
        final boolean active = body.flag("is_active")
                .orElseThrow(
                        () -> RefusedRequestException.unprocessable("is_active", "Missing, expected true or false"));
        if (active == (model.state() == ModelState.CHAMPION)) {
            return ApiAnswer.ok(describe(model));
        }
        if (!active) {
            return ApiAnswer.ok(describe(store.training()
                    .retire(model.ontologyId(), model.target(), call.now())
                    .orElse(model)));
        }
        try {
            return ApiAnswer.ok(describe(
                    store.training().promote(model.ontologyId(), model.target(), model.version(), call.now())));
        } catch (final IllegalArgumentException e) {
            throw RefusedRequestException.unprocessable("is_active", e.getMessage(), e);
        }
    }

    private ApiAnswer predict(final Call call) throws IOException, RefusedRequestException {
        final ModelEntry model = find(call);
        if (model.task() == ModelTask.FORECASTING) {
            throw RefusedRequestException.unprocessable(
                    "id",
                    "The model forecasts time series and predicts no rows; its forecasts are in the training report");
        }
        final RequestObject body = call.body();
        body.requireOnly(Set.of(INPUT));
        final RequestObject input = body.object(INPUT)
                .orElseThrow(
                        () -> RefusedRequestException.unprocessable(INPUT, "Missing, expected an object of values"));
        final ModelArtifact artifact = store.training()
                .findModel(model.id())
                .orElseThrow(() -> RefusedRequestException.notFound("id", "There is no such model any more"));
        try (ModelScorer scorer = ModelScorer.load(artifact)) {
            final Map<String, Object> row = row(input, scorer.requiredColumns());
            final Prediction prediction = scorer.predict(List.of(row)).getFirst();
            return ApiAnswer.ok(
                    describe(model, prediction, scorer.requiredColumns().keySet()));
        } catch (final SchemaMismatchException e) {
            throw RefusedRequestException.unprocessable(INPUT, e.getMessage(), e);
        }
    }

    private static Map<String, Object> row(final RequestObject input, final Map<String, DataType> columns)
            throws RefusedRequestException {
        input.requireOnly(columns.keySet());
        final List<String> missing = columns.keySet().stream()
                .filter(column -> !input.fields().contains(column))
                .sorted()
                .toList();
        if (!missing.isEmpty()) {
            throw RefusedRequestException.unprocessable(
                    INPUT, "Missing are %s; a value that is not known is null".formatted(String.join(", ", missing)));
        }
        final Map<String, Object> row = new HashMap<>();
        for (final Map.Entry<String, DataType> column : columns.entrySet()) {
            final Optional<JsonNode> value = input.value(column.getKey());
            row.put(
                    column.getKey(),
                    value.isEmpty() ? null : cell(input, column.getKey(), column.getValue(), value.get()));
        }
        return row;
    }

    private static Object cell(
            final RequestObject input, final String column, final DataType type, final JsonNode value)
            throws RefusedRequestException {
        final boolean fits = switch (type) {
            case STRING, DATETIME -> value.isTextual();
            case NUMERIC -> value.isNumber();
            case BOOLEAN -> value.isBoolean();
        };
        if (!fits) {
            throw input.wrongType(column, "a value of type " + type.wireName(), value);
        }
        try {
            return switch (type) {
                case STRING -> value.textValue();
                case DATETIME -> Datetimes.ofText(value.textValue());
                case BOOLEAN -> value.booleanValue();
                case NUMERIC ->
                    value.isIntegralNumber() && value.canConvertToLong()
                            ? (Object) value.longValue()
                            : (Object) value.doubleValue();
            };
        } catch (final DateTimeException | IndexOutOfBoundsException e) {
            throw RefusedRequestException.unprocessable(
                    input.name(column),
                    "Expected a date or a time by ISO 8601, found [%s]".formatted(value.asText()),
                    e);
        }
    }

    private ModelEntry find(final Call call) throws RefusedRequestException {
        return store.modelCatalog()
                .model(call.path("id"))
                .orElseThrow(() ->
                        RefusedRequestException.notFound("id", "There is no model [%s]".formatted(call.path("id"))));
    }

    private static ObjectNode describe(
            final ModelEntry model, final Prediction prediction, final Set<String> features) {
        final ObjectNode body = ApiJson.object();
        body.put("model_id", model.id());
        body.put("target_property", model.target());
        if (prediction.label() != null) {
            body.put("predicted_class", prediction.label());
            body.put("confidence", prediction.probabilities().get(prediction.label()));
            final ObjectNode probabilities = body.putObject("probabilities");
            prediction.probabilities().forEach(probabilities::put);
        } else {
            body.put("predicted_value", prediction.value());
            body.put("confidence_lower", prediction.lower());
            body.put("confidence_upper", prediction.upper());
        }
        body.set("input_features", ApiJson.texts(features.stream().sorted().toList()));
        return body;
    }

    private static ObjectNode describe(final ModelEntry model) {
        final ObjectNode body = ApiJson.object();
        body.put("id", model.id());
        body.put("ontology_id", model.ontologyId());
        body.put("name", "%s v%d".formatted(model.target(), model.version()));
        body.put("target_property", model.target());
        body.put("version", model.version());
        body.put("model_type", model.task().wireName());
        body.put("algorithm", model.learner());
        body.put("is_active", model.state() == ModelState.CHAMPION);
        body.put("state", model.state().wireName());
        body.put("reason", model.reason());
        final ObjectNode metrics = body.putObject("metrics");
        model.metrics().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(metric -> metrics.put(metric.getKey(), metric.getValue()));
        body.put("created_at", ApiJson.time(model.createdAt()));
        body.put("promoted_at", ApiJson.time(model.promotedAt()));
        return body;
    }
}
