/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.nifimimir.sandbox.Await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Process groups: import and export of flow definitions, start and stop, status. */
public final class ProcessGroups {

    private static final Duration STATE_DEADLINE = Duration.ofSeconds(60);

    private final RestConnection connection;

    ProcessGroups(final RestConnection connection) {
        this.connection = connection;
    }

    /** The identifier of the group that is the whole canvas. */
    public String rootId() {
        return connection
                .get("flow/process-groups/root")
                .path("processGroupFlow")
                .path("id")
                .asText();
    }

    public ProcessGroup create(final String parentId, final String name, final Position position) {
        return ProcessGroup.from(connection.post(
                "process-groups/%s/process-groups".formatted(parentId),
                Entity.create(Map.of("name", name, "position", position))));
    }

    /** Imports a flow definition as a new group; its parameter contexts and services come with it. */
    public ProcessGroup upload(
            final String parentId, final String name, final Position position, final Path flowDefinition) {
        try {
            return upload(parentId, name, position, Files.readAllBytes(flowDefinition));
        } catch (final IOException e) {
            throw new UncheckedIOException("Reading the flow definition " + flowDefinition, e);
        }
    }

    public ProcessGroup upload(
            final String parentId, final String name, final Position position, final byte[] flowDefinition) {
        return ProcessGroup.from(connection.postForm(
                "process-groups/%s/process-groups/upload".formatted(parentId),
                Map.of(
                        "groupName", name,
                        "positionX", String.valueOf(position.x()),
                        "positionY", String.valueOf(position.y()),
                        "clientId", Entity.clientId()),
                "flow.json",
                flowDefinition));
    }

    /** The flow definition of a group, as the canvas downloads it, with the services from above that it refers to. */
    public byte[] download(final String id) {
        return connection.getBytes("process-groups/%s/download?includeReferencedServices=true".formatted(id));
    }

    public String downloadText(final String id) {
        return new String(download(id), StandardCharsets.UTF_8);
    }

    public ProcessGroup get(final String id) {
        return ProcessGroup.from(entity(id));
    }

    /** The groups right in a group. */
    public List<ProcessGroup> children(final String parentId) {
        final JsonNode groups = connection.get("process-groups/%s/process-groups".formatted(parentId));
        return StreamSupport.stream(groups.path("processGroups").spliterator(), false)
                .map(ProcessGroup::from)
                .toList();
    }

    public void setParameterContext(final String id, final String parameterContextId) {
        connection.put(
                "process-groups/" + id,
                Entity.update(entity(id), Map.of("parameterContext", Map.of("id", parameterContextId))));
    }

    /** Starts all that can run in a group and in the groups in it. Its services must have been enabled. */
    public void start(final String id) {
        schedule(id, "RUNNING");
    }

    /** Stops a group and the groups in it, and waits until no thread is at work in them. */
    public void stop(final String id) {
        schedule(id, "STOPPED");
        Await.until("group %s to stop".formatted(id), STATE_DEADLINE, () -> get(id), group -> group.running() == 0);
        Await.until(
                "threads of group %s to end".formatted(id),
                STATE_DEADLINE,
                () -> status(id),
                seen -> seen.activeThreadCount() == 0);
    }

    public GroupStatus status(final String id) {
        final JsonNode status = connection.get("flow/process-groups/%s/status?recursive=true".formatted(id));
        return RestConnection.read(status.path("processGroupStatus").path("aggregateSnapshot"), GroupStatus.class);
    }

    public Port createInputPort(final String groupId, final String name, final Position position) {
        return createPort(groupId, "input-ports", Endpoint.Type.INPUT_PORT, name, position);
    }

    public Port createOutputPort(final String groupId, final String name, final Position position) {
        return createPort(groupId, "output-ports", Endpoint.Type.OUTPUT_PORT, name, position);
    }

    /** The input ports right in a group. */
    public List<Port> inputPorts(final String groupId) {
        final JsonNode ports = connection.get("process-groups/%s/input-ports".formatted(groupId));
        return StreamSupport.stream(ports.path("inputPorts").spliterator(), false)
                .map(port -> new Port(
                        port.path("id").asText(),
                        groupId,
                        port.path("component").path("name").asText(),
                        Endpoint.Type.INPUT_PORT))
                .toList();
    }

    private Port createPort(
            final String groupId,
            final String kind,
            final Endpoint.Type type,
            final String name,
            final Position position) {
        final JsonNode entity = connection.post(
                "process-groups/%s/%s".formatted(groupId, kind),
                Entity.create(Map.of("name", name, "position", position)));
        return new Port(entity.path("id").asText(), groupId, name, type);
    }

    /** Throws away all that waits in the queues of a group and of the groups in it. */
    public void emptyQueues(final String id) {
        connection.runInBackground(
                "process-groups/%s/empty-all-connections-requests".formatted(id),
                Map.of(),
                "dropRequest",
                STATE_DEADLINE);
    }

    /** Removes a group with all that is in it, queued data too: stops, disables, empties, deletes. */
    public void delete(final String id) {
        stop(id);
        new ControllerServices(connection).disableAll(id);
        emptyQueues(id);
        connection.delete("process-groups/" + id + Entity.versionQuery(entity(id)));
    }

    private void schedule(final String id, final String state) {
        connection.put("flow/process-groups/" + id, Map.of("id", id, "state", state));
    }

    private JsonNode entity(final String id) {
        return connection.get("process-groups/" + id);
    }
}
