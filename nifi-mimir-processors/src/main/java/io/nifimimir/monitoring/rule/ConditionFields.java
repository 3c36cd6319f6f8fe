/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.rule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The fields of a condition's JSON object, read by type. Whatever has another type, or no name that is known, is refused: a parameter that
 * was passed over would leave a rule that watches for something else than its author thinks.
 */
final class ConditionFields {
    /** Longer than any window or horizon that data exist for, and far from the end of the clock. */
    private static final Duration LONGEST = Duration.ofDays(36_525);

    private static final int LONGEST_QUOTE = 200;

    private final ObjectNode object;

    private final String example;

    /** @param example of the condition that is expected, for messages */
    ConditionFields(final ObjectNode object, final String example) {
        this.object = object;
        this.example = example;
    }

    ConditionFields allow(final String... names) {
        final Set<String> unknown = new TreeSet<>();
        object.fieldNames().forEachRemaining(unknown::add);
        Arrays.asList(names).forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw refusal("Unknown %s, expected of: %s".formatted(quoted(unknown), String.join(", ", names)));
        }
        return this;
    }

    boolean has(final String name) {
        return object.has(name);
    }

    double number(final String name) {
        return number(name, required(name));
    }

    double number(final String name, final double otherwise) {
        return object.has(name) ? number(name) : otherwise;
    }

    double number(final String name, final JsonNode value) {
        if (!value.isNumber()) {
            throw refusal("\"%s\" must be a number, not %s".formatted(name, shortened(value.toString())));
        }
        final double number = value.doubleValue();
        if (!Double.isFinite(number)) {
            throw refusal("\"%s\" must be finite".formatted(name));
        }
        return number;
    }

    int count(final String name, final int otherwise) {
        final double number = number(name, otherwise);
        if (number != Math.rint(number) || Math.abs(number) > Integer.MAX_VALUE) {
            throw refusal("\"%s\" must be a whole number, not %s".formatted(name, object.get(name)));
        }
        return (int) number;
    }

    /** A number of units; null where it is not there. */
    Duration duration(final String name, final Duration unit) {
        if (!object.has(name)) {
            return null;
        }
        final double number = number(name);
        if (!(number > 0) || number > LONGEST.toMillis() / (double) unit.toMillis()) {
            throw refusal(
                    "\"%s\" must be greater than 0 and at most 100 years, not %s".formatted(name, object.get(name)));
        }
        return Duration.ofMillis(Math.max(1, Math.round(number * unit.toMillis())));
    }

    boolean flag(final String name) {
        if (object.has(name) && !object.get(name).isBoolean()) {
            throw refusal("\"%s\" must be true or false, not %s"
                    .formatted(name, shortened(object.get(name).toString())));
        }
        return object.has(name) && object.get(name).booleanValue();
    }

    String text(final String name) {
        final JsonNode value = required(name);
        if (!value.isTextual()) {
            throw refusal("\"%s\" must be a text, not %s".formatted(name, shortened(value.toString())));
        }
        return value.textValue();
    }

    List<String> texts(final String name) {
        final List<String> texts = new ArrayList<>();
        if (object.has(name)) {
            final JsonNode value = object.get(name);
            value.forEach(element -> texts.add(element.textValue()));
            if (!value.isArray() || texts.contains(null) || Set.copyOf(texts).size() < texts.size()) {
                throw refusal("\"%s\" must be an array of different texts, not %s"
                        .formatted(name, shortened(value.toString())));
            }
        }
        return texts;
    }

    /** One of the constants of an enum by its name on the wire. */
    <E extends Enum<E>> E choice(final String name, final E[] constants, final Function<E, String> wireName) {
        final String text = text(name);
        return Arrays.stream(constants)
                .filter(constant -> wireName.apply(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> refusal("\"%s\" must be one of %s, not \"%s\""
                        .formatted(
                                name,
                                Arrays.stream(constants).map(wireName).collect(Collectors.joining(", ")),
                                shortened(text))));
    }

    <E extends Enum<E>> E choice(
            final String name, final E[] constants, final Function<E, String> wireName, final E otherwise) {
        return object.has(name) ? choice(name, constants, wireName) : otherwise;
    }

    IllegalArgumentException refusal(final String reason) {
        return refusal(reason, object.toString(), example);
    }

    static IllegalArgumentException refusal(final String reason, final String json, final String example) {
        return new IllegalArgumentException(
                "%s; found %s, expected such as %s".formatted(reason, shortened(json), example));
    }

    static String shortened(final String text) {
        return text.length() <= LONGEST_QUOTE
                ? text
                : "%s... (%d characters)".formatted(text.substring(0, LONGEST_QUOTE), text.length());
    }

    private JsonNode required(final String name) {
        if (!object.has(name)) {
            throw refusal("\"%s\" is missing".formatted(name));
        }
        return object.get(name);
    }

    private static String quoted(final Set<String> names) {
        return names.stream().map(name -> "\"%s\"".formatted(shortened(name))).collect(Collectors.joining(", "));
    }
}
