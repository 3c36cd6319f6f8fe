/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.alert;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class AlertPoliciesTest {
    private static final String ALL = """
            {"for_points":2,"for_minutes":30,"resolve_after_points":1,"resolve_after_minutes":60,"resolve_margin":0.5,
            "reopen_within_points":0,"reopen_within_minutes":1440,"cool_down_minutes":10,"escalate_after_minutes":45,"group_from":4}""";

    @ParameterizedTest
    @ValueSource(strings = {"{}", ALL, "{\"for_minutes\": 30}", "{\"resolve_margin\": 1, \"group_from\": 2}"})
    void testWhatIsPrintedIsReadBack(final String json) {
        final AlertPolicy policy = AlertPolicies.parse(json);
        assertEquals(policy, AlertPolicies.parse(AlertPolicies.print(policy)));
    }

    @Test
    void testOfAPairWhatIsNotGivenIsNotAskedFor() {
        final AlertPolicy policy = AlertPolicies.parse("{\"for_minutes\": 30, \"reopen_within_minutes\": 60}");
        assertEquals(new Span(1, Duration.ofMinutes(30)), policy.raiseAfter());
        assertEquals(new Span(0, Duration.ofMinutes(60)), policy.reopenWithin());
        assertEquals(null, policy.resolveAfter());
    }

    @Test
    void testRuleGoesBeforeJobAndJobBeforeOntology() {
        final AlertPolicy rule = AlertPolicies.parse("{\"for_points\": 5}");
        final AlertPolicy job = AlertPolicies.parse("{\"for_points\": 4, \"cool_down_minutes\": 60}");
        final AlertPolicy ontology =
                AlertPolicies.parse("{\"cool_down_minutes\": 30, \"escalate_after_minutes\": 120}");
        final AlertPolicy all = rule.over(job.over(ontology)).over(AlertPolicy.DEFAULT);
        assertEquals(Span.ofPoints(5), all.raiseAfter());
        assertEquals(Duration.ofMinutes(60), all.coolDown());
        assertEquals(Duration.ofMinutes(120), all.escalateAfter());
        assertEquals(3, all.groupFrom());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{",
                "{\"for_minute\": 5}",
                "{\"for_points\": 0}",
                "{\"for_points\": 1.5}",
                "{\"for_minutes\": \"30\"}",
                "{\"cool_down_minutes\": -1}",
                "{\"cool_down_minutes\": 99999999999}",
                "{\"resolve_margin\": -1}",
                "{\"resolve_margin\": \"1\"}",
                "{\"group_from\": 1}"
            })
    void testMalformedPolicyIsRefusedWithWhatWasExpected(final String json) {
        final IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> AlertPolicies.parse(json));
        assertTrue(refused.getMessage().contains("found " + json.charAt(0)), refused.getMessage());
        assertEquals(AlertPolicy.UNSAID, AlertPolicies.parseStored(json));
    }
}
