/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.rule;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nifimimir.monitoring.anomaly.AnomalyDetector;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The JSON form of conditions, as told at each record of {@link RuleCondition}. What is not exactly one of these is refused: a rule that
 * was read wrongly watches over nothing.
 */
public final class RuleConditions {
    /** Names of the rule types, as clients know them. */
    public static final List<String> TYPES =
            List.of("threshold", "trend", "anomaly", "forecast", "missing_data", "drift", "performance");

    private static final String EXAMPLES =
            "{\"<\": 5} (one of <, <=, >, >=), {\"between\": [2, 8]}, {\"change_percent\": 15, \"direction\": \"increasing\"}, "
                    + "{\"z_score\": 4}, {\"anomaly\": {}}, {\"forecast\": {\"<=\": 0, \"horizon_hours\": 720}}, "
                    + "{\"missing_data\": {}}, {\"drift\": {}} or {\"performance\": {}}";

    /** No condition is nearly as long; what is comes from somewhere else. */
    private static final int LONGEST_TEXT = 20_000;

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static final Duration HOUR = Duration.ofHours(1);

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    private RuleConditions() {}

    /** @throws IllegalArgumentException where the text is no condition; the message says what was found and what was expected */
    public static RuleCondition parse(final String json) {
        Objects.requireNonNull(json, "Condition required");
        if (json.length() > LONGEST_TEXT) {
            throw refusal("Condition is longer than %d characters".formatted(LONGEST_TEXT), json);
        }
        final JsonNode node;
        try {
            node = MAPPER.readTree(json);
        } catch (final JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "Condition is not JSON: %s, found %s"
                            .formatted(e.getOriginalMessage(), ConditionFields.shortened(json)),
                    e);
        }

        if (!(node instanceof final ObjectNode object)) {
            throw refusal("Condition must be a JSON object", json);
        }
        if (object.has("operator") || object.has("value")) {
            return ofOperator(object, json);
        }
        if (object.has("change_percent")) {
            return trend(fields(
                    object, "{\"change_percent\": 15, \"direction\": \"increasing\", \"window_minutes\": 1440}"));
        }
        if (object.has("expected") || object.has("min_change_percent")) {
            return expectedTrend(fields(object, "{\"expected\": \"increasing\", \"min_change_percent\": 15}"));
        }
        if (object.size() != 1) {
            throw refusal("Condition must have exactly one key", json);
        }
        return ofKey(object.fieldNames().next(), object, json);
    }

    /** The same, where the type of the rule was told beside its condition. */
    public static RuleCondition parse(final String ruleType, final String json) {
        if (ruleType == null || !TYPES.contains(ruleType)) {
            throw new IllegalArgumentException("Unknown rule type \"%s\", expected one of %s"
                    .formatted(ConditionFields.shortened(String.valueOf(ruleType)), String.join(", ", TYPES)));
        }
        final RuleCondition condition = parse(json);
        if (!condition.ruleType().equals(ruleType)) {
            throw new IllegalArgumentException("Rule of type \"%s\" has a condition of type \"%s\", found %s"
                    .formatted(ruleType, condition.ruleType(), ConditionFields.shortened(json)));
        }
        return condition;
    }

    /** Parses what was stored; what is no condition comes as {@link RuleCondition.Unreadable}, with the reason. */
    public static RuleCondition parseStored(final String json) {
        try {
            return parse(json);
        } catch (final IllegalArgumentException e) {
            return new RuleCondition.Unreadable(json, e.getMessage());
        }
    }

    /** The short form, which {@link #parse(String)} reads back to an equal condition. */
    public static String print(final RuleCondition condition) {
        final ObjectNode object = JsonNodeFactory.instance.objectNode();
        switch (condition) {
            case RuleCondition.Unreadable unreadable -> {
                return unreadable.json();
            }
            case RuleCondition.Comparison comparison ->
                object.put(comparison.operator().symbol(), comparison.bound());
            case RuleCondition.Range range ->
                object.putArray("between").add(range.lower()).add(range.upper());
            case RuleCondition.RobustZScore zScore -> object.put("z_score", zScore.limit());
            case RuleCondition.Anomaly anomaly -> object.putObject("anomaly").put("limit", anomaly.limit());
            case RuleCondition.Trend trend -> {
                object.put("change_percent", trend.changePercent());
                object.put("direction", trend.direction().wireName());
                putDuration(object, "window_minutes", trend.window(), MINUTE);
                object.put("significance", trend.significance());
            }
            case RuleCondition.ExpectedTrend trend -> {
                object.put("expected", trend.expected().wireName());
                object.put("min_change_percent", trend.minimumChangePercent());
                putDuration(object, "window_minutes", trend.window(), MINUTE);
                object.put("significance", trend.significance());
            }
            case RuleCondition.Forecast forecast -> {
                final ObjectNode inner = object.putObject("forecast");
                inner.put(forecast.operator().symbol(), forecast.bound());
                putDuration(inner, "horizon_hours", forecast.horizon(), HOUR);
                inner.put("certainty", forecast.certainty());
                inner.put("without_deliveries", forecast.withoutDeliveries());
            }
            case RuleCondition.MissingData missing -> {
                final ObjectNode inner = object.putObject("missing_data");
                inner.put("periods", missing.periods());
                putDuration(inner, "period_minutes", missing.period(), MINUTE);
            }
            case RuleCondition.Drift drift -> RowConditions.put(drift, object.putObject("drift"));
            case RuleCondition.Performance performance ->
                RowConditions.put(performance, object.putObject("performance"));
        }
        return object.toString();
    }

    private static RuleCondition ofOperator(final ObjectNode object, final String json) {
        if (object.size() != 2 || !object.has("operator") || !object.has("value")) {
            throw refusal("Condition with \"operator\" needs exactly the keys \"operator\" and \"value\"", json);
        }
        final String operator =
                fields(object, "{\"operator\": \"<\", \"value\": 5}").text("operator");
        final ObjectNode shortForm = JsonNodeFactory.instance.objectNode();
        if (!operator.equals("between") && symbol(operator).isEmpty()) {
            throw refusal("Unknown condition \"%s\"".formatted(ConditionFields.shortened(operator)), json);
        }
        return ofKey(operator, shortForm.set(operator, object.get("value")), json);
    }

    private static RuleCondition ofKey(final String key, final ObjectNode object, final String json) {
        return switch (key) {
            case "between" -> range(fields(object, "{\"between\": [2, 8]}"), object.get(key));
            case "z_score" ->
                new RuleCondition.RobustZScore(
                        fields(object, "{\"z_score\": 4}").number(key));
            case "anomaly" -> anomaly(inner(key, object, "{\"anomaly\": {\"limit\": 20}}"));
            case "forecast" -> forecast(inner(key, object, "{\"forecast\": {\"<=\": 0, \"horizon_hours\": 720}}"));
            case "missing_data" -> missingData(inner(key, object, "{\"missing_data\": {\"periods\": 3}}"));
            case "drift" ->
                RowConditions.drift(inner(key, object, "{\"drift\": {\"of\": \"features\", \"rows\": 200}}"));
            case "performance" ->
                RowConditions.performance(inner(key, object, "{\"performance\": {\"max_drop_percent\": 10}}"));
            default ->
                new RuleCondition.Comparison(
                        symbol(key)
                                .orElseThrow(() -> refusal(
                                        "Unknown condition \"%s\"".formatted(ConditionFields.shortened(key)), json)),
                        fields(object, "{\"<\": 5}").number(key));
        };
    }

    private static RuleCondition range(final ConditionFields fields, final JsonNode bounds) {
        if (!bounds.isArray() || bounds.size() != 2) {
            throw fields.refusal("\"between\" needs an array of two numbers");
        }
        return new RuleCondition.Range(
                fields.number("between", bounds.get(0)), fields.number("between", bounds.get(1)));
    }

    private static RuleCondition anomaly(final ConditionFields fields) {
        fields.allow("limit");
        return new RuleCondition.Anomaly(fields.number("limit", AnomalyDetector.Observation.LIMIT));
    }

    private static RuleCondition trend(final ConditionFields fields) {
        fields.allow("change_percent", "direction", "window_minutes", "significance");
        return new RuleCondition.Trend(
                fields.number("change_percent"),
                fields.choice(
                        "direction",
                        RuleCondition.Direction.values(),
                        RuleCondition.Direction::wireName,
                        RuleCondition.Direction.ANY),
                fields.duration("window_minutes", MINUTE),
                fields.number("significance", RuleCondition.Trend.DEFAULT_SIGNIFICANCE));
    }

    private static RuleCondition expectedTrend(final ConditionFields fields) {
        fields.allow("expected", "min_change_percent", "window_minutes", "significance");
        return new RuleCondition.ExpectedTrend(
                fields.choice("expected", RuleCondition.Direction.values(), RuleCondition.Direction::wireName),
                fields.number("min_change_percent"),
                fields.duration("window_minutes", MINUTE),
                fields.number("significance", RuleCondition.Trend.DEFAULT_SIGNIFICANCE));
    }

    private static RuleCondition forecast(final ConditionFields fields) {
        fields.allow("<", "<=", ">", ">=", "horizon_hours", "certainty", "without_deliveries");
        final List<RuleCondition.Operator> operators = Arrays.stream(RuleCondition.Operator.values())
                .filter(operator -> fields.has(operator.symbol()))
                .toList();
        if (operators.size() != 1) {
            throw fields.refusal("\"forecast\" needs exactly one bound, such as \"<=\"");
        }
        if (!fields.has("horizon_hours")) {
            throw fields.refusal("\"horizon_hours\" is missing");
        }
        return new RuleCondition.Forecast(
                operators.getFirst(),
                fields.number(operators.getFirst().symbol()),
                fields.duration("horizon_hours", HOUR),
                fields.number("certainty", RuleCondition.Forecast.DEFAULT_CERTAINTY),
                fields.flag("without_deliveries"));
    }

    private static RuleCondition missingData(final ConditionFields fields) {
        fields.allow("periods", "period_minutes");
        return new RuleCondition.MissingData(
                fields.number("periods", RuleCondition.MissingData.DEFAULT_PERIODS),
                fields.duration("period_minutes", MINUTE));
    }

    private static ConditionFields inner(final String key, final ObjectNode object, final String example) {
        if (!(object.get(key) instanceof final ObjectNode inner)) {
            throw fields(object, example).refusal("\"%s\" needs an object".formatted(key));
        }
        return fields(inner, example);
    }

    private static ConditionFields fields(final ObjectNode object, final String example) {
        return new ConditionFields(object, example);
    }

    private static void putDuration(
            final ObjectNode object, final String name, final Duration duration, final Duration unit) {
        if (duration != null) {
            object.put(name, (double) duration.toMillis() / unit.toMillis());
        }
    }

    private static Optional<RuleCondition.Operator> symbol(final String text) {
        return Arrays.stream(RuleCondition.Operator.values())
                .filter(operator -> operator.symbol().equals(text))
                .findFirst();
    }

    private static IllegalArgumentException refusal(final String reason, final String json) {
        return ConditionFields.refusal(reason, json, EXAMPLES);
    }
}
