/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nifimimir.dataset.Sha256;
import io.nifimimir.source.RefusedRequestException;
import io.nifimimir.source.TrainingRequests.Acceptance;
import io.nifimimir.source.TrainingRequests.Entry;
import io.nifimimir.source.TrainingRequests.Order;
import io.nifimimir.training.TrainingRepository.TrainingRun;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;

/** Trainings: those that are asked for, those under way, and those that are done. */
final class TrainingResource implements Resource {
    private static final String REQUESTS = ROOT + "/training/requests";
    private static final int DEFAULT_RUNS = 50;
    private static final int LONGEST_KEY = 255;

    private final ApiStore store;

    TrainingResource(final ApiStore store) {
        this.store = store;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                new Route("POST", ROOT + "/ontology/{id}/auto-train", this::train),
                new Route("GET", REQUESTS + "/{id}", this::request),
                new Route("GET", ROOT + "/training/runs", this::runs),
                new Route("GET", ROOT + "/training/runs/{key}", this::run));
    }

    private ApiAnswer train(final Call call) throws IOException, RefusedRequestException {
        call.requireOnly();
        final String key = call.request().header("idempotency-key").strip();
        if (key.length() > LONGEST_KEY) {
            throw new RefusedRequestException(
                    RefusedRequestException.BAD_REQUEST,
                    "Idempotency-Key",
                    "Expected at most %d characters, found %d".formatted(LONGEST_KEY, key.length()));
        }
        final Order order =
                new Order(call.request().id(), key.isEmpty() ? null : key, call.path("id"), digest(call.request()));
        return switch (store.requests().accept(order, call.now())) {
            case Acceptance.New() -> begin(call);
            case Acceptance.Repetition(final Entry earlier) ->
                earlier.isCompleted()
                        ? new ApiAnswer.Response(earlier.status(), ApiJson.parse(earlier.answer()), "")
                        : accepted(earlier.order().id());
            case Acceptance.KeyInUse() ->
                throw RefusedRequestException.unprocessable(
                        "Idempotency-Key", "The key belongs to an earlier request that asked for something else");
        };
    }

    private static ApiAnswer begin(final Call call) {
        final boolean later = Arrays.stream(call.request().header("prefer").split(","))
                .map(String::strip)
                .anyMatch("respond-async"::equalsIgnoreCase);
        final ApiAnswer.Training training =
                new ApiAnswer.Training(call.request().id(), call.path("id"), !later);
        return later ? new ApiAnswer.TrainingLater(training, accepted(training.requestId())) : training;
    }

    private static ApiAnswer.Response accepted(final String requestId) {
        final ObjectNode body = ApiJson.object();
        body.put("message", "The training is under way");
        body.put("id", requestId);
        body.put("status", "running");
        body.put("status_url", REQUESTS + "/" + requestId);
        return new ApiAnswer.Response(202, body, REQUESTS + "/" + requestId);
    }

    private ApiAnswer request(final Call call) throws RefusedRequestException {
        call.requireOnly();
        final Entry entry = store.requests()
                .find(call.path("id"))
                .orElseThrow(() -> RefusedRequestException.notFound(
                        "id", "There is no training request [%s]".formatted(call.path("id"))));
        final ObjectNode body = ApiJson.object();
        body.put("id", entry.order().id());
        body.put("ontology_id", entry.order().ontologyId());
        body.put("accepted_at", ApiJson.time(entry.acceptedAt()));
        body.put("completed_at", ApiJson.time(entry.completedAt()));
        if (entry.isCompleted()) {
            final boolean succeeded = entry.status() < 300;
            body.put("status", succeeded ? "succeeded" : "failed");
            body.put("http_status", entry.status());
            body.set(succeeded ? "report" : "failure", ApiJson.parse(entry.answer()));
        } else {
            body.put("status", "running");
        }
        return ApiAnswer.data(body);
    }

    private ApiAnswer runs(final Call call) throws RefusedRequestException {
        call.requireOnly("ontology_id", "limit");
        final String ontology = call.parameter("ontology_id").orElse(null);
        final List<TrainingRun> runs = store.modelCatalog().runs(call.limit(DEFAULT_RUNS)).stream()
                .filter(run -> ontology == null || run.ontologyId().equals(ontology))
                .toList();
        return ApiAnswer.data(ApiJson.counted("runs", runs, TrainingResource::describe));
    }

    private ApiAnswer run(final Call call) throws RefusedRequestException {
        call.requireOnly();
        final TrainingRun run = store.training()
                .findRun(call.path("key"))
                .orElseThrow(() -> RefusedRequestException.notFound(
                        "key", "There is no training [%s]".formatted(call.path("key"))));
        final ObjectNode body = describe(run);
        body.set("report", ApiJson.parse(run.reportJson()));
        return ApiAnswer.data(body);
    }

    private static ObjectNode describe(final TrainingRun run) {
        final ObjectNode body = ApiJson.object();
        body.put("training_key", run.key());
        body.put("ontology_id", run.ontologyId());
        body.put("data_fingerprint", run.dataFingerprint());
        body.put("row_count", run.rowCount());
        body.put("column_count", run.columnCount());
        body.put("completed_at", ApiJson.time(run.completedAt()));
        return body;
    }

    private static String digest(final ApiRequest request) throws IOException {
        try (InputStream body = request.body().open()) {
            return Sha256.hex(body);
        }
    }
}
