/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class CronScheduleTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0 9 * * *       | 2024-05-02T09:00:00Z
            0 3 1 1 *       | 2025-01-01T03:00:00Z
            0,30 * * * *    | 2024-05-01T12:30:00Z
            */5 * * * *     | 2024-05-01T12:05:00Z
            15 6 * * 1      | 2024-05-06T06:15:00Z
            0 0 9 * * ?     | 2024-05-02T09:00:00Z
            30 0 12 * * ? * | 2024-05-01T12:00:30Z
            @daily          | 2024-05-02T00:00:00Z
            @hourly         | 2024-05-01T13:00:00Z
            """)
    void nextInstant(final String expression, final Instant expected) {
        assertEquals(
                Optional.of(expected),
                CronSchedule.of(expression, ZoneOffset.UTC).next(Instant.parse("2024-05-01T12:00:00Z")));
    }

    @Test
    void wallClockIsKeptOverTheChangeToSummerTime() {
        final CronSchedule schedule = CronSchedule.of("0 9 * * *", ZoneId.of("Europe/Berlin"));

        assertEquals(
                Optional.of(Instant.parse("2024-03-30T08:00:00Z")),
                schedule.next(Instant.parse("2024-03-29T12:00:00Z")));
        assertEquals(
                Optional.of(Instant.parse("2024-03-31T07:00:00Z")),
                schedule.next(Instant.parse("2024-03-30T12:00:00Z")));
    }

    @Test
    void descriptionIsForPeople() {
        assertEquals("at 06:15", CronSchedule.of("15 6 * * *", ZoneOffset.UTC).describe());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "61 99 99 99 99", "* * *", "every day", "0 25 * * *"})
    void nonsenseIsRefusedByName(final String expression) {
        final IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> CronSchedule.of(expression, ZoneOffset.UTC));

        assertTrue(e.getMessage().startsWith("[%s] is no cron expression".formatted(expression)), e.getMessage());
    }
}
