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
import java.util.stream.StreamSupport;

/** Creates, changes, enables and verifies controller services. */
public final class ControllerServices {

    private static final Duration STATE_DEADLINE = Duration.ofSeconds(60);

    private final RestConnection connection;

    ControllerServices(final RestConnection connection) {
        this.connection = connection;
    }

    public ControllerService create(
            final String groupId,
            final String type,
            final Bundle bundle,
            final String name,
            final Map<String, String> properties) {
        return ControllerService.from(connection.post(
                "process-groups/%s/controller-services".formatted(groupId),
                Entity.create(Map.of("type", type, "bundle", bundle, "name", name, "properties", properties))));
    }

    public ControllerService get(final String id) {
        return ControllerService.from(entity(id));
    }

    /** All services of a group and of the groups in it, less those that it inherits. */
    public List<ControllerService> list(final String groupId) {
        final JsonNode services = connection.get(
                "flow/process-groups/%s/controller-services?includeAncestorGroups=false&includeDescendantGroups=true"
                        .formatted(groupId));
        return StreamSupport.stream(services.path("controllerServices").spliterator(), false)
                .map(ControllerService::from)
                .toList();
    }

    public ControllerService setProperties(final String id, final Map<String, String> properties) {
        return ControllerService.from(connection.put(
                "controller-services/" + id, Entity.update(entity(id), Map.of("properties", properties))));
    }

    public void enable(final String id) {
        beginEnabling(id);
        Await.until("service %s to enable".formatted(id), STATE_DEADLINE, () -> get(id), ControllerService::isEnabled);
    }

    /** Asks for a service to be enabled, and does not wait until it is: NiFi goes on trying where it fails. */
    public void beginEnabling(final String id) {
        Await.until(
                "validation of service " + id,
                STATE_DEADLINE,
                () -> get(id),
                service -> !"VALIDATING".equals(service.validationStatus()));
        runStatus(id, "ENABLED");
    }

    /** Disables a service; what refers to it must have been stopped. */
    public void disable(final String id) {
        runStatus(id, "DISABLED");
        Await.until(
                "service %s to disable".formatted(id), STATE_DEADLINE, () -> get(id), ControllerService::isDisabled);
    }

    /** Enables the services of a group and of the groups in it, and waits until they are. */
    public void enableAll(final String groupId) {
        list(groupId)
                .forEach(service -> Await.until(
                        "validation of service " + service.name(),
                        STATE_DEADLINE,
                        () -> get(service.id()),
                        seen -> !"VALIDATING".equals(seen.validationStatus())));
        activate(groupId, "ENABLED");
        Await.until(
                "services to enable",
                STATE_DEADLINE,
                () -> list(groupId),
                services -> services.stream().allMatch(ControllerService::isEnabled));
    }

    /** Disables the services of a group and of the groups in it; their processors must have been stopped. */
    public void disableAll(final String groupId) {
        activate(groupId, "DISABLED");
        Await.until(
                "services to disable",
                STATE_DEADLINE,
                () -> list(groupId),
                services -> services.stream().allMatch(ControllerService::isDisabled));
    }

    /** What the service says of its configuration as it stands. */
    public List<VerificationStep> verify(final String id) {
        return Verification.run(
                connection,
                "controller-services/%s/config/verification-requests".formatted(id),
                id,
                get(id).properties(),
                Map.of(),
                STATE_DEADLINE);
    }

    public void delete(final String id) {
        connection.delete("controller-services/" + id + Entity.versionQuery(entity(id)));
    }

    private void activate(final String groupId, final String state) {
        connection.put(
                "flow/process-groups/%s/controller-services".formatted(groupId), Map.of("id", groupId, "state", state));
    }

    private void runStatus(final String id, final String state) {
        connection.put("controller-services/%s/run-status".formatted(id), Entity.runStatus(entity(id), state));
    }

    private JsonNode entity(final String id) {
        return connection.get("controller-services/" + id);
    }
}
