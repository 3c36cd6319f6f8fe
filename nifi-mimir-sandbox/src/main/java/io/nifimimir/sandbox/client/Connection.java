/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.client;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.List;

/** A connection and what waits in its queue. */
public record Connection(
        String id,
        String groupId,
        String name,
        String sourceId,
        String sourceName,
        String destinationId,
        String destinationName,
        List<String> selectedRelationships,
        int queuedCount,
        long queuedBytes) {

    public Connection {
        selectedRelationships = List.copyOf(selectedRelationships);
    }

    static Connection from(final JsonNode entity) {
        final JsonNode component = entity.path("component");
        final JsonNode source = component.path("source");
        final JsonNode destination = component.path("destination");
        final JsonNode snapshot = entity.path("status").path("aggregateSnapshot");
        return new Connection(
                entity.path("id").asText(),
                component.path("parentGroupId").asText(),
                component.path("name").asText(),
                source.path("id").asText(),
                source.path("name").asText(),
                destination.path("id").asText(),
                destination.path("name").asText(),
                Entity.list(component.path("selectedRelationships")),
                snapshot.path("flowFilesQueued").asInt(),
                snapshot.path("bytesQueued").asLong());
    }
}
