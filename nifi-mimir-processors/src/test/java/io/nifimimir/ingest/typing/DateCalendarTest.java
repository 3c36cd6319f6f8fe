/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.typing;

import io.nifimimir.ingest.Converted;
import io.nifimimir.ingest.IngestOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.chrono.ThaiBuddhistDate;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DateCalendarTest {

    /** Days that are known: new years of both, leap days, Ethiopian Christmas, the hundredth year of independence. */
    @ParameterizedTest
    @CsvSource({
        "SOLAR_HIJRI,1403,1,1,2024-03-20",
        "SOLAR_HIJRI,1402,1,1,2023-03-21",
        "SOLAR_HIJRI,1403,12,30,2025-03-20",
        "SOLAR_HIJRI,1399,12,30,2021-03-20",
        "SOLAR_HIJRI,1357,2,7,1978-04-27",
        "SOLAR_HIJRI,1298,5,28,1919-08-20",
        "ETHIOPIAN,2016,1,1,2023-09-12",
        "ETHIOPIAN,2015,13,6,2023-09-11",
        "ETHIOPIAN,2017,4,29,2025-01-07",
        "ETHIOPIAN,1967,1,2,1974-09-12"
    })
    void knownDays(
            final DateCalendar calendar, final int year, final int month, final int day, final LocalDate expected) {
        assertTrue(calendar.isDate(year, month, day));
        assertEquals(expected, LocalDate.ofEpochDay(calendar.epochDay(year, month, day)));
    }

    @ParameterizedTest
    @EnumSource
    void eachDayFollowsTheOneBefore(final DateCalendar calendar) {
        final int first = calendar == DateCalendar.BUDDHIST ? 2_400 : 1_200;
        long expected = calendar.epochDay(first, 1, 1);
        for (int year = first; year < first + 300; year++) {
            for (int month = 1; month <= 14; month++) {
                for (int day = 1; day <= calendar.monthLength(year, month); day++) {
                    assertEquals(expected++, calendar.epochDay(year, month, day));
                }
            }
        }
        assertEquals(109_572, expected - calendar.epochDay(first, 1, 1), 3, "300 years of 365.24 days");
    }

    @Test
    void buddhistDaysAreThoseOfTheJdk() {
        assertEquals(ThaiBuddhistDate.of(2567, 2, 29).toEpochDay(), DateCalendar.BUDDHIST.epochDay(2567, 2, 29));
    }

    @ParameterizedTest
    @CsvSource({
        "SOLAR_HIJRI,1402/02/31;1402/12/29,2023-05-21;2024-03-19",
        "SOLAR_HIJRI,31/2/1402;5/1/1402,2023-05-21;2023-03-25",
        "SOLAR_HIJRI,1402-02-31;2024-03-19,2023-05-21;2024-03-19",
        "SOLAR_HIJRI,31 Saur 1402;29 Hut 1402,2023-05-21;2024-03-19",
        "SOLAR_HIJRI,\u06f1\u06f4\u06f0\u06f2/\u06f0\u06f2/\u06f3\u06f1;\u06f1\u06f4\u06f0\u06f2/\u06f1\u06f2/\u06f2\u06f9,2023-05-21;2024-03-19",
        "SOLAR_HIJRI,1402-02;1402-03,2023-04-21;2023-05-22",
        "SOLAR_HIJRI,31.2.02;5.1.02,2023-05-21;2023-03-25",
        "ETHIOPIAN,2015-13-06;2016-01-01,2023-09-11;2023-09-12",
        "ETHIOPIAN,6 Pagumen 2015;1 Meskerem 2016,2023-09-11;2023-09-12",
        "BUDDHIST,29/2/2567;13/1/2567,2024-02-29;2024-01-13",
        "GREGORIAN,\u0662\u0660\u0662\u0664-\u0660\u0665-\u0660\u0661;2024-05-02,2024-05-01;2024-05-02"
    })
    void columnHoldsTheSameDays(final DateCalendar calendar, final String cells, final String expected)
            throws IOException {
        final Converted converted = convert(calendar, List.of(cells.split(";")));

        assertEquals(
                List.of(expected.split(";")),
                converted.cells("day").stream().map(String::valueOf).toList());
        assertEquals(
                calendar != DateCalendar.GREGORIAN,
                converted.reason("day").contains("of the %s calendar".formatted(calendar.displayName())),
                converted.reason("day"));
    }

    @Test
    void timesStay() throws IOException {
        final Converted converted =
                convert(DateCalendar.SOLAR_HIJRI, List.of("1402-02-31 08:30", "1402-03-01T09:15:10"));

        assertEquals(
                List.of(LocalDateTime.of(2023, 5, 21, 8, 30), LocalDateTime.of(2023, 5, 22, 9, 15, 10)),
                converted.cells("day"));
    }

    /** A day that the calendar does not have makes the column text, and no other day is put in its place. */
    @ParameterizedTest
    @CsvSource({"SOLAR_HIJRI,1402/12/30", "SOLAR_HIJRI,1402/13/01", "ETHIOPIAN,2016-13-06", "BUDDHIST,2566-02-29"})
    void daysThatAreNoneStayText(final DateCalendar calendar, final String none) throws IOException {
        final List<String> cells = List.of("2566-01-01", none);

        assertEquals(cells, convert(calendar, cells).cells("day"));
    }

    private static Converted convert(final DateCalendar calendar, final List<String> cells) throws IOException {
        final TypingOptions typing = new TypingOptions(NullWords.COMMON, 0, Map.of(), calendar);
        final String content = "day;n\n" + String.join(";1\n", cells) + ";2\n";
        return Converted.of(
                content.getBytes(StandardCharsets.UTF_8), "days.csv", IngestOptions.DETECT_ALL.with(typing));
    }
}
