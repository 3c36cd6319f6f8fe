/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.client;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.List;
import java.util.Map;

/** A controller service, its configuration and its state. Properties that are not set are absent. */
public record ControllerService(
        String id,
        String groupId,
        String name,
        String type,
        Bundle bundle,
        String state,
        String validationStatus,
        List<String> validationErrors,
        Map<String, String> properties) {

    public ControllerService {
        validationErrors = List.copyOf(validationErrors);
        properties = Map.copyOf(properties);
    }

    static ControllerService from(final JsonNode entity) {
        final JsonNode component = entity.path("component");
        return new ControllerService(
                entity.path("id").asText(),
                component.path("parentGroupId").asText(),
                component.path("name").asText(),
                component.path("type").asText(),
                RestConnection.read(component.path("bundle"), Bundle.class),
                component.path("state").asText(),
                component.path("validationStatus").asText(),
                Entity.list(component.path("validationErrors")),
                Entity.texts(component.path("properties")));
    }

    public boolean isEnabled() {
        return "ENABLED".equals(state);
    }

    public boolean isDisabled() {
        return "DISABLED".equals(state);
    }
}
