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
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Parameter contexts. A change stops and starts what refers to the parameter; NiFi does that in the background. */
public final class ParameterContexts {

    private static final Duration UPDATE_DEADLINE = Duration.ofMinutes(2);

    private final RestConnection connection;

    ParameterContexts(final RestConnection connection) {
        this.connection = connection;
    }

    public ParameterContext create(final String name, final Map<String, String> values) {
        return ParameterContext.from(connection.post(
                "parameter-contexts", Entity.create(Map.of("name", name, "parameters", toWire(values, false)))));
    }

    public ParameterContext get(final String id) {
        return ParameterContext.from(entity(id));
    }

    public List<ParameterContext> list() {
        final JsonNode contexts = connection.get("flow/parameter-contexts");
        return StreamSupport.stream(contexts.path("parameterContexts").spliterator(), false)
                .map(ParameterContext::from)
                .toList();
    }

    public Optional<ParameterContext> named(final String name) {
        return list().stream().filter(context -> context.name().equals(name)).findFirst();
    }

    /** Sets these values, keeps the others, and waits until all that refers to them runs again. */
    public ParameterContext set(final String id, final Map<String, String> values) {
        return update(id, toWire(values, false));
    }

    /** As {@link #set}, for values that NiFi is to encrypt and never to tell again. */
    public ParameterContext setSensitive(final String id, final Map<String, String> values) {
        return update(id, toWire(values, true));
    }

    public void delete(final String id) {
        connection.delete("parameter-contexts/" + id + Entity.versionQuery(entity(id)));
    }

    private ParameterContext update(final String id, final List<Map<String, Object>> parameters) {
        connection.runInBackground(
                "parameter-contexts/%s/update-requests".formatted(id),
                Entity.update(entity(id), Map.of("parameters", parameters)),
                "request",
                UPDATE_DEADLINE);
        return get(id);
    }

    private static List<Map<String, Object>> toWire(final Map<String, String> values, final boolean sensitive) {
        return values.entrySet().stream()
                .map(entry -> {
                    final Map<String, Object> parameter = new LinkedHashMap<>();
                    parameter.put("name", entry.getKey());
                    parameter.put("value", entry.getValue());
                    parameter.put("sensitive", sensitive);
                    return Map.<String, Object>of("parameter", parameter);
                })
                .toList();
    }

    private JsonNode entity(final String id) {
        return connection.get("parameter-contexts/" + id);
    }
}
