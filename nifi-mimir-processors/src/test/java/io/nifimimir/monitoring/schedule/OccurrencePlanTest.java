/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.schedule;

import io.nifimimir.monitoring.schedule.OccurrencePlan.Missed;
import io.nifimimir.monitoring.schedule.OccurrencePlan.Run;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;

class OccurrencePlanTest {
    private static final CronSchedule SIX_HOURS = CronSchedule.parse("0 */6 * * *");

    private static final Instant MIDNIGHT = Instant.parse("2026-03-10T00:00:00Z");

    private static final Instant MORNING = Instant.parse("2026-03-10T06:00:00Z");

    private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");

    private static final Instant EVENING = Instant.parse("2026-03-10T18:00:00Z");

    /** After a night and a day without power. */
    private static final Instant NOW = Instant.parse("2026-03-10T13:30:00Z");

    @Test
    void testOnlyTheLatestIsRunForItsOwnTimeAndTheOthersAreOneSpan() {
        assertEquals(
                new OccurrencePlan(
                        List.of(new Run(NOON, true)),
                        Optional.of(new Missed(MIDNIGHT, MORNING, 2, true)),
                        Optional.of(EVENING)),
                plan(MIDNIGHT, NOW, CatchUp.RUN_ONCE));
    }

    @Test
    void testEachIsRunInOrder() {
        assertEquals(
                new OccurrencePlan(
                        List.of(new Run(MIDNIGHT, true), new Run(MORNING, true), new Run(NOON, true)),
                        Optional.empty(),
                        Optional.of(EVENING)),
                plan(MIDNIGHT, NOW, CatchUp.RUN_EACH));
    }

    @Test
    void testNoneIsRun() {
        assertEquals(
                new OccurrencePlan(List.of(), Optional.of(new Missed(MIDNIGHT, NOON, 3, true)), Optional.of(EVENING)),
                plan(MIDNIGHT, NOW, CatchUp.SKIP));
    }

    @Test
    void testTickWithinTheGraceMissesNothing() {
        for (final CatchUp catchUp : CatchUp.values()) {
            assertEquals(
                    new OccurrencePlan(List.of(new Run(NOON, false)), Optional.empty(), Optional.of(EVENING)),
                    plan(NOON, NOON.plus(OccurrencePlan.GRACE), catchUp));
            assertEquals(
                    catchUp.limit() > 0,
                    plan(NOON, NOON.plus(OccurrencePlan.GRACE).plusMillis(1), catchUp).runs().stream()
                            .anyMatch(Run::overdue));
        }
    }

    @Test
    void testNewestIsRunBesideWhatIsSkipped() {
        assertEquals(
                new OccurrencePlan(
                        List.of(new Run(NOON, false)),
                        Optional.of(new Missed(MIDNIGHT, MORNING, 2, true)),
                        Optional.of(EVENING)),
                plan(MIDNIGHT, NOON.plusSeconds(5), CatchUp.SKIP));
    }

    @Test
    void testWhatIsBeyondTheLimitIsOneSpan() {
        final OccurrencePlan plan = OccurrencePlan.of(
                CronSchedule.parse("* * * * *"),
                ZoneOffset.UTC,
                MIDNIGHT,
                MIDNIGHT.plus(Duration.ofMinutes(299)),
                CatchUp.RUN_EACH);
        assertEquals(100, plan.runs().size());
        assertEquals(
                MIDNIGHT.plus(Duration.ofMinutes(200)), plan.runs().getFirst().scheduledFor());
        assertEquals(
                Optional.of(new Missed(MIDNIGHT, MIDNIGHT.plus(Duration.ofMinutes(199)), 200, true)), plan.missed());
    }

    @Test
    void testYearsOfMinutesAreNotCountedToTheEnd() {
        final Instant later = MIDNIGHT.plus(Duration.ofDays(1_000));
        final OccurrencePlan plan =
                OccurrencePlan.of(CronSchedule.parse("* * * * *"), ZoneOffset.UTC, MIDNIGHT, later, CatchUp.RUN_ONCE);
        assertEquals(List.of(new Run(later, false)), plan.runs());
        assertEquals(
                Optional.of(new Missed(
                        MIDNIGHT, later.minus(Duration.ofMinutes(1)), OccurrencePlan.MAXIMUM_COUNTED - 1, false)),
                plan.missed());
        assertEquals(Optional.of(later.plusSeconds(60)), plan.next());
    }

    @Test
    void testScheduleThatEndsHasNoNext() {
        final OccurrencePlan plan = OccurrencePlan.of(
                CronSchedule.parse("0 0 12 10 3 ? 2026"), ZoneId.of("UTC"), NOON, NOW, CatchUp.RUN_ONCE);
        assertEquals(new OccurrencePlan(List.of(new Run(NOON, true)), Optional.empty(), Optional.empty()), plan);
    }

    private static OccurrencePlan plan(final Instant firstDue, final Instant now, final CatchUp catchUp) {
        return OccurrencePlan.of(SIX_HOURS, ZoneOffset.UTC, firstDue, now, catchUp);
    }
}
