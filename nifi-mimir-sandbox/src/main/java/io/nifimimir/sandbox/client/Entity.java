/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.client;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What NiFi wraps around each of its components: identifier, revision, component. */
final class Entity {

    // NiFi keeps a revision per client; one fixed name makes all requests of this client one
    private static final String CLIENT_ID = "nifi-mimir-sandbox";

    private Entity() {}

    static Map<String, Object> create(final Map<String, ?> component) {
        return Map.of("revision", Map.of("clientId", CLIENT_ID, "version", 0), "component", component);
    }

    /** A change of a component that exists, at the revision just read. */
    static Map<String, Object> update(final JsonNode current, final Map<String, ?> change) {
        final String identifier = current.path("id").asText();
        final Map<String, Object> component = new LinkedHashMap<>(change);
        component.put("id", identifier);
        return Map.of("id", identifier, "revision", revision(current), "component", component);
    }

    static Map<String, Object> runStatus(final JsonNode current, final String state) {
        return Map.of("revision", revision(current), "state", state);
    }

    /** The query part of a request to delete. */
    static String versionQuery(final JsonNode current) {
        return "?clientId=%s&version=%d".formatted(CLIENT_ID, version(current));
    }

    static String clientId() {
        return CLIENT_ID;
    }

    private static Map<String, Object> revision(final JsonNode current) {
        return Map.of("clientId", CLIENT_ID, "version", version(current));
    }

    private static long version(final JsonNode current) {
        return current.path("revision").path("version").asLong();
    }

    static Map<String, String> texts(final JsonNode object) {
        final Map<String, String> texts = new LinkedHashMap<>();
        object.properties().forEach(entry -> {
            if (!entry.getValue().isNull()) {
                texts.put(entry.getKey(), entry.getValue().asText());
            }
        });
        return texts;
    }

    static List<String> list(final JsonNode array) {
        final List<String> list = new ArrayList<>();
        array.forEach(node -> list.add(node.asText()));
        return list;
    }
}
