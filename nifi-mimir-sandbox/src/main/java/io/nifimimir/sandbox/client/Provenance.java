/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.client;

import com.fasterxml.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Questions to the provenance repository. Events show up some moments after they happened: wait for them. */
public final class Provenance {

    private static final Duration QUERY_DEADLINE = Duration.ofSeconds(60);
    private static final int MAX_EVENTS = 1000;

    private final RestConnection connection;

    Provenance(final RestConnection connection) {
        this.connection = connection;
    }

    /** The newest events of a component, newest first. */
    public List<ProvenanceEvent> ofComponent(final String componentId) {
        return query(Map.of("ProcessorID", componentId));
    }

    /** The events of a FlowFile, newest first. */
    public List<ProvenanceEvent> ofFlowFile(final String uuid) {
        return query(Map.of("FlowFileUUID", uuid));
    }

    /** The newest events where these fields have these values: EventType, FlowFileUUID, Filename, ProcessorID, Relationship. */
    public List<ProvenanceEvent> query(final Map<String, String> fields) {
        final Map<String, Object> terms = new LinkedHashMap<>();
        fields.forEach((field, value) -> terms.put(field, Map.of("value", value, "inverse", false)));
        final Map<String, Object> request =
                Map.of("maxResults", MAX_EVENTS, "summarize", false, "incrementalResults", false, "searchTerms", terms);
        final JsonNode finished = connection.runInBackground(
                "provenance", Map.of("provenance", Map.of("request", request)), "provenance", QUERY_DEADLINE);
        return RestConnection.readAll(finished.path("results").path("provenanceEvents"), ProvenanceEvent.class);
    }

    /** The content as it was after the event, where the content repository still has it. */
    public byte[] outputContent(final ProvenanceEvent event) {
        return connection.getBytes("provenance-events/%s/content/output".formatted(event.id()));
    }
}
