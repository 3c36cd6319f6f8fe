/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.client;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** A processor on the canvas, its configuration and what it is doing. Properties that are not set are absent. */
public record Processor(
        String id,
        String groupId,
        String name,
        String type,
        Bundle bundle,
        String state,
        String validationStatus,
        List<String> validationErrors,
        List<String> relationships,
        Map<String, String> properties,
        boolean extensionMissing,
        int activeThreads) {

    public Processor {
        validationErrors = List.copyOf(validationErrors);
        relationships = List.copyOf(relationships);
        properties = Map.copyOf(properties);
    }

    static Processor from(final JsonNode entity) {
        final JsonNode component = entity.path("component");
        return new Processor(
                entity.path("id").asText(),
                component.path("parentGroupId").asText(),
                component.path("name").asText(),
                component.path("type").asText(),
                RestConnection.read(component.path("bundle"), Bundle.class),
                component.path("state").asText(),
                component.path("validationStatus").asText(),
                Entity.list(component.path("validationErrors")),
                StreamSupport.stream(component.path("relationships").spliterator(), false)
                        .map(relationship -> relationship.path("name").asText())
                        .toList(),
                Entity.texts(component.path("config").path("properties")),
                component.path("extensionMissing").asBoolean(),
                entity.path("status")
                        .path("aggregateSnapshot")
                        .path("activeThreadCount")
                        .asInt());
    }

    public boolean isValid() {
        return "VALID".equals(validationStatus);
    }

    public boolean isRunning() {
        return "RUNNING".equals(state);
    }
}
