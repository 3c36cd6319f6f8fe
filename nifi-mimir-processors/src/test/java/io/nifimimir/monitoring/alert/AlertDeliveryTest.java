/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.alert;

import io.nifimimir.monitoring.Alerts;
import io.nifimimir.monitoring.alert.AlertDelivery.Decision;
import io.nifimimir.monitoring.alert.AlertDelivery.Waiting;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class AlertDeliveryTest {
    private static final Instant NOW = Instant.parse("2024-04-14T06:30:00Z");

    private static final Instant DAY_AGO = NOW.minus(Duration.ofDays(1));

    private static final Silence NIGHT = new Silence(
            "night", null, null, null, Severity.MEDIUM, NOW.minusSeconds(60), NOW.plusSeconds(60), "a", null, null);

    private final Alert active = Alerts.active("alert", Severity.MEDIUM);

    private final AlertTransition raised = step(AlertEvent.RAISED, active);

    private final Alert over = active.resolved("over", NOW);

    private final AlertTransition resolved = step(AlertEvent.RESOLVED, over);

    @Test
    void testWhatNothingKeepsBackIsToldInOrder() {
        final Map<String, Decision> decisions =
                delivery(over, null, List.of()).decide(waiting(false, raised, resolved));
        assertEquals(List.of(new Decision.Tell(raised), new Decision.Tell(resolved)), List.copyOf(decisions.values()));
    }

    @Test
    void testSilenceHoldsUntilItsEnd() {
        final Silence longer = new Silence(
                "long",
                "clinic",
                "KBL-03",
                "temperature_c",
                null,
                DAY_AGO,
                NOW.plusSeconds(600),
                "a",
                "defrosting",
                null);
        assertEquals(
                List.of(new Decision.Hold(longer.until())),
                List.copyOf(delivery(active, null, List.of(NIGHT, longer))
                        .decide(waiting(false, raised))
                        .values()));
    }

    @Test
    void testSilenceOfWarningsLetsTheSevereThrough() {
        final Alert severe = Alerts.active("alert", Severity.HIGH);
        final AlertTransition step = step(AlertEvent.RAISED, severe);
        assertEquals(
                Map.of(step.key(), new Decision.Tell(step)),
                delivery(severe, null, List.of(NIGHT)).decide(waiting(false, step)));
    }

    @Test
    void testSilenceOfAnotherSeriesHoldsNothing() {
        final Silence elsewhere =
                new Silence("x", "clinic", "KBL-04", null, null, DAY_AGO, NOW.plusSeconds(600), "a", null, null);
        assertEquals(
                Map.of(raised.key(), new Decision.Tell(raised)),
                delivery(active, null, List.of(elsewhere)).decide(waiting(false, raised)));
    }

    @Test
    void testWhatLastsBeyondTheSilenceIsToldOnceAsItStands() {
        final Alert worse = Alerts.active("alert", Severity.HIGH);
        final AlertTransition worsened = step(AlertEvent.WORSENED, worse);
        final Map<String, Decision> decisions =
                delivery(worse, null, List.of()).decide(waiting(true, raised, worsened));
        assertEquals(new Decision.KeepBack(AlertDelivery.SILENCED), decisions.get(raised.key()));
        assertEquals(new Decision.Tell(worsened), decisions.get(worsened.key()));
    }

    @Test
    void testWhatCameAndWentInTheSilenceIsNotTold() {
        final Map<String, Decision> decisions = delivery(over, null, List.of()).decide(waiting(true, raised, resolved));
        assertTrue(decisions.values().stream().allMatch(Decision.KeepBack.class::isInstance), decisions.toString());
    }

    @Test
    void testEndInTheSilenceIsToldAfterItToWhomWasToldOfTheBeginning() {
        assertEquals(
                Map.of(resolved.key(), new Decision.Tell(resolved.as(over))),
                delivery(over, raised, List.of()).decide(waiting(true, resolved)));
    }

    @Test
    void testWhatCameBackInTheSilenceIsNoNewsToWhomWasToldOfIt() {
        final Map<String, Decision> decisions =
                delivery(active, raised, List.of()).decide(waiting(true, resolved, step(AlertEvent.REOPENED, active)));
        assertTrue(decisions.values().stream().allMatch(Decision.KeepBack.class::isInstance), decisions.toString());
    }

    @Test
    void testPointsOfASilenceThatComeAfterItAreSilentToo() {
        final Silence yesterday = new Silence(
                "x", null, null, null, null, raised.at(), raised.at().plusSeconds(1), "a", null, null);
        final Map<String, Decision> decisions =
                delivery(over, null, List.of(yesterday)).decide(waiting(false, raised, resolved));
        assertTrue(decisions.values().stream().allMatch(Decision.KeepBack.class::isInstance), decisions.toString());
    }

    @Test
    void testWarningWaitsWhileSomethingMoreSevereOfTheSameSeriesLasts() {
        final Alert severe = Alerts.active("other", Severity.CRITICAL);
        assertEquals(
                Map.of(raised.key(), new Decision.Hold(AlertDelivery.UNTIL_RELEASED)),
                AlertDelivery.ranked(active, null, List.of(active, severe)).decide(waiting(false, raised)));
        final Alert critical = Alerts.active("alert", Severity.CRITICAL);
        final AlertTransition step = step(AlertEvent.RAISED, critical);
        final Alert warning = Alerts.active("other", Severity.LOW);
        assertEquals(
                Map.of(step.key(), new Decision.Tell(step)),
                AlertDelivery.ranked(critical, null, List.of(critical, warning)).decide(waiting(false, step)),
                "nothing critical is swallowed");
    }

    @Test
    void testTooLowIsNoNewsOfTooHigh() {
        final Alert severeBelow = Alerts.active("other", Severity.CRITICAL)
                .with(AlertCourse.begin(new Streak(Verdict.Side.BELOW, NOW, 1)));
        assertEquals(
                Map.of(raised.key(), new Decision.Tell(raised)),
                AlertDelivery.ranked(active, null, List.of(severeBelow)).decide(waiting(false, raised)));
    }

    private static AlertDelivery delivery(
            final Alert alert, final AlertTransition lastTold, final List<Silence> silences) {
        return AlertDelivery.silenced(alert, lastTold, silences, NOW);
    }

    private static List<Waiting> waiting(final boolean held, final AlertTransition... transitions) {
        return Arrays.stream(transitions)
                .map(transition -> new Waiting(transition, held))
                .toList();
    }

    private static AlertTransition step(final AlertEvent event, final Alert alert) {
        return AlertTransition.of(event, alert, DAY_AGO, "job");
    }
}
