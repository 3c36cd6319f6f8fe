/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.client;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Optional;

/** A process group and how many of its components, and of those in the groups in it, are in which state. */
public record ProcessGroup(
        String id,
        String parentId,
        String name,
        Optional<String> parameterContextId,
        int running,
        int stopped,
        int invalid,
        int disabled) {

    static ProcessGroup from(final JsonNode entity) {
        final JsonNode component = entity.path("component");
        return new ProcessGroup(
                entity.path("id").asText(),
                component.path("parentGroupId").asText(),
                component.path("name").asText(),
                Optional.ofNullable(
                        component.path("parameterContext").path("id").textValue()),
                entity.path("runningCount").asInt(),
                entity.path("stoppedCount").asInt(),
                entity.path("invalidCount").asInt(),
                entity.path("disabledCount").asInt());
    }
}
