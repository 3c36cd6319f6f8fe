/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** The few lines of JSON that each resource needs. */
final class ApiJson {
    private static final JsonMapper MAPPER = new JsonMapper();

    private ApiJson() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array(final Collection<? extends JsonNode> elements) {
        return JsonNodeFactory.instance.arrayNode().addAll(elements);
    }

    /** {@code {"jobs": [...], "count": 2}}. */
    static <T> ObjectNode counted(final String name, final List<T> values, final Function<T, ObjectNode> describe) {
        final ObjectNode list = object();
        list.set(name, array(values.stream().map(describe).toList()));
        list.put("count", values.size());
        return list;
    }

    static ArrayNode texts(final Collection<String> texts) {
        final ArrayNode array = JsonNodeFactory.instance.arrayNode();
        texts.forEach(array::add);
        return array;
    }

    /** RFC 3339, or null. */
    static String time(final Instant instant) {
        return instant == null ? null : instant.toString();
    }

    /** A record that says itself how it is written. */
    static ObjectNode tree(final Record value) {
        return MAPPER.valueToTree(value);
    }

    /** JSON that the store holds. */
    static JsonNode parse(final String json) {
        try {
            return MAPPER.readTree(json);
        } catch (final JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
