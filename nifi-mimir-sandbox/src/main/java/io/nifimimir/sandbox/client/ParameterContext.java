/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.client;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.LinkedHashMap;
import java.util.Map;

/** A parameter context and its values; NiFi does not tell those of sensitive parameters, which are absent here. */
public record ParameterContext(String id, String name, Map<String, String> values) {

    public ParameterContext {
        values = Map.copyOf(values);
    }

    static ParameterContext from(final JsonNode entity) {
        final JsonNode component = entity.path("component");
        final Map<String, String> values = new LinkedHashMap<>();
        for (final JsonNode wrapper : component.path("parameters")) {
            final JsonNode parameter = wrapper.path("parameter");
            if (!parameter.path("sensitive").asBoolean() && parameter.hasNonNull("value")) {
                values.put(
                        parameter.path("name").asText(), parameter.path("value").asText());
            }
        }
        return new ParameterContext(
                entity.path("id").asText(), component.path("name").asText(), values);
    }
}
