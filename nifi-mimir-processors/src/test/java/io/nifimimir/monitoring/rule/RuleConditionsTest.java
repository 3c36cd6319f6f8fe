/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.rule;

import io.nifimimir.monitoring.rule.RuleCondition.Direction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RuleConditionsTest {

    @Test
    void testFormsAreRead() {
        assertEquals(new RuleCondition.Comparison(RuleCondition.Operator.LESS, 5), RuleConditions.parse("{\"<\": 5}"));
        assertEquals(
                new RuleCondition.Comparison(RuleCondition.Operator.GREATER_OR_EQUAL, -3.5),
                RuleConditions.parse("{\">=\": -3.5}"));
        assertEquals(
                new RuleCondition.Comparison(RuleCondition.Operator.LESS, 5),
                RuleConditions.parse("{\"operator\":\"<\",\"value\":5}"));
        assertEquals(new RuleCondition.Range(2, 8), RuleConditions.parse("{\"between\":[2,8]}"));
        assertEquals(new RuleCondition.Range(2, 8), RuleConditions.parse("{\"operator\":\"between\",\"value\":[2,8]}"));
        assertEquals(new RuleCondition.RobustZScore(4), RuleConditions.parse("{\"z_score\": 4}"));
        assertEquals(new RuleCondition.Anomaly(20), RuleConditions.parse("{\"anomaly\": {}}"));
        assertEquals(new RuleCondition.Anomaly(30), RuleConditions.parse("{\"anomaly\": {\"limit\": 30}}"));
        assertEquals(
                new RuleCondition.Trend(15, Direction.INCREASING, Duration.ofDays(1), 0.004),
                RuleConditions.parse(
                        "{\"change_percent\": 15, \"direction\": \"increasing\", \"window_minutes\": 1440}"));
        assertEquals(
                new RuleCondition.Trend(15, Direction.ANY, null, 0.004),
                RuleConditions.parse("{\"change_percent\": 15}"));
        assertEquals(
                new RuleCondition.ExpectedTrend(Direction.INCREASING, 15, null, 0.004),
                RuleConditions.parse("{\"expected\": \"increasing\", \"min_change_percent\": 15}"));
        assertEquals(
                new RuleCondition.Forecast(RuleCondition.Operator.LESS_OR_EQUAL, 0, Duration.ofDays(30), 0.5, false),
                RuleConditions.parse("{\"forecast\": {\"<=\": 0, \"horizon_hours\": 720}}"));
        assertEquals(
                new RuleCondition.MissingData(3, null), RuleConditions.parse("{\"missing_data\": {\"periods\": 3}}"));
        assertEquals(new RuleCondition.MissingData(3, null), RuleConditions.parse("{\"missing_data\": {}}"));
        assertEquals(
                new RuleCondition.Drift(
                        RuleCondition.DriftSubject.FEATURES,
                        List.of(),
                        0.1,
                        0.1,
                        0.001,
                        200,
                        2,
                        RuleCondition.ReferenceSeason.AUTO),
                RuleConditions.parse("{\"drift\": {}}"));
        assertEquals(
                new RuleCondition.Performance(null, 10, 0.01, 500, 100), RuleConditions.parse("{\"performance\": {}}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "threshold | {\"<\": 5}",
                "threshold | {\"between\": [2, 8]}",
                "trend | {\"change_percent\": 15}",
                "trend | {\"expected\": \"decreasing\", \"min_change_percent\": 1}",
                "anomaly | {\"z_score\": 3}",
                "anomaly | {\"anomaly\": {}}",
                "forecast | {\"forecast\": {\">\": 9, \"horizon_hours\": 1}}",
                "missing_data | {\"missing_data\": {}}",
                "drift | {\"drift\": {}}",
                "performance | {\"performance\": {}}"
            })
    void testTypeOfTheRuleMustBeThatOfItsCondition(final String type, final String json) {
        assertEquals(type, RuleConditions.parse(type, json).ruleType());
        for (final String other : RuleConditions.TYPES) {
            if (!other.equals(type)) {
                assertRefused("\"%s\" has a condition of type \"%s\"".formatted(other, type), other, json);
            }
        }
        assertRefused("Unknown rule type \"thresholds\"", "thresholds", json);
        assertRefused("Unknown rule type \"null\"", null, json);
    }

    private static void assertRefused(final String reason, final String type, final String json) {
        final IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> RuleConditions.parse(type, json));
        assertTrue(refused.getMessage().contains(reason), refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"<\":5.0}",
                "{\"<=\":0.1}",
                "{\">\":-2.5E-10}",
                "{\">=\":1.0E22}",
                "{\"between\":[-1.5,8.0]}",
                "{\"z_score\":4.5}",
                "{\"anomaly\":{\"limit\":25.0}}",
                "{\"change_percent\":15.0,\"direction\":\"any\",\"significance\":0.01}",
                "{\"change_percent\":0.5,\"direction\":\"decreasing\",\"window_minutes\":0.5,\"significance\":0.05}",
                "{\"expected\":\"decreasing\",\"min_change_percent\":15.0,\"window_minutes\":10080.0,\"significance\":0.01}",
                "{\"forecast\":{\">=\":-4.0,\"horizon_hours\":12.5,\"certainty\":0.8,\"without_deliveries\":true}}",
                "{\"missing_data\":{\"periods\":2.5}}",
                "{\"missing_data\":{\"periods\":3.0,\"period_minutes\":1440.0}}",
                """
                {"drift":{"of":"features","columns":["age","région"],"min_distance":0.2,"min_psi":0.25,"significance":0.01,\
                "rows":500,"looks":1,"season":"day_of_week"}}""",
                """
                {"drift":{"of":"predictions","min_distance":0.1,"min_psi":0.1,"significance":0.001,"rows":200,"looks":2,\
                "season":"auto"}}""",
                """
                {"performance":{"score":"mae","max_drop_percent":20.0,"significance":0.05,"window_rows":1000,"min_rows":50}}""",
                """
                {"performance":{"max_drop_percent":10.0,"significance":0.01,"window_rows":500,"min_rows":100}}"""
            })
    void testPrintedConditionIsReadBack(final String json) {
        assertEquals(json, RuleConditions.print(RuleConditions.parse(json)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "{\"<\": \"10\"} | must be a number, not \"10\"",
                "{\"<\": null} | must be a number",
                "{\"<\": NaN} | not JSON",
                "{\"<\": 1e999} | finite",
                "{\"==\": 5} | Unknown condition \"==\"",
                "{\"<\": 5, \">\": 1} | exactly one key",
                "{\"<\": 5, \"<\": 6} | not JSON",
                "{} | exactly one key",
                "[] | JSON object",
                "5 | JSON object",
                "'' | JSON object",
                "{\"<\": 5} trailing | not JSON",
                "{\"between\": 5} | array of two numbers",
                "{\"between\": [1, 2, 3]} | array of two numbers",
                "{\"between\": [8, 2]} | lower bound first",
                "{\"between\": [2, \"8\"]} | must be a number",
                "{\"z_score\": 0} | greater than 0",
                "{\"z_score\": true} | must be a number",
                "{\"anomaly\": 3} | needs an object",
                "{\"anomaly\": {\"limits\": 3}} | Unknown \"limits\", expected of: limit",
                "{\"anomaly\": {\"limit\": \"3\"}} | must be a number",
                "{\"anomaly\": {\"limit\": -1}} | greater than 0",
                "{\"operator\": \"<\"} | exactly the keys",
                "{\"operator\": \"<\", \"value\": 5, \"unit\": 1} | exactly the keys",
                "{\"operator\": 5, \"value\": 5} | must be a text",
                "{\"operator\": \"like\", \"value\": 5} | Unknown condition \"like\"",
                "{\"operator\": \"anomaly\", \"value\": {}} | Unknown condition \"anomaly\"",
                "{\"operator\": \"<\", \"value\": [1]} | must be a number, not [1]",
                "{\"operator\": \"<\", \"operator\": \">\", \"value\": 5} | not JSON",
                "{\"change_percent\": \"15\"} | \"change_percent\" must be a number, not \"15\"",
                "{\"change_percent\": 0} | greater than 0",
                "{\"change_percent\": -1e999} | finite",
                "{\"change_percent\": 15, \"direction\": \"up\"} | one of increasing, decreasing, any, not \"up\"",
                "{\"change_percent\": 15, \"direction\": null} | \"direction\" must be a text, not null",
                "{\"change_percent\": 15, \"window_minutes\": 0} | greater than 0 and at most 100 years",
                "{\"change_percent\": 15, \"window_minutes\": 1e300} | greater than 0 and at most 100 years",
                "{\"change_percent\": 15, \"window_minutes\": -1} | greater than 0 and at most 100 years",
                "{\"change_percent\": 15, \"significance\": 1} | between 0 and 1",
                "{\"change_percent\": 15, \"expected\": \"increasing\"} | Unknown \"expected\"",
                "{\"change_percent\": 15, \"<\": 3} | Unknown \"<\"",
                "{\"expected\": \"increasing\"} | \"min_change_percent\" is missing",
                "{\"min_change_percent\": 3} | \"expected\" is missing",
                "{\"expected\": \"any\", \"min_change_percent\": 3} | \"increasing\" or \"decreasing\"",
                "{\"expected\": \"decreasing\", \"min_change_percent\": -3} | greater than 0",
                "{\"expected\": 3, \"min_change_percent\": 3} | must be a text, not 3",
                "{\"forecast\": 3} | \"forecast\" needs an object",
                "{\"forecast\": {}} | exactly one bound",
                "{\"forecast\": {\"<=\": 0}} | \"horizon_hours\" is missing",
                "{\"forecast\": {\"<=\": 0, \">=\": 9, \"horizon_hours\": 5}} | exactly one bound",
                "{\"forecast\": {\"<=\": 0, \"horizon_hours\": 0}} | greater than 0 and at most 100 years",
                "{\"forecast\": {\"<=\": 0, \"horizon_hours\": 5, \"certainty\": 0.2}} | at least 0.5",
                "{\"forecast\": {\"<=\": 0, \"horizon_hours\": 5, \"certainty\": 1}} | less than 1",
                "{\"forecast\": {\"<=\": 0, \"horizon_hours\": 5, \"without_deliveries\": 1}} | true or false, not 1",
                "{\"forecast\": {\"<=\": 0, \"horizon_days\": 5}} | Unknown \"horizon_days\"",
                "{\"forecast\": {\"<=\": 0, \"horizon_hours\": 5}, \"<\": 3} | exactly one key",
                "{\"missing_data\": []} | \"missing_data\" needs an object",
                "{\"missing_data\": {\"periods\": 0.5}} | at least 1",
                "{\"missing_data\": {\"periods\": true}} | must be a number, not true",
                "{\"missing_data\": {\"period_minutes\": 0}} | greater than 0 and at most 100 years",
                "{\"missing_data\": {\"missing_data\": {}}} | Unknown \"missing_data\"",
                "{\"drift\": {\"of\": \"labels\"}} | one of features, predictions",
                "{\"drift\": {\"columns\": \"age\"}} | array of different texts",
                "{\"drift\": {\"columns\": [1]}} | array of different texts",
                "{\"drift\": {\"columns\": [\"age\", \"age\"]}} | array of different texts",
                "{\"drift\": {\"columns\": null}} | array of different texts",
                "{\"drift\": {\"of\": \"predictions\", \"columns\": [\"age\"]}} | columns are of features",
                "{\"drift\": {\"min_distance\": 1}} | between 0 and 1",
                "{\"drift\": {\"min_psi\": 0}} | greater than 0",
                "{\"drift\": {\"significance\": 0}} | between 0 and 1",
                "{\"drift\": {\"rows\": 20.5}} | whole number, not 20.5",
                "{\"drift\": {\"rows\": 3e9}} | whole number",
                "{\"drift\": {\"rows\": 3}} | at least 20, found 3",
                "{\"drift\": {\"looks\": 0}} | at least 1",
                "{\"drift\": {\"season\": \"winter\"}} | one of auto, none, hour_of_day, day_of_week, month_of_year",
                "{\"performance\": {\"score\": \" \"}} | must not be blank",
                "{\"performance\": {\"max_drop_percent\": 0}} | greater than 0",
                "{\"performance\": {\"significance\": 2}} | between 0 and 1",
                "{\"performance\": {\"window_rows\": 50}} | window_rows must be at least min_rows, 100, found 50",
                "{\"performance\": {\"min_rows\": 1}} | at least 20, found 1"
            })
    void testAllElseIsRefusedWithTheReason(final String json, final String reason) {
        final IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> RuleConditions.parse(json));
        assertTrue(refused.getMessage().contains(reason), refused.getMessage());
        final RuleCondition.Unreadable kept =
                assertInstanceOf(RuleCondition.Unreadable.class, RuleConditions.parseStored(json));
        assertEquals(refused.getMessage(), kept.reason());
        assertEquals(json, RuleConditions.print(kept));
    }

    @Test
    void testHostileTextsAreRefusedShortly() {
        final List<String> texts = List.of(
                "[".repeat(5_000),
                "{\"anomaly\":".repeat(1_500),
                "{\"<\":" + "9".repeat(10_000) + "}",
                "{\"<\":1" + " ".repeat(1_000_000) + "}",
                "{\"" + "x".repeat(15_000) + "\":1}",
                "{\"drift\":{\"" + "x".repeat(15_000) + "\":1}}",
                "{\"<\":\"" + "5".repeat(15_000) + "\"}",
                "{\"<\":[" + "[1],".repeat(4_000) + "1]}");
        for (final String text : texts) {
            final IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> RuleConditions.parse(text));
            assertTrue(refused.getMessage().length() < 1_500, refused.getMessage());
        }
    }
}
