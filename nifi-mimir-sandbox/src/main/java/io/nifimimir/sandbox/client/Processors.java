/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.nifimimir.sandbox.Await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

/** Creates, changes, runs and verifies processors. */
public final class Processors {

    private static final Duration VERIFICATION_DEADLINE = Duration.ofMinutes(2);
    private static final Duration STATE_DEADLINE = Duration.ofSeconds(60);

    private final RestConnection connection;

    Processors(final RestConnection connection) {
        this.connection = connection;
    }

    public Processor create(
            final String groupId,
            final String type,
            final Bundle bundle,
            final String name,
            final Position position,
            final Map<String, String> properties) {
        return Processor.from(connection.post(
                "process-groups/%s/processors".formatted(groupId),
                Entity.create(Map.of(
                        "type", type,
                        "bundle", bundle,
                        "name", name,
                        "position", position,
                        "config", Map.of("properties", properties)))));
    }

    public Processor get(final String id) {
        return Processor.from(entity(id));
    }

    /** All processors of a group and of the groups in it. */
    public List<Processor> list(final String groupId) {
        final JsonNode processors =
                connection.get("process-groups/%s/processors?includeDescendantGroups=true".formatted(groupId));
        return StreamSupport.stream(processors.path("processors").spliterator(), false)
                .map(Processor::from)
                .toList();
    }

    /** The one processor of that name in a group and the groups in it. */
    public Processor named(final String groupId, final String name) {
        final List<Processor> found = list(groupId).stream()
                .filter(processor -> processor.name().equals(name))
                .toList();
        if (found.size() != 1) {
            throw new IllegalStateException("%d processors are named %s".formatted(found.size(), name));
        }
        return found.getFirst();
    }

    public Processor setProperties(final String id, final Map<String, String> properties) {
        return configure(id, Map.of("properties", properties));
    }

    public Processor schedule(final String id, final String strategy, final String period) {
        return configure(id, Map.of("schedulingStrategy", strategy, "schedulingPeriod", period));
    }

    public Processor autoTerminate(final String id, final Set<String> relationships) {
        return configure(id, Map.of("autoTerminatedRelationships", relationships));
    }

    /** Any part of the configuration by the name that the REST API gives it. */
    public Processor configure(final String id, final Map<String, ?> config) {
        return Processor.from(connection.put("processors/" + id, Entity.update(entity(id), Map.of("config", config))));
    }

    public void start(final String id) {
        awaitValidated(id);
        runStatus(id, "RUNNING");
    }

    /** Stops a processor and waits until none of its threads is at work. */
    public void stop(final String id) {
        runStatus(id, "STOPPED");
        awaitStopped(id);
    }

    /** Triggers a processor once and waits until it is done. */
    public void runOnce(final String id) {
        awaitValidated(id);
        runStatus(id, "RUN_ONCE");
        awaitStopped(id);
    }

    /** What the processor says of its configuration as it stands. */
    public List<VerificationStep> verify(final String id, final Map<String, String> attributes) {
        final Processor processor = get(id);
        return Verification.run(
                connection,
                "processors/%s/config/verification-requests".formatted(id),
                id,
                processor.properties(),
                attributes,
                VERIFICATION_DEADLINE);
    }

    public void delete(final String id) {
        connection.delete("processors/" + id + Entity.versionQuery(entity(id)));
    }

    private void runStatus(final String id, final String state) {
        connection.put("processors/%s/run-status".formatted(id), Entity.runStatus(entity(id), state));
    }

    /** NiFi validates in the background, and refuses to start what it has not come to yet. */
    private void awaitValidated(final String id) {
        Await.until(
                "validation of processor " + id,
                STATE_DEADLINE,
                () -> get(id),
                processor -> !"VALIDATING".equals(processor.validationStatus()));
    }

    private void awaitStopped(final String id) {
        Await.until(
                "processor %s to stop".formatted(id),
                STATE_DEADLINE,
                () -> get(id),
                processor -> "STOPPED".equals(processor.state()) && processor.activeThreads() == 0);
    }

    private JsonNode entity(final String id) {
        return connection.get("processors/" + id);
    }
}
