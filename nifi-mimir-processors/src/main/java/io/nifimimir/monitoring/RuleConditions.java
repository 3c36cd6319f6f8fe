/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nifimimir.monitoring.anomaly.AnomalyDetector;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The JSON form of conditions: {@code {"<": 5}}, {@code {"between": [2, 8]}}, {@code {"operator": "<", "value": 5}}, {@code
 * {"z_score": 4}} and {@code {"anomaly": {}}} or {@code {"anomaly": {"limit": 20}}}. What is not exactly one of these is refused: a rule
 * that was read wrongly watches over nothing.
 */
public final class RuleConditions {
    private static final String BETWEEN = "between";

    private static final String Z_SCORE = "z_score";

    private static final String ANOMALY = "anomaly";

    private static final String LIMIT = "limit";

    private static final String OPERATOR = "operator";

    private static final String VALUE = "value";

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    private RuleConditions() {}

    /** @throws IllegalArgumentException where the text is no condition; the message says what was found and what was expected */
    public static RuleCondition parse(final String json) {
        Objects.requireNonNull(json, "Condition required");
        final JsonNode node;
        try {
            node = MAPPER.readTree(json);
        } catch (final JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "Condition is not JSON: %s, found %s".formatted(e.getOriginalMessage(), json), e);
        }

        if (!(node instanceof final ObjectNode object)) {
            throw refusal("Condition must be a JSON object", json);
        }
        if (object.has(OPERATOR) || object.has(VALUE)) {
            if (object.size() != 2 || !object.has(OPERATOR) || !object.has(VALUE)) {
                throw refusal("Condition with \"operator\" needs exactly the keys \"operator\" and \"value\"", json);
            }
            final JsonNode operator = object.get(OPERATOR);
            if (!operator.isTextual()) {
                throw refusal("\"operator\" must be a text", json);
            }
            return condition(operator.textValue(), object.get(VALUE), json);
        }
        if (object.size() != 1) {
            throw refusal("Condition must have exactly one key", json);
        }
        final String key = object.fieldNames().next();
        return condition(key, object.get(key), json);
    }

    /** Parses what was stored; what is no condition comes as {@link RuleCondition.Unreadable}, with the reason. */
    public static RuleCondition parseStored(final String json) {
        try {
            return parse(json);
        } catch (final IllegalArgumentException e) {
            return new RuleCondition.Unreadable(json, e.getMessage());
        }
    }

    /** The short form, which {@link #parse} reads back to an equal condition. */
    public static String print(final RuleCondition condition) {
        final ObjectNode object = JsonNodeFactory.instance.objectNode();
        switch (condition) {
            case RuleCondition.Unreadable unreadable -> {
                return unreadable.json();
            }
            case RuleCondition.Comparison comparison ->
                object.put(comparison.operator().symbol(), comparison.bound());
            case RuleCondition.Range range ->
                object.putArray(BETWEEN).add(range.lower()).add(range.upper());
            case RuleCondition.RobustZScore zScore -> object.put(Z_SCORE, zScore.limit());
            case RuleCondition.Anomaly anomaly -> object.putObject(ANOMALY).put(LIMIT, anomaly.limit());
        }
        return object.toString();
    }

    private static RuleCondition condition(final String key, final JsonNode value, final String json) {
        return switch (key) {
            case BETWEEN -> {
                if (!value.isArray() || value.size() != 2) {
                    throw refusal("\"between\" needs an array of two numbers", json);
                }
                yield new RuleCondition.Range(number(value.get(0), json), number(value.get(1), json));
            }
            case Z_SCORE -> new RuleCondition.RobustZScore(number(value, json));
            case ANOMALY -> {
                if (!value.isObject() || value.size() > (value.has(LIMIT) ? 1 : 0)) {
                    throw refusal("\"anomaly\" needs an object that holds nothing or \"limit\"", json);
                }
                yield new RuleCondition.Anomaly(
                        value.has(LIMIT) ? number(value.get(LIMIT), json) : AnomalyDetector.Observation.LIMIT);
            }
            default ->
                Arrays.stream(RuleCondition.Operator.values())
                        .filter(operator -> operator.symbol().equals(key))
                        .findFirst()
                        .map(operator -> new RuleCondition.Comparison(operator, number(value, json)))
                        .orElseThrow(() -> refusal("Unknown condition \"%s\"".formatted(key), json));
        };
    }

    private static double number(final JsonNode value, final String json) {
        if (!value.isNumber()) {
            throw refusal("Bound must be a number, not %s".formatted(value), json);
        }
        final double number = value.doubleValue();
        if (!Double.isFinite(number)) {
            throw refusal("Bound must be finite", json);
        }
        return number;
    }

    private static IllegalArgumentException refusal(final String reason, final String json) {
        final String operators = Arrays.stream(RuleCondition.Operator.values())
                .map(RuleCondition.Operator::symbol)
                .collect(Collectors.joining(", "));
        return new IllegalArgumentException(
                "%s; found %s, expected such as {\"<\": 5} (one of %s), {\"between\": [2, 8]}, {\"z_score\": 4} or {\"anomaly\": {}}"
                        .formatted(reason, json, operators));
    }
}
