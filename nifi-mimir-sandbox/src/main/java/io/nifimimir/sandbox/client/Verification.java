/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.client;

import com.fasterxml.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A component's verification of its configuration, the same for processors and services. */
final class Verification {

    private Verification() {}

    static List<VerificationStep> run(
            final RestConnection connection,
            final String path,
            final String componentId,
            final Map<String, String> properties,
            final Map<String, String> attributes,
            final Duration deadline) {
        final Map<String, Object> request =
                Map.of("componentId", componentId, "properties", properties, "attributes", attributes);
        final JsonNode finished = connection.runInBackground(path, Map.of("request", request), "request", deadline);
        return RestConnection.readAll(finished.path("results"), VerificationStep.class);
    }
}
