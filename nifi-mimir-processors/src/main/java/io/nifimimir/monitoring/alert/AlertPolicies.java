/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.util.Iterator;
import java.util.Set;
import java.util.TreeSet;

/**
 * The JSON form of {@link AlertPolicy}, such as {@code {"for_minutes": 30, "resolve_after_points": 3}}. Of a pair of points and minutes the
 * one that is not given is not asked for; where neither is given, nothing is said.
 */
public final class AlertPolicies {
    private static final JsonMapper MAPPER = new JsonMapper();

    private static final String FOR = "for";
    private static final String RESOLVE_AFTER = "resolve_after";
    private static final String REOPEN_WITHIN = "reopen_within";
    private static final String POINTS = "_points";
    private static final String MINUTES = "_minutes";
    private static final String RESOLVE_MARGIN = "resolve_margin";
    private static final String COOL_DOWN = "cool_down" + MINUTES;
    private static final String ESCALATE_AFTER = "escalate_after" + MINUTES;
    private static final String GROUP_FROM = "group_from";

    private static final Set<String> KEYS = new TreeSet<>(Set.of(
            FOR + POINTS,
            FOR + MINUTES,
            RESOLVE_AFTER + POINTS,
            RESOLVE_AFTER + MINUTES,
            RESOLVE_MARGIN,
            REOPEN_WITHIN + POINTS,
            REOPEN_WITHIN + MINUTES,
            COOL_DOWN,
            ESCALATE_AFTER,
            GROUP_FROM));

    /** A century: more is a slip of the pen. */
    private static final int MOST = 52_560_000;

    private AlertPolicies() {}

    /** @throws IllegalArgumentException with what was found and what was expected */
    public static AlertPolicy parse(final String json) {
        final JsonNode node;
        try {
            node = MAPPER.readTree(json);
        } catch (final JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "Alerting is not JSON: %s, found %s".formatted(e.getOriginalMessage(), json), e);
        }

        if (!(node instanceof final ObjectNode object)) {
            throw refusal("Alerting must be a JSON object", json);
        }
        for (final Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            final String name = names.next();
            if (!KEYS.contains(name)) {
                throw refusal("Unknown key \"%s\"".formatted(name), json);
            }
        }
        final JsonNode margin = object.get(RESOLVE_MARGIN);
        if (margin != null
                && (!margin.isNumber() || !(margin.doubleValue() >= 0) || Double.isInfinite(margin.doubleValue()))) {
            throw refusal("\"%s\" must be a number of 0 or more".formatted(RESOLVE_MARGIN), json);
        }
        return new AlertPolicy(
                span(object, FOR, 1),
                span(object, RESOLVE_AFTER, 1),
                margin == null ? null : margin.doubleValue(),
                span(object, REOPEN_WITHIN, 0),
                minutes(object, COOL_DOWN),
                minutes(object, ESCALATE_AFTER),
                number(object, GROUP_FROM, 2));
    }

    /** Parses what was stored; what somebody has made unreadable says nothing, so that the alerts of its rule are raised all the same. */
    public static AlertPolicy parseStored(final String json) {
        try {
            return parse(json);
        } catch (final IllegalArgumentException e) {
            return AlertPolicy.UNSAID;
        }
    }

    /** The form that {@link #parse} reads back to an equal policy. */
    public static String print(final AlertPolicy policy) {
        final ObjectNode object = JsonNodeFactory.instance.objectNode();
        put(object, FOR, policy.raiseAfter());
        put(object, RESOLVE_AFTER, policy.resolveAfter());
        if (policy.resolveMargin() != null) {
            object.put(RESOLVE_MARGIN, policy.resolveMargin());
        }
        put(object, REOPEN_WITHIN, policy.reopenWithin());
        put(object, COOL_DOWN, policy.coolDown());
        put(object, ESCALATE_AFTER, policy.escalateAfter());
        if (policy.groupFrom() != null) {
            object.put(GROUP_FROM, policy.groupFrom());
        }
        return object.toString();
    }

    private static void put(final ObjectNode object, final String name, final Span span) {
        if (span != null) {
            object.put(name + POINTS, span.points());
            put(object, name + MINUTES, span.time());
        }
    }

    private static void put(final ObjectNode object, final String name, final Duration time) {
        if (time != null) {
            object.put(name, time.toMinutes());
        }
    }

    private static Span span(final ObjectNode object, final String name, final int fewestPoints) {
        final Integer points = number(object, name + POINTS, fewestPoints);
        final Duration time = minutes(object, name + MINUTES);
        if (points == null && time == null) {
            return null;
        }
        return new Span(points == null ? fewestPoints : points, time == null ? Duration.ZERO : time);
    }

    private static Duration minutes(final ObjectNode object, final String name) {
        final Integer minutes = number(object, name, 0);
        return minutes == null ? null : Duration.ofMinutes(minutes);
    }

    private static Integer number(final ObjectNode object, final String name, final int smallest) {
        final JsonNode value = object.get(name);
        if (value == null) {
            return null;
        }
        if (!value.isIntegralNumber()
                || !value.canConvertToInt()
                || value.intValue() < smallest
                || value.intValue() > MOST) {
            throw refusal(
                    "\"%s\" must be a whole number from %d to %d, not %s".formatted(name, smallest, MOST, value),
                    object.toString());
        }
        return value.intValue();
    }

    private static IllegalArgumentException refusal(final String reason, final String json) {
        return new IllegalArgumentException(
                "%s; found %s, expected such as {\"for_minutes\": 30, \"resolve_after_points\": 3}; the keys are %s"
                        .formatted(reason, json, String.join(", ", KEYS)));
    }
}
