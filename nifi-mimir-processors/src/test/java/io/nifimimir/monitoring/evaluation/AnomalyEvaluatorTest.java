/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.evaluation;

import io.nifimimir.monitoring.MonitoringRule;
import io.nifimimir.monitoring.SyntheticSeries;
import io.nifimimir.monitoring.alert.Alert;
import io.nifimimir.monitoring.alert.AlertStatus;
import io.nifimimir.monitoring.alert.Severity;
import io.nifimimir.monitoring.rule.RuleConditions;
import io.nifimimir.monitoring.series.SeriesKey;
import io.nifimimir.monitoring.series.SeriesPoint;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class AnomalyEvaluatorTest {
    private static final int FAILS_AT = 600;

    private static final MonitoringRule RULE = new MonitoringRule(
            "rule",
            "job",
            "cold_chain",
            null,
            "temperature",
            RuleConditions.parse("{\"anomaly\": {}}"),
            Severity.MEDIUM,
            "",
            true);

    @Test
    void failingFridgeIsOneAlertWhichIsResolvedWhenWarmIsTheNewNormal() {
        int found = 0;
        for (int seed = 0; seed < 10; seed++) {
            final List<SeriesPoint> points = SyntheticSeries.of(
                    SyntheticSeries.HOUR, FAILS_AT + 500, SyntheticSeries.failingFridge(seed, FAILS_AT));
            final RuleEvaluation.Outcome outcome = evaluate(points);
            final List<Alert> ofFailure = outcome.alerts().stream()
                    .filter(alert ->
                            !alert.since().isBefore(points.get(FAILS_AT).timestamp()))
                    .toList();
            found += ofFailure.isEmpty() ? 0 : 1;
            assertTrue(ofFailure.size() <= 2, ofFailure.toString());
            assertTrue(
                    ofFailure.stream().allMatch(alert -> alert.status() == AlertStatus.RESOLVED), ofFailure.toString());
        }
        assertEquals(10, found);
    }

    @Test
    void quietFridgesRaiseFewAlerts() {
        int alerts = 0;
        for (int seed = 0; seed < 10; seed++) {
            alerts += evaluate(SyntheticSeries.of(SyntheticSeries.HOUR, 2_000, SyntheticSeries.fridge(seed)))
                    .alerts()
                    .size();
        }

        // A limit of one alert for each fridge in twelve weeks
        assertTrue(alerts <= 10, alerts + " alerts");
    }

    private static RuleEvaluation.Outcome evaluate(final List<SeriesPoint> points) {
        final ConditionEvaluator evaluator = ConditionEvaluator.of(RULE.condition(), Duration.ofHours(1));
        return new RuleEvaluation(RULE, new SeriesKey("cold_chain", "KBL-03", "temperature"), "job", evaluator)
                .walk(points, points.getFirst().timestamp(), null);
    }
}
