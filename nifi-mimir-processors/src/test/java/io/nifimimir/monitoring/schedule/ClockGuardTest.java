/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.schedule;

import io.nifimimir.monitoring.schedule.ClockReading.Doubtful;
import io.nifimimir.monitoring.schedule.ClockReading.Moved;
import io.nifimimir.monitoring.schedule.ClockReading.Steady;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ClockGuardTest {
    private static final Instant START = Instant.parse("2026-11-01T06:00:00Z");

    private static final Duration TICK = Duration.ofSeconds(30);

    private static final Duration YEAR = Duration.ofDays(365);

    private Instant wall = START;

    private long nanos = -5_000;

    private ClockGuard guard = new ClockGuard(ClockGuard.unknown());

    @Test
    void testClockThatRunsIsBelieved() {
        run(Duration.ofHours(3));
        assertEquals(wall, guard.mark().newest());
        assertEquals(wall, guard.mark().certain());
    }

    @Test
    void testClockThatBeginsIn1970IsDoubtedUntilItIsSet() {
        run(Duration.ofHours(3));
        restart(Instant.EPOCH);
        assertTrue(doubted(Duration.ofHours(5)));
        set(START.plus(Duration.ofHours(20)));
        assertInstanceOf(Steady.class, read());
    }

    @Test
    void testBatteryThatKeptAnOldDateIsDoubtedHoweverSteadilyItRuns() {
        run(Duration.ofHours(3));
        restart(START.minus(Duration.ofDays(60)));
        assertTrue(doubted(Duration.ofHours(5)));
    }

    @Test
    void testNewStoreDoubtsATimeBeforeItsProgram() {
        wall = ClockGuard.FLOOR.minusSeconds(1);
        assertInstanceOf(Doubtful.class, read());
    }

    @Test
    void testNightWithoutPowerIsNoLeap() {
        run(Duration.ofHours(3));
        restart(wall.plus(Duration.ofHours(20)));
        assertInstanceOf(Steady.class, read());
    }

    @Test
    void testLeapForwardIsBelievedOnceItHasSettled() {
        run(Duration.ofHours(3));
        final Instant before = wall;
        set(wall.plus(YEAR));
        assertTrue(doubted(ClockGuard.SETTLING.minus(TICK)));
        final Moved moved = assertInstanceOf(Moved.class, tick());
        assertEquals(new Moved(before, wall), moved);
        assertFalse(moved.back());
        assertInstanceOf(Steady.class, tick());
    }

    @Test
    void testLeapForwardAndBackAtOnceChangesNothing() {
        run(Duration.ofHours(3));
        set(wall.plus(YEAR));
        assertInstanceOf(Doubtful.class, read());
        set(wall.minus(YEAR));
        assertTrue(doubted(ClockGuard.SETTLING.minus(TICK)));
        assertFalse(assertInstanceOf(Moved.class, tick()).back());
        assertEquals(wall, guard.mark().newest());
    }

    @Test
    void testStepBackFromTheFutureIsBelievedOnceItHasSettled() {
        run(Duration.ofHours(3));
        set(wall.plus(YEAR));
        run(Duration.ofHours(12));
        set(wall.minus(YEAR));
        assertTrue(doubted(ClockGuard.SETTLING.minus(TICK)));
        assertTrue(assertInstanceOf(Moved.class, tick()).back());
        assertInstanceOf(Steady.class, tick());
        assertEquals(wall, guard.mark().newest());

        restart(wall.plusSeconds(60));
        assertInstanceOf(Steady.class, read(), "the year in the future is forgotten");
    }

    @Test
    void testFutureOfAnEarlierLifeIsTakenBackUnlessItIsProven() {
        run(Duration.ofHours(3));
        set(wall.plus(YEAR));
        run(Duration.ofMinutes(20));
        restart(wall.minus(YEAR).plusSeconds(600));
        assertTrue(doubted(ClockGuard.SETTLING.minus(TICK)));
        assertTrue(assertInstanceOf(Moved.class, tick()).back());
    }

    @Test
    void testClockThatIsCorrectedALittleIsBelieved() {
        run(Duration.ofHours(3));
        set(wall.minusSeconds(90));
        assertInstanceOf(Steady.class, read());
        set(wall.plusSeconds(200));
        assertInstanceOf(Steady.class, read());
    }

    private void restart(final Instant wallThen) {
        guard = new ClockGuard(guard.mark());
        wall = wallThen;
        nanos = 77;
    }

    private void set(final Instant wallThen) {
        wall = wallThen;
    }

    private void run(final Duration duration) {
        for (Duration run = Duration.ZERO; run.compareTo(duration) < 0; run = run.plus(TICK)) {
            tick();
        }
    }

    private boolean doubted(final Duration duration) {
        boolean doubted = read() instanceof Doubtful;
        for (Duration run = TICK; run.compareTo(duration) <= 0; run = run.plus(TICK)) {
            doubted &= tick() instanceof Doubtful;
        }
        return doubted;
    }

    private ClockReading tick() {
        wall = wall.plus(TICK);
        nanos += TICK.toNanos();
        return read();
    }

    private ClockReading read() {
        return guard.read(wall, nanos);
    }
}
