/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.source;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A JSON object of a request, read strictly: each refusal names the field, what was found, and what is accepted. */
public final class RequestObject {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final int SHOWN_CHARACTERS = 80;

    private final String path;
    private final ObjectNode node;

    private RequestObject(final String path, final ObjectNode node) {
        this.path = path;
        this.node = node;
    }

    /** Reads the body of a request. */
    public static RequestObject parse(final InputStream body) throws IOException, RefusedRequestException {
        final JsonNode node;
        try {
            node = MAPPER.readTree(body);
        } catch (final JsonProcessingException e) {
            throw new RefusedRequestException(
                    RefusedRequestException.BAD_REQUEST, "", "The body is not JSON: " + e.getOriginalMessage(), e);
        }
        if (!(node instanceof final ObjectNode object)) {
            throw new RefusedRequestException(
                    RefusedRequestException.BAD_REQUEST, "", "The body has to be a JSON object, found " + shown(node));
        }
        return new RequestObject("", object);
    }

    /** The full name of a field, such as {@code data_source.type}. */
    public String name(final String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    /** Refuses fields that nobody reads: an option that is misspelt would be without effect. */
    public void requireOnly(final Set<String> accepted) throws RefusedRequestException {
        for (final Map.Entry<String, JsonNode> field : node.properties()) {
            if (!accepted.contains(field.getKey())) {
                throw RefusedRequestException.unprocessable(
                        name(field.getKey()),
                        "Unknown field, accepted are %s".formatted(String.join(", ", new TreeSet<>(accepted))));
            }
        }
    }

    /** The value of a field; empty where it is missing or null. */
    public Optional<JsonNode> value(final String field) {
        return Optional.ofNullable(node.get(field)).filter(value -> !value.isNull());
    }

    public Optional<String> text(final String field) throws RefusedRequestException {
        final Optional<JsonNode> value = value(field);
        if (value.isPresent() && !value.get().isTextual()) {
            throw wrongType(field, "a text", value.get());
        }
        return value.map(JsonNode::textValue).filter(text -> !text.isBlank());
    }

    /** @param what is expected, in words */
    public String requireText(final String field, final String what) throws RefusedRequestException {
        final Optional<String> text = text(field);
        if (text.isEmpty()) {
            throw RefusedRequestException.unprocessable(name(field), "Missing or empty, expected " + what);
        }
        return text.get();
    }

    public Optional<Boolean> flag(final String field) throws RefusedRequestException {
        final Optional<JsonNode> value = value(field);
        if (value.isPresent() && !value.get().isBoolean()) {
            throw wrongType(field, "true or false", value.get());
        }
        return value.map(JsonNode::booleanValue);
    }

    public Optional<BigDecimal> number(final String field) throws RefusedRequestException {
        final Optional<JsonNode> value = value(field);
        if (value.isPresent() && !value.get().isNumber()) {
            throw wrongType(field, "a number", value.get());
        }
        return value.map(JsonNode::decimalValue);
    }

    /** A number without a fraction, within bounds. */
    public Optional<Long> wholeNumber(final String field, final long least, final long most)
            throws RefusedRequestException {
        final Optional<JsonNode> value = value(field);
        if (value.isPresent() && !value.get().isIntegralNumber()) {
            throw wrongType(field, "a whole number", value.get());
        }
        if (value.isPresent()
                && (!value.get().canConvertToLong()
                        || value.get().longValue() < least
                        || value.get().longValue() > most)) {
            throw RefusedRequestException.unprocessable(
                    name(field), "Expected a whole number from %d to %d, found %s".formatted(least, most, value.get()));
        }
        return value.map(JsonNode::longValue);
    }

    /** An array of texts; a single text stands for an array of it. */
    public Optional<List<String>> texts(final String field) throws RefusedRequestException {
        final Optional<JsonNode> value = value(field);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (value.get().isTextual()) {
            return Optional.of(List.of(value.get().textValue()));
        }
        final List<String> texts = new ArrayList<>();
        for (final JsonNode element : value.get()) {
            if (!value.get().isArray() || !element.isTextual()) {
                throw wrongType(field, "an array of texts", value.get());
            }
            texts.add(element.textValue());
        }
        if (!value.get().isArray()) {
            throw wrongType(field, "an array of texts", value.get());
        }
        return Optional.of(texts);
    }

    /** An object whose values are texts. */
    public Optional<Map<String, String>> textsByName(final String field) throws RefusedRequestException {
        final Optional<RequestObject> object = object(field);
        if (object.isEmpty()) {
            return Optional.empty();
        }
        final Map<String, String> texts = new LinkedHashMap<>();
        for (final Map.Entry<String, JsonNode> entry : object.get().node.properties()) {
            texts.put(entry.getKey(), object.get().requireText(entry.getKey(), "a text"));
        }
        return Optional.of(texts);
    }

    public Optional<RequestObject> object(final String field) throws RefusedRequestException {
        final Optional<JsonNode> value = value(field);
        if (value.isPresent() && !value.get().isObject()) {
            throw wrongType(field, "an object", value.get());
        }
        return value.map(object -> new RequestObject(name(field), (ObjectNode) object));
    }

    /** The object of a field; an empty one where it is missing. */
    public RequestObject objectOrEmpty(final String field) throws RefusedRequestException {
        return object(field).orElseGet(() -> new RequestObject(name(field), JsonNodeFactory.instance.objectNode()));
    }

    /** The names of the fields, in the order of the text. */
    public List<String> fields() {
        return node.properties().stream().map(Map.Entry::getKey).toList();
    }

    /** @param expected in words */
    public RefusedRequestException wrongType(final String field, final String expected, final JsonNode found) {
        return new RefusedRequestException(
                RefusedRequestException.BAD_REQUEST,
                name(field),
                "Expected %s, found %s".formatted(expected, shown(found)));
    }

    private static String shown(final JsonNode node) {
        final String text = node == null ? "nothing" : node.toString();
        return text.isEmpty()
                ? "nothing"
                : text.length() > SHOWN_CHARACTERS ? text.substring(0, SHOWN_CHARACTERS) + "\u2026" : text;
    }
}
