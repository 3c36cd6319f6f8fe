/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.nifimimir.sandbox.Await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Connections, and what waits in their queues. */
public final class Connections {

    private static final Duration LISTING_DEADLINE = Duration.ofSeconds(60);

    private final RestConnection connection;

    Connections(final RestConnection connection) {
        this.connection = connection;
    }

    public Connection create(final Processor source, final Processor destination, final String... relationships) {
        return create(source.groupId(), Endpoint.of(source), Endpoint.of(destination), Set.of(relationships));
    }

    /** Connects any two ends; a port has no relationships. */
    public Connection create(
            final String groupId, final Endpoint source, final Endpoint destination, final Set<String> relationships) {
        final Map<String, Object> component = new LinkedHashMap<>();
        component.put("source", source.toWire());
        component.put("destination", destination.toWire());
        if (!relationships.isEmpty()) {
            component.put("selectedRelationships", relationships);
        }
        return Connection.from(
                connection.post("process-groups/%s/connections".formatted(groupId), Entity.create(component)));
    }

    public Connection get(final String id) {
        return Connection.from(connection.get("connections/" + id));
    }

    /** All connections of a group and of the groups in it. */
    public List<Connection> list(final String groupId) {
        final List<Connection> all = new ArrayList<>();
        connection
                .get("process-groups/%s/connections".formatted(groupId))
                .path("connections")
                .forEach(entity -> all.add(Connection.from(entity)));
        connection
                .get("process-groups/%s/process-groups".formatted(groupId))
                .path("processGroups")
                .forEach(group -> all.addAll(list(group.path("id").asText())));
        return all;
    }

    /** The one connection between processors of these names in a group and the groups in it. */
    public Connection between(final String groupId, final String sourceName, final String destinationName) {
        final List<Connection> found = list(groupId).stream()
                .filter(connection -> connection.sourceName().equals(sourceName)
                        && connection.destinationName().equals(destinationName))
                .toList();
        if (found.size() != 1) {
            throw new IllegalStateException(
                    "%d connections lead from %s to %s".formatted(found.size(), sourceName, destinationName));
        }
        return found.getFirst();
    }

    /** Waits until at least so many FlowFiles are queued. */
    public Connection awaitQueued(final String id, final int count, final Duration deadline) {
        return Await.until(
                "%d queued FlowFiles in connection %s".formatted(count, id),
                deadline,
                () -> get(id),
                seen -> seen.queuedCount() >= count);
    }

    /** The FlowFiles at the head of a queue, with their attributes. NiFi lists at most a hundred. */
    public List<QueuedFlowFile> flowFiles(final String id) {
        final JsonNode listing = connection.runInBackground(
                "flowfile-queues/%s/listing-requests".formatted(id), Map.of(), "listingRequest", LISTING_DEADLINE);
        final List<QueuedFlowFile> flowFiles = new ArrayList<>();
        for (final JsonNode summary : listing.path("flowFileSummaries")) {
            final JsonNode detail = connection.get("flowfile-queues/%s/flowfiles/%s"
                    .formatted(id, summary.path("uuid").asText()));
            flowFiles.add(RestConnection.read(detail.path("flowFile"), QueuedFlowFile.class));
        }
        return flowFiles;
    }

    public byte[] content(final String id, final QueuedFlowFile flowFile) {
        if (flowFile.size() == 0) {
            // NiFi 2.3 answers 409 to this: its provenance event of the download wants a size that an empty one lacks
            return new byte[0];
        }
        return connection.getBytes("flowfile-queues/%s/flowfiles/%s/content".formatted(id, flowFile.uuid()));
    }

    /** Throws away all that waits in a queue. */
    public void empty(final String id) {
        connection.runInBackground(
                "flowfile-queues/%s/drop-requests".formatted(id), Map.of(), "dropRequest", LISTING_DEADLINE);
    }

    public void delete(final String id) {
        final JsonNode entity = connection.get("connections/" + id);
        connection.delete("connections/" + id + Entity.versionQuery(entity));
    }
}
