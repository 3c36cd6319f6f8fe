/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dashboard;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TrainingReportPageTest {
    private static final String REPORT = """
            {"ontology_id": "<script>alert(1)</script>", "summary": "Trained 1 model", "row_count": 1200, "column_count": 3,
             "trained_models": [{"target_property": "cases & \\"deaths\\"", "model_type": "regression", "learner": "ensemble",
                "metrics": {"rmse": 2.51234567, "baseline_rmse": 4}, "evaluation": {"importance": {"rain": 0.5, "month": 2.25},
                    "predicted_actual": [{"predicted": 1, "actual": 1}, {"predicted": 5, "actual": 3}]},
                "leaderboard": [{"candidate": "linear", "mean_loss": 1.25, "spread": 0.1, "weight": 1}],
                "left_out_columns": {"id": "each row has its own"}, "warnings": ["few rows"]}],
             "considered_targets": [{"column": "cases", "chosen": true, "reasoning": "numbers"}], "failed_models": []}""";

    private final String page = TrainingReportPage.of(REPORT);

    @Test
    void everythingOfTheReportIsTold() {
        for (final String told : new String[] {
            "Trained 1 model", "1,200", "2.512", "<td>4</td>", "linear", "each row has its own", "few rows", "numbers"
        }) {
            assertTrue(page.contains(told), told + " is missing in " + page);
        }
        assertTrue(page.indexOf("<td>month</td>") < page.indexOf("<td>rain</td>"), "the most important first");
    }

    @Test
    void predictionsAreDrawnBesideTheTruth() {
        final String corner = "<circle cx=\"3.0\" cy=\"277.0\" r=\"2.5\"/>";
        assertTrue(page.contains("<svg class=\"square\""), page);
        assertTrue(page.contains(corner), "the lowest of both stands in the corner: " + page);
        assertTrue(
                page.contains("<circle cx=\"277.0\" cy=\"140.0\" r=\"2.5\"/>"),
                "predicted highest, in truth half way: " + page);
    }

    @Test
    void textOfDataIsEscapedAndNothingIsLoaded() {
        assertFalse(page.contains("<script"), page);
        assertTrue(page.contains("&lt;script&gt;"), page);
        assertTrue(page.contains("cases &amp; &quot;deaths&quot;"), page);
        assertFalse(page.matches("(?s).*(?:src|href)=.*"), page);
    }
}
