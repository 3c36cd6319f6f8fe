/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.evaluation;

import io.nifimimir.monitoring.MonitoringRule;
import io.nifimimir.monitoring.SyntheticSeries;
import io.nifimimir.monitoring.alert.Alert;
import io.nifimimir.monitoring.alert.AlertAction;
import io.nifimimir.monitoring.alert.AlertEvent;
import io.nifimimir.monitoring.alert.AlertPolicies;
import io.nifimimir.monitoring.alert.AlertPolicy;
import io.nifimimir.monitoring.alert.AlertStatus;
import io.nifimimir.monitoring.alert.AlertTransition;
import io.nifimimir.monitoring.alert.Severity;
import io.nifimimir.monitoring.rule.RuleCondition;
import io.nifimimir.monitoring.series.SeriesKey;
import io.nifimimir.monitoring.series.SeriesPoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A rule of a fridge, 2 to 8 °C, on readings by the hour. */
class IncidentLifeTest {
    private static final SeriesKey SERIES = new SeriesKey("clinic", "KBL-03", "temperature_c");

    private static final List<String> POLICIES = List.of(
            "{}",
            "{\"for_points\": 3, \"resolve_after_points\": 1}",
            "{\"for_minutes\": 120, \"resolve_after_minutes\": 180}",
            "{\"reopen_within_points\": 0}",
            "{\"reopen_within_minutes\": 600, \"resolve_margin\": 1}",
            "{\"cool_down_minutes\": 1440}");

    @Test
    void testConditionMustHoldForItsTime() {
        final Life life = new Life("{\"for_minutes\": 120}");
        life.points(5, 9, 9);
        assertEquals(AlertStatus.PENDING, life.newest().status());
        assertEquals(List.of(), life.told());
        life.points(5);
        assertEquals(Map.of(), life.alerts, "it was never one");
        life.points(9, 9, 9, 9);
        assertEquals(List.of("raised"), life.told());
        assertEquals(at(4), life.newest().since());
        assertEquals(4, life.newest().occurrences());
    }

    @Test
    void testMinimumDurationIsNotBegunAnewByAStart() {
        final Life life = new Life("{\"for_points\": 5}");
        life.points(5);
        for (int reading = 0; reading < 5; reading++) {
            life.points(9);
        }
        assertEquals(List.of("raised"), life.told());
    }

    @Test
    void testWhatIsAtTheEdgeResolvesNothing() {
        final Life life = new Life("{\"resolve_margin\": 1}");
        life.points(5, 9, 7.5, 7.5, 7.5, 7.5, 7.5);
        assertEquals(List.of("raised"), life.told());
        life.points(6.5, 6.5, 7.5, 6.5, 6.5, 6.5);
        assertEquals(List.of("raised", "resolved"), life.told());
        assertEquals(at(10), life.newest().resolvedAt());
    }

    @Test
    void testWhatComesBackSoonIsTheSameAlert() {
        final Life life = new Life("{}");
        life.points(5, 9, 5, 5, 5, 5, 9, 9);
        assertEquals(List.of("raised", "resolved", "reopened"), life.told());
        assertEquals(1, life.alerts.size());
        assertEquals(1, life.newest().course().reopened());
        assertEquals(at(1), life.newest().since());
        assertEquals(3, life.newest().occurrences());
        life.calm(10);
        life.points(9);
        assertEquals(List.of("raised", "resolved", "reopened", "resolved", "raised"), life.told());
        assertEquals(2, life.alerts.size());
    }

    @Test
    void testNothingComesBackBeforeTheCoolDownIsOver() {
        final Life life = new Life("{\"cool_down_minutes\": 720}");
        life.points(5, 9, 5, 5, 5);
        for (int reading = 0; reading < 8; reading++) {
            life.points(9);
        }
        assertEquals(List.of("raised", "resolved"), life.told());
        life.points(9, 9, 9, 9);
        assertEquals(List.of("raised", "resolved", "reopened"), life.told());
    }

    @Test
    void testAlertThatSomebodyResolvedStaysSilentUntilItsConditionHasGoneAndComesBack() {
        final Life life = new Life("{}");
        life.points(5, 9);
        life.act(AlertAction.Kind.RESOLVE);
        life.points(9, 9, 9, 9);
        assertEquals(List.of("raised", "resolved"), life.told());
        assertEquals(AlertStatus.RESOLVED, life.newest().status());
        assertEquals(5, life.newest().occurrences());
        life.points(5, 5, 5);
        assertEquals(List.of("raised", "resolved"), life.told());
        life.points(9);
        assertEquals(List.of("raised", "resolved", "reopened"), life.told());
        assertEquals(1, life.alerts.size());
    }

    @Test
    void testAlertThatSomebodyDismissedIsNotToldOfAgainForThisIncident() {
        final Life life = new Life("{}");
        life.points(5, 9);
        life.act(AlertAction.Kind.DISMISS);
        life.points(9, 9, 5, 5, 5, 5, 9, 9, 5, 5, 5);
        assertEquals(List.of("raised", "dismissed"), life.told());
        assertEquals(AlertStatus.DISMISSED, life.newest().status());
        life.calm(10);
        assertTrue(life.newest().course().closed());
        life.points(9);
        assertEquals(List.of("raised", "dismissed", "raised"), life.told());
    }

    @Test
    void testAcknowledgedAlertTellsWhenItIsOver() {
        final Life life = new Life("{}");
        life.points(5, 9);
        life.act(AlertAction.Kind.ACKNOWLEDGE);
        life.points(9, 9);
        assertEquals(AlertStatus.ACKNOWLEDGED, life.newest().status());
        life.calm(3);
        assertEquals(List.of("raised", "acknowledged", "resolved"), life.told());
    }

    @Test
    void testRiseOfSeverityIsToldOnce() {
        final Life life = new Life("{}");
        life.points(5, 9);
        life.severity = Severity.CRITICAL;
        life.points(9, 9);
        life.severity = Severity.LOW;
        life.points(9);
        life.severity = Severity.CRITICAL;
        life.points(9);
        assertEquals(List.of("raised", "worsened"), life.told());
        assertEquals(Severity.CRITICAL, life.newest().severity());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 60})
    void testHowOftenAJobRunsChangesNothing(final int pointsOfRun) {
        for (final String policy : POLICIES) {
            for (long seed = 0; seed < 40; seed++) {
                final double[] values = weather(new Random(seed), 300);
                final Life inOneGo = new Life(policy);
                inOneGo.points(5);
                inOneGo.points(values);
                final Life inRuns = new Life(policy);
                inRuns.points(5);
                for (int from = 0; from < values.length; from += pointsOfRun) {
                    inRuns.points(Arrays.copyOfRange(values, from, Math.min(values.length, from + pointsOfRun)));
                }
                final String run = "%s, seed %d".formatted(policy, seed);
                assertEquals(inOneGo.keys(), inRuns.keys(), run);
                assertEquals(inOneGo.alerts, inRuns.alerts, run);
            }
        }
    }

    /** Whatever comes, and whatever people do: one open alert at most, no message twice, and an end to all when it is calm. */
    @Test
    void testLivesKeepTheirOrderWhateverComes() {
        final Set<AlertEvent> seen = new HashSet<>();
        for (final String policy : POLICIES) {
            for (long seed = 0; seed < 60; seed++) {
                final Random random = new Random(seed);
                final Life life = new Life(policy);
                life.points(5);
                for (int run = 0; run < 60; run++) {
                    life.points(weather(random, 1 + random.nextInt(6)));
                    if (random.nextInt(4) == 0) {
                        life.actIfAllowed(AlertAction.Kind.values()[random.nextInt(3)]);
                    }
                    life.assertOrder();
                }
                life.calm(40);
                final String what = "%s, seed %d".formatted(policy, seed);
                assertTrue(
                        life.alerts.values().stream()
                                .allMatch(alert -> alert.course().closed()),
                        what);
                assertTrue(
                        life.alerts.values().stream()
                                .noneMatch(alert -> alert.status().isOpen()),
                        what);
                life.transitions.forEach(transition -> seen.add(transition.event()));
            }
        }
        assertEquals(
                Set.of(
                        AlertEvent.RAISED,
                        AlertEvent.REOPENED,
                        AlertEvent.ACKNOWLEDGED,
                        AlertEvent.RESOLVED,
                        AlertEvent.DISMISSED),
                seen);
    }

    @Test
    void testRunDoesNotUndoWhatSomebodyDidMeanwhile() {
        final Life life = new Life("{}");
        life.points(5, 9);
        final Alert raised = life.newest();
        life.points(9);
        final Alert ofRun = life.newest();
        final Alert acknowledged = action(AlertAction.Kind.ACKNOWLEDGE).on(raised);
        assertEquals(AlertStatus.ACKNOWLEDGED, ofRun.afterChangeTo(acknowledged).status());
        assertEquals("Amina", ofRun.afterChangeTo(acknowledged).course().acknowledgedBy());
        assertEquals(2, ofRun.afterChangeTo(acknowledged).occurrences());
        final Alert dismissed = action(AlertAction.Kind.DISMISS).on(raised);
        assertEquals(AlertStatus.DISMISSED, ofRun.afterChangeTo(dismissed).status());
        life.calm(3);
        assertEquals(
                AlertStatus.DISMISSED, life.newest().afterChangeTo(dismissed).status());
        assertEquals(
                AlertStatus.RESOLVED, life.newest().afterChangeTo(acknowledged).status());
        final Alert escalated = raised.escalated(at(9));
        assertEquals(Severity.CRITICAL, ofRun.afterChangeTo(escalated).severity());
        assertEquals(ofRun, ofRun.afterChangeTo(raised));
    }

    /** Spells of heat among normal readings, and readings at the edge. */
    private static double[] weather(final Random random, final int count) {
        final double[] values = new double[count];
        double value = 5;
        for (int index = 0; index < count; index++) {
            if (random.nextInt(4) == 0) {
                value = List.of(5.0, 5.0, 7.5, 9.0, 1.0).get(random.nextInt(5));
            }
            values[index] = value;
        }
        return values;
    }

    private static AlertAction action(final AlertAction.Kind kind) {
        return new AlertAction(kind, "Amina", "seen", at(1_000));
    }

    private static Instant at(final int hour) {
        return SyntheticSeries.START.plus(Duration.ofHours(hour));
    }

    /** A rule on a series, its runs one after another, and what a store would hold of it. */
    private static final class Life {
        private final Map<String, Alert> alerts = new LinkedHashMap<>();

        private final List<AlertTransition> transitions = new ArrayList<>();

        private final AlertPolicy policy;

        private Severity severity = Severity.HIGH;

        private int hours;

        private Instant progress;

        Life(final String policy) {
            this.policy = AlertPolicies.parse(policy);
        }

        void points(final double... values) {
            final List<SeriesPoint> points = new ArrayList<>();
            for (final double value : values) {
                points.add(new SeriesPoint(at(hours), value));
                hours++;
            }
            final MonitoringRule rule = new MonitoringRule(
                    "rule",
                    "job",
                    "clinic",
                    null,
                    "temperature_c",
                    new RuleCondition.Range(2, 8),
                    severity,
                    "",
                    true,
                    policy);
            final ConditionEvaluator evaluator = ConditionEvaluator.of(rule.condition(), Duration.ofHours(1));
            final Instant through = progress == null ? points.getFirst().timestamp() : progress;
            final RuleEvaluation.Outcome outcome =
                    new RuleEvaluation(rule, SERIES, "job", evaluator).walk(points, through, current());
            progress = points.getLast().timestamp();
            for (final Alert alert : outcome.alerts()) {
                if (alert.status() == AlertStatus.PENDING && alert.course().closed()) {
                    alerts.remove(alert.id());
                } else {
                    alerts.put(alert.id(), alert);
                }
            }
            transitions.addAll(outcome.transitions());
        }

        void calm(final int points) {
            for (int point = 0; point < points; point++) {
                points(5);
            }
        }

        void act(final AlertAction.Kind kind) {
            final Alert changed = action(kind).on(newest());
            alerts.put(changed.id(), changed);
            transitions.add(AlertTransition.by(kind.event(), changed, at(hours), "job", "Amina", "seen"));
        }

        void actIfAllowed(final AlertAction.Kind kind) {
            final Alert current = current();
            if (current == null || current.status() == kind.status()) {
                return;
            }
            final boolean allowed =
                    kind == AlertAction.Kind.DISMISS || current.status().isOpen();
            if (allowed) {
                act(kind);
            }
        }

        Alert newest() {
            return List.copyOf(alerts.values()).getLast();
        }

        private Alert current() {
            final List<Alert> current = alerts.values().stream()
                    .filter(alert -> !alert.course().closed())
                    .toList();
            assertTrue(current.size() <= 1, current.toString());
            return current.isEmpty() ? null : current.getFirst();
        }

        List<String> told() {
            return transitions.stream()
                    .map(transition -> transition.event().wireName())
                    .toList();
        }

        List<String> keys() {
            return transitions.stream().map(AlertTransition::key).toList();
        }

        void assertOrder() {
            assertEquals(keys().size(), new HashSet<>(keys()).size(), keys().toString());
            final Map<String, AlertEvent> last = new LinkedHashMap<>();
            for (final AlertTransition transition : transitions) {
                final AlertEvent before = last.put(transition.alert().id(), transition.event());
                switch (transition.event()) {
                    case RAISED -> assertEquals(null, before, keys().toString());
                    case REOPENED -> assertEquals(AlertEvent.RESOLVED, before, keys().toString());
                    case ACKNOWLEDGED, RESOLVED ->
                        assertFalse(
                                before == null || before == AlertEvent.RESOLVED || before == AlertEvent.DISMISSED,
                                keys().toString());
                    case DISMISSED -> assertFalse(before == AlertEvent.DISMISSED, keys().toString());
                    case WORSENED, ESCALATED -> throw new AssertionError(keys().toString());
                }
            }
        }
    }
}
