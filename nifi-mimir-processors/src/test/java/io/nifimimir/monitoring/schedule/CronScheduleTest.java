/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.schedule;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class CronScheduleTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 9 * * * | 2024-01-15T09:00:00Z",
                "5 * * * * | 2024-01-14T12:05:00Z",
                "*/5 * * * * | 2024-01-14T12:05:00Z",
                "15 6 * * 1 | 2024-01-15T06:15:00Z",
                "15 6 * * 7 | 2024-01-21T06:15:00Z",
                "0 0 29 2 * | 2024-02-29T00:00:00Z",
                "30 0 9 * * * | 2024-01-15T09:00:30Z",
                "0 0 9 ? * MON | 2024-01-15T09:00:00Z",
                "0 0 9 ? * 2 | 2024-01-15T09:00:00Z",
                "0 0 9 1 1 ? 2027 | 2027-01-01T09:00:00Z",
                "@hourly | 2024-01-14T13:00:00Z",
                "@daily | 2024-01-15T00:00:00Z",
                "@midnight | 2024-01-15T00:00:00Z",
                "0 0 29 2 1 | 2024-02-05T00:00:00Z",
                "0 9 31 * * | 2024-01-31T09:00:00Z",
                "@weekly | 2024-01-21T00:00:00Z",
                "@Monthly | 2024-02-01T00:00:00Z",
                "@yearly | 2025-01-01T00:00:00Z"
            })
    void testNextRun(final String expression, final Instant expected) {
        assertEquals(
                Optional.of(expected),
                CronSchedule.parse(expression).next(Instant.parse("2024-01-14T12:00:00Z"), ZoneId.of("UTC")));
    }

    @Test
    void testNextRunIsReadInTheZone() {
        assertEquals(
                Optional.of(Instant.parse("2024-01-15T04:30:00Z")),
                CronSchedule.parse("0 9 * * *").next(Instant.parse("2024-01-14T12:00:00Z"), ZoneId.of("Asia/Kabul")));
    }

    @Test
    void testScheduleWithoutFurtherTimeHasNoNextRun() {
        assertEquals(
                Optional.empty(), CronSchedule.parse("0 0 30 2 *").next(Instant.parse("2024-01-14T12:00:00Z"), BERLIN));
    }

    @Test
    void testDailyJobRunsOnTheDayWhoseHourIsMissing() {
        assertEquals(
                List.of("2024-03-30T01:30:00Z", "2024-03-31T01:30:00Z", "2024-04-01T00:30:00Z"),
                runs("30 2 * * *", "2024-03-29T12:00:00Z", 3));
        assertEquals(List.of("2024-03-31T01:30:00Z"), runs("30 2 * * *", "2024-03-31T01:10:00Z", 1));
        assertEquals(List.of("2024-04-01T00:30:00Z"), runs("30 2 * * *", "2024-03-31T01:30:00Z", 1));
    }

    @Test
    void testDailyJobRunsOnceInTheHourThatComesTwice() {
        assertEquals(
                List.of("2024-10-27T00:30:00Z", "2024-10-28T01:30:00Z"), runs("30 2 * * *", "2024-10-26T12:00:00Z", 2));
    }

    @Test
    void testHourlyJobRunsEachHourThroughBothChanges() {
        assertEquals(
                List.of("2024-03-31T00:05:00Z", "2024-03-31T01:05:00Z", "2024-03-31T02:05:00Z"),
                runs("5 * * * *", "2024-03-30T23:30:00Z", 3));
        assertEquals(
                List.of("2024-10-27T00:05:00Z", "2024-10-27T01:05:00Z", "2024-10-27T02:05:00Z"),
                runs("5 * * * *", "2024-10-26T23:30:00Z", 3));
    }

    /** Each local day has its run, and only one, also where the clock is put forward or back by half an hour. */
    @ParameterizedTest
    @CsvSource({
        "Asia/Kabul, 2024-03-20, 15 2 * * *",
        "America/New_York, 2024-03-08, 30 2 * * *",
        "America/New_York, 2024-11-01, 30 1 * * *",
        "Australia/Lord_Howe, 2024-04-05, 45 1 * * *",
        "Australia/Lord_Howe, 2024-10-04, 15 2 * * *"
    })
    void testDailyJobRunsOnceOnEachLocalDay(final ZoneId zone, final LocalDate first, final String expression) {
        final CronSchedule schedule = CronSchedule.parse(expression);
        Instant last = first.atStartOfDay(zone).toInstant();
        final List<LocalDate> days = new ArrayList<>();
        for (int day = 0; day < 5; day++) {
            last = schedule.next(last, zone).orElseThrow();
            days.add(last.atZone(zone).toLocalDate());
        }
        assertEquals(first.datesUntil(first.plusDays(5)).toList(), days);
    }

    @Test
    void testLeapDayComesEachFourthYear() {
        assertEquals(
                List.of("2024-02-28T23:00:00Z", "2028-02-28T23:00:00Z"), runs("0 0 29 2 *", "2024-01-01T00:00:00Z", 2));
    }

    @Test
    void testLastRunsAreThoseUpToAnInstant() {
        final CronSchedule schedule = CronSchedule.parse("0 */6 * * *");
        final Instant noon = Instant.parse("2024-01-14T12:00:00Z");
        assertEquals(List.of(noon.minusSeconds(21_600), noon), schedule.lastUntil(noon, ZoneId.of("UTC"), 2));
        assertEquals(List.of(noon), schedule.lastUntil(noon.plusSeconds(21_599), ZoneId.of("UTC"), 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "61 99 99 99 99 | 61 not in range [0, 59]",
                "0 9 * * 8 | 8 not in range",
                "*/0 * * * * | Period 0",
                "a b c d e | Invalid chars",
                "\"\" | has 0 fields, expected 5",
                "0 9 * * | has 4 fields",
                "1 2 3 4 5 6 7 8 | has 8 fields",
                "@fortnightly | expected @hourly",
                "@every 1h | */15 * * * *",
                "@reboot | names no time"
            })
    void testNonsenseIsRefusedWithTheReason(final String expression, final String reason) {
        final IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> CronSchedule.parse(expression));
        assertTrue(refused.getMessage().contains(reason), refused.getMessage());
    }

    @Test
    void testDescriptionIsEnglishInEachLocale() {
        final Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertEquals("at 09:00", CronSchedule.parse("0 9 * * *").describe());
            assertEquals("every 5 minutes", CronSchedule.parse("*/5 * * * *").describe());
            assertEquals(
                    "at 06:15 on Monday and Friday",
                    CronSchedule.parse("15 6 * * 1,5").describe());
            assertEquals(
                    "at 22:00 every day between Monday and Friday",
                    CronSchedule.parse("0 22 * * 1-5").describe());
            assertEquals(
                    "at 00:00 on day 1 and 15 of the month in January",
                    CronSchedule.parse("0 0 1,15 1 *").describe());
        } finally {
            Locale.setDefault(before);
        }
    }

    private static List<String> runs(final String expression, final String after, final int count) {
        final CronSchedule schedule = CronSchedule.parse(expression);
        final List<String> runs = new ArrayList<>();
        Instant last = Instant.parse(after);
        for (int run = 0; run < count; run++) {
            last = schedule.next(last, BERLIN).orElseThrow();
            runs.add(last.toString());
        }
        return runs;
    }
}
