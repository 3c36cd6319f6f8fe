/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.rhythm;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RhythmTest {
    /** A Monday. */
    private static final Instant START = Instant.parse("2024-01-01T06:00:00Z");

    private static final Duration HOUR = Duration.ofHours(1);

    private static final Duration DAY = Duration.ofDays(1);

    @Test
    void testRegularPointsAreOnePeriodApart() {
        final Rhythm rhythm = Rhythm.of(points(DAY, 100, instant -> true)).orElseThrow();
        assertEquals(DAY, rhythm.usualDistance());
        assertEquals(1, rhythm.longestUsual(), 0.1);
        assertEquals(9, between(rhythm, "2024-04-01T06:00:00Z", "2024-04-10T06:00:00Z"), 0.3);
        assertEquals(-1, between(rhythm, "2024-04-02T06:00:00Z", "2024-04-01T06:00:00Z"), 0.1);
    }

    @Test
    void testWeekendInWhichNobodyReportsIsNoSilence() {
        final Rhythm rhythm =
                Rhythm.of(points(DAY, 100, instant -> dayOfWeek(instant) < 6)).orElseThrow();
        assertEquals(DAY, rhythm.usualDistance());
        assertEquals(1, between(rhythm, "2024-04-05T06:00:00Z", "2024-04-08T06:00:00Z"), 0.1);
        assertEquals(0.75, between(rhythm, "2024-04-05T06:00:00Z", "2024-04-07T23:00:00Z"), 0.1);
        assertEquals(2, between(rhythm, "2024-04-01T06:00:00Z", "2024-04-03T06:00:00Z"), 0.1);
    }

    @Test
    void testNightInWhichNobodyMeasuresIsNoSilence() {
        final Rhythm rhythm = Rhythm.of(points(HOUR, 1_000, instant -> hour(instant) >= 8 && hour(instant) < 18))
                .orElseThrow();
        assertEquals(1, between(rhythm, "2024-02-06T17:00:00Z", "2024-02-07T08:00:00Z"), 0.2);
        assertEquals(3, between(rhythm, "2024-02-06T09:00:00Z", "2024-02-06T12:00:00Z"), 0.5);
    }

    @Test
    void testSiteThatReportsNowAndThenIsGivenItsTime() {
        final Random random = new Random(3);
        final Rhythm rhythm = Rhythm.of(points(DAY, 400, instant -> random.nextDouble() < 0.3))
                .orElseThrow();
        assertTrue(rhythm.longestUsual() > 2.5, "found " + rhythm.longestUsual());
    }

    @Test
    void testInstantAfterSomePeriodsIsTheFirstOne() {
        final Rhythm rhythm =
                Rhythm.of(points(DAY, 100, instant -> dayOfWeek(instant) < 6)).orElseThrow();
        final long friday = millis("2024-04-05T06:00:00Z");
        final long after = rhythm.after(friday, 3);
        assertTrue(rhythm.periods(friday, after) >= 3);
        assertTrue(rhythm.periods(friday, after - 1) < 3);
        assertEquals(millis("2024-04-10T06:00:00Z"), after, 2 * HOUR.toMillis());
        assertEquals(
                millis("2024-04-05T18:00:00Z"),
                Rhythm.every(Duration.ofHours(4)).after(friday, 3),
                1);
    }

    @Test
    void testBytesAreReadBack() {
        final Rhythm rhythm =
                Rhythm.of(points(HOUR, 1_000, instant -> hour(instant) >= 8)).orElseThrow();
        final Rhythm read = Rhythm.ofBytes(rhythm.toBytes());
        assertArrayEquals(rhythm.toBytes(), read.toBytes());
        assertEquals(rhythm.periods(0, 123_456_789), read.periods(0, 123_456_789));
        assertEquals(rhythm.longestUsual(), read.longestUsual());
    }

    @Test
    void testFewPointsHaveNoRhythm() {
        assertEquals(Optional.empty(), Rhythm.of(points(DAY, 7, instant -> true)));
        assertTrue(Rhythm.of(points(DAY, 8, instant -> true)).isPresent());
    }

    @Test
    void testPointsOfOneInstantHaveARhythmAllTheSame() {
        final Rhythm rhythm =
                Rhythm.of(LongStream.generate(() -> 5).limit(20).toArray()).orElseThrow();
        assertTrue(Double.isFinite(rhythm.periods(0, HOUR.toMillis())));
    }

    private static long[] points(final Duration step, final int steps, final Predicate<Instant> comes) {
        return Stream.iterate(START, instant -> instant.plus(step))
                .limit(steps)
                .filter(comes)
                .mapToLong(Instant::toEpochMilli)
                .toArray();
    }

    private static int dayOfWeek(final Instant instant) {
        return instant.atOffset(ZoneOffset.UTC).getDayOfWeek().getValue();
    }

    private static int hour(final Instant instant) {
        return instant.atOffset(ZoneOffset.UTC).getHour();
    }

    private static double between(final Rhythm rhythm, final String from, final String to) {
        return rhythm.periods(millis(from), millis(to));
    }

    private static long millis(final String instant) {
        return Instant.parse(instant).toEpochMilli();
    }
}
