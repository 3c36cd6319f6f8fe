/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.alert;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class RecurrenceTest {
    private static final Recurrence NIGHTS_OF_BERLIN =
            Recurrence.weekly(List.of(), LocalTime.of(22, 0), LocalTime.of(6, 0), ZoneId.of("Europe/Berlin"));

    /** Summer time begins on 31 March 2024 at 01:00 UTC and ends on 27 October at the same hour; a night ends at six by the clock. */
    @ParameterizedTest
    @CsvSource({
        "2024-02-01T20:59:59Z,",
        "2024-02-01T21:00:00Z, 2024-02-02T05:00:00Z",
        "2024-02-02T04:59:59Z, 2024-02-02T05:00:00Z",
        "2024-02-02T05:00:00Z,",
        "2024-03-31T03:59:59Z, 2024-03-31T04:00:00Z",
        "2024-03-31T04:00:00Z,",
        "2024-07-01T20:00:00Z, 2024-07-02T04:00:00Z",
        "2024-10-27T04:59:59Z, 2024-10-27T05:00:00Z",
        "2024-10-27T05:00:00Z,"
    })
    void nightIsSilentFromTenToSixByTheClockOnTheWall(final Instant instant, final Instant end) {
        assertEquals(Optional.ofNullable(end), NIGHTS_OF_BERLIN.endOfSpanAt(instant));
    }

    @Test
    void fridayEndsWithTheDay() {
        final Recurrence fridays = Recurrence.weekly(
                List.of(DayOfWeek.FRIDAY), LocalTime.MIDNIGHT, LocalTime.MIDNIGHT, ZoneId.of("Asia/Kabul"));

        assertEquals(Duration.ofDays(1), fridays.length());
        assertEquals(
                Optional.of(Instant.parse("2024-05-03T19:30:00Z")),
                fridays.endOfSpanAt(Instant.parse("2024-05-02T19:30:00Z")));
        assertEquals(Optional.empty(), fridays.endOfSpanAt(Instant.parse("2024-05-02T19:29:59Z")));
        assertEquals(Optional.empty(), fridays.endOfSpanAt(Instant.parse("2024-05-03T19:30:00Z")));
    }

    @Test
    void sundayIsADayOfTheWeek() {
        final Recurrence sundays =
                Recurrence.weekly(List.of(DayOfWeek.SUNDAY), LocalTime.of(8, 30), LocalTime.of(9, 0), ZoneOffset.UTC);

        assertEquals(
                Optional.of(Instant.parse("2024-05-05T09:00:00Z")),
                sundays.endOfSpanAt(Instant.parse("2024-05-05T08:45:00Z")));
    }

    @Test
    void silenceCoversItsSpansBetweenItsBeginningAndItsEnd() {
        final Silence silence = new Silence(
                "nights",
                null,
                null,
                null,
                null,
                Instant.parse("2024-02-02T00:00:00Z"),
                Instant.parse("2024-02-03T00:00:00Z"),
                "Amina",
                null,
                NIGHTS_OF_BERLIN);

        assertEquals(Optional.empty(), silence.silentUntil(Instant.parse("2024-02-01T23:00:00Z")));
        assertEquals(
                Optional.of(Instant.parse("2024-02-02T05:00:00Z")),
                silence.silentUntil(Instant.parse("2024-02-02T00:00:00Z")));
        assertEquals(Optional.empty(), silence.silentUntil(Instant.parse("2024-02-02T12:00:00Z")));
        assertEquals(
                Optional.of(Instant.parse("2024-02-03T00:00:00Z")),
                silence.silentUntil(Instant.parse("2024-02-02T23:00:00Z")));
    }

    @Test
    void refusesWhatNeverBeginsAndWhatNeverEnds() {
        final Duration hour = Duration.ofHours(1);
        assertThrows(IllegalArgumentException.class, () -> new Recurrence("0 0 30 2 *", hour, ZoneOffset.UTC));
        assertThrows(IllegalArgumentException.class, () -> new Recurrence("at night", hour, ZoneOffset.UTC));
        final Duration days = Duration.ofDays(32);
        assertThrows(IllegalArgumentException.class, () -> new Recurrence("0 0 * * *", days, ZoneOffset.UTC));
        assertThrows(IllegalArgumentException.class, () -> new Recurrence("0 0 * * *", Duration.ZERO, ZoneOffset.UTC));
    }
}
