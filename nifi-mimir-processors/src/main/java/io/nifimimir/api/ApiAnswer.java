/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nifimimir.source.RefusedRequestException;

/** What becomes of a request. */
public sealed interface ApiAnswer {

    /**
     * An answer from the store.
     *
     * @param status of HTTP
     * @param location address of what the answer is about; empty for none
     */
    record Response(int status, JsonNode body, String location) implements ApiAnswer {}

    /**
     * A training, which the flow carries out.
     *
     * @param requestId the same for a repetition by NiFi
     * @param waiting whether the client waits for the report
     */
    record Training(String requestId, String ontologyId, boolean waiting) implements ApiAnswer {}

    /** A training that nobody waits for: the response says where to ask about it. */
    record TrainingLater(Training training, Response response) implements ApiAnswer {}

    static Response ok(final JsonNode body) {
        return new Response(200, body, "");
    }

    /** {@code {"success": true, "data": ...}}. */
    static Response data(final JsonNode data) {
        final ObjectNode body = ApiJson.object();
        body.put("success", true);
        body.set("data", data);
        return ok(body);
    }

    /** {@code {"success": true, "data": {"message": ...}}}. */
    static Response done(final String message) {
        return data(ApiJson.object().put("message", message));
    }

    /** {@code {"error": ..., "status": "error"}}, with the field that is at fault. */
    static Response error(final int status, final String field, final String message) {
        final ObjectNode body = ApiJson.object();
        body.put("error", message);
        body.put("status", "error");
        if (!field.isEmpty()) {
            body.put("field", field);
        }
        return new Response(status, body, "");
    }

    static Response error(final RefusedRequestException refusal) {
        return error(refusal.status(), refusal.field(), refusal.getMessage());
    }
}
