/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nifimimir.monitoring.RuleCondition.Comparison;
import io.nifimimir.monitoring.RuleCondition.Operator;
import io.nifimimir.monitoring.RuleCondition.Range;
import io.nifimimir.monitoring.RuleCondition.RobustZScore;

import java.util.Arrays;
import java.util.Optional;

/** The JSON form of conditions, as the store and clients have it. */
public final class RuleConditions {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String BETWEEN = "between";
    private static final String Z_SCORE = "z_score";
    private static final String EXPECTED =
            "expected one of {\"<\": 5}, {\"between\": [2, 8]}, {\"operator\": \"<\", \"value\": 5}, {\"z_score\": 4}";

    private RuleConditions() {}

    public static String toJson(final RuleCondition condition) {
        final ObjectNode json = MAPPER.createObjectNode();
        switch (condition) {
            case Comparison(Operator operator, double bound) -> json.put(operator.symbol(), bound);
            case Range(double lower, double upper) ->
                json.putArray(BETWEEN).add(lower).add(upper);
            case RobustZScore(double limit) -> json.put(Z_SCORE, limit);
        }
        return json.toString();
    }

    /** @throws IllegalArgumentException where the text is no condition, with what was found and what is accepted */
    public static RuleCondition ofJson(final String text) {
        final JsonNode json;
        try {
            json = MAPPER.readTree(text);
        } catch (final JsonProcessingException e) {
            throw new IllegalArgumentException("Condition [%s] is no JSON: %s".formatted(text, EXPECTED), e);
        }
        if (!json.isObject() || json.isEmpty()) {
            throw new IllegalArgumentException("Condition [%s] is no object with a key: %s".formatted(text, EXPECTED));
        }
        if (json.has("operator")) {
            requireKeys(json, 2, text);
            return new Comparison(operator(json.path("operator").asText(), text), number(json.path("value"), text));
        }
        requireKeys(json, 1, text);
        final String key = json.fieldNames().next();
        final JsonNode value = json.get(key);
        return switch (key) {
            case BETWEEN -> range(value, text);
            case Z_SCORE -> new RobustZScore(number(value, text));
            default -> new Comparison(operator(key, text), number(value, text));
        };
    }

    private static void requireKeys(final JsonNode json, final int count, final String text) {
        if (json.size() != count) {
            throw new IllegalArgumentException("Condition [%s] has %d keys: %s".formatted(text, json.size(), EXPECTED));
        }
    }

    private static Range range(final JsonNode value, final String text) {
        if (!value.isArray() || value.size() != 2) {
            throw new IllegalArgumentException("Condition [%s] needs two bounds: %s".formatted(text, EXPECTED));
        }
        return new Range(number(value.get(0), text), number(value.get(1), text));
    }

    private static Operator operator(final String symbol, final String text) {
        final Optional<Operator> found = Arrays.stream(Operator.values())
                .filter(operator -> operator.symbol().equals(symbol))
                .findFirst();
        return found.orElseThrow(() -> new IllegalArgumentException(
                "Condition [%s] has the unknown key [%s]: %s".formatted(text, symbol, EXPECTED)));
    }

    private static double number(final JsonNode value, final String text) {
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw new IllegalArgumentException(
                    "Condition [%s] has [%s] where a number is expected: %s".formatted(text, value, EXPECTED));
        }
        return value.doubleValue();
    }
}
