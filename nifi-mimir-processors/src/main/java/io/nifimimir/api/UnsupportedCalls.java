/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.api;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Calls of the original system that are not served, with what takes their place: none is answered with a success that it was not. */
final class UnsupportedCalls implements Resource {
    private static final String TRAIN =
            "Send the data with POST /api/v1/ontology/{id}/auto-train, as data_source of type direct";

    private static final String RUNS = "Ask for GET /api/v1/scheduler/jobs/{id}/logs";

    private static final String ANOMALIES = "Anomalies are alerts: ask for GET /api/v1/monitoring/alerts";

    private static final String UPLOADS =
            "Put the file below a folder that may be read, and name it in POST /api/v1/ontology/{id}/auto-train";

    private static final Map<String, String> CALLS = Map.ofEntries(
            Map.entry("POST /auto-train-with-data", TRAIN),
            Map.entry("POST /models/train", TRAIN),
            Map.entry(
                    "POST /ontology/{id}/train-for-goal",
                    "Name the column: POST /api/v1/ontology/{id}/auto-train with the option target_column"),
            Map.entry(
                    "GET /ontology/{id}/ml-capabilities",
                    "Which columns can be predicted is in the training report, under considered_targets"),
            Map.entry(
                    "GET /ontology/{id}/ml-suggestions",
                    "Which columns can be predicted is in the training report, under considered_targets"),
            Map.entry("GET /jobs", RUNS),
            Map.entry("GET /jobs/{id}", RUNS),
            Map.entry("POST /jobs/{id}/stop", "Stop the processor in NiFi; a run is given back then, and is due again"),
            Map.entry("GET /logs/executions", RUNS),
            Map.entry("GET /logs/executions/{id}", RUNS),
            Map.entry("GET /anomalies", ANOMALIES),
            Map.entry("PATCH /anomalies/{id}", ANOMALIES),
            Map.entry("POST /data/upload", UPLOADS),
            Map.entry("POST /data/preview", UPLOADS),
            Map.entry("POST /data/import", UPLOADS));

    @Override
    public List<Route> routes() {
        return CALLS.entrySet().stream().flatMap(UnsupportedCalls::route).toList();
    }

    private static Stream<Route> route(final Map.Entry<String, String> call) {
        final String[] parts = call.getKey().split(" ", 2);
        final String reason = "This call is not supported. " + call.getValue();
        return Stream.of(new Route(parts[0], ROOT + parts[1], asked -> unsupported(reason)));
    }

    private static ApiAnswer unsupported(final String reason) {
        return new ApiAnswer.Response(501, ApiJson.object().put("error", reason).put("status", "unsupported"), "");
    }
}
