/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
                "{\"anomaly\":{\"limit\":25.0}}"
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
                "{\"anomaly\": 3} | object that holds nothing or \"limit\"",
                "{\"anomaly\": {\"limits\": 3}} | object that holds nothing or \"limit\"",
                "{\"anomaly\": {\"limit\": \"3\"}} | must be a number",
                "{\"anomaly\": {\"limit\": -1}} | greater than 0",
                "{\"operator\": \"<\"} | exactly the keys",
                "{\"operator\": \"<\", \"value\": 5, \"unit\": 1} | exactly the keys",
                "{\"operator\": 5, \"value\": 5} | must be a text",
                "{\"operator\": \"like\", \"value\": 5} | Unknown condition \"like\""
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
}
