/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

import io.nifimimir.monitoring.RuleCondition.Comparison;
import io.nifimimir.monitoring.RuleCondition.Operator;
import io.nifimimir.monitoring.RuleCondition.Range;
import io.nifimimir.monitoring.RuleCondition.RobustZScore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RuleConditionsTest {

    @Test
    void conditionsComeBackAsTheyWere() {
        for (final RuleCondition condition : List.of(
                new Comparison(Operator.LESS, 5),
                new Comparison(Operator.GREATER_OR_EQUAL, -0.5),
                new Range(2, 8),
                new RobustZScore(4))) {
            assertEquals(condition, RuleConditions.ofJson(RuleConditions.toJson(condition)));
        }
    }

    @Test
    void bothSpellingsOfAComparisonAreKnown() {
        assertEquals(new Comparison(Operator.LESS, 5), RuleConditions.ofJson("{\"operator\": \"<\", \"value\": 5}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5",
                "{}",
                "{\"<\": \"10\"}",
                "{\"=\": 1}",
                "{\"<\": 1, \">\": 2}",
                "{\"between\": [8, 2]}",
                "{\"between\": [1]}",
                "{\"operator\": \"<\"}",
                "{\"z_score\": 0}",
                "{\"z_score\": null}",
                "{\"<\": 1e999}"
            })
    void malformedConditionsAreRefusedWithTheReason(final String json) {
        final IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> RuleConditions.ofJson(json));

        assertTrue(
                e.getMessage().contains("expected")
                        || e.getMessage().contains("must be")
                        || e.getMessage().contains("needs"),
                e.getMessage());
    }
}
