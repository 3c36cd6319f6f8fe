/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.series;

import io.nifimimir.dataset.Frequency;
import io.nifimimir.dataset.TimeSeriesConfig;
import io.nifimimir.ingest.Converted;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Rhythms from seconds to years, the order of the rows, and instants that come twice. */
class FrequencyTest {
    private static final LocalDateTime START = LocalDateTime.of(2019, 1, 31, 0, 0);
    private static final int POINTS = 40;

    @ParameterizedTest
    @CsvSource({
        "SECONDS, 1, SECONDLY",
        "MINUTES, 1, MINUTELY",
        "HOURS, 1, HOURLY",
        "DAYS, 1, DAILY",
        "WEEKS, 1, WEEKLY",
        "MONTHS, 1, MONTHLY",
        "MONTHS, 3, QUARTERLY",
        "YEARS, 1, YEARLY"
    })
    void rhythmIsTold(final ChronoUnit unit, final int step, final Frequency frequency) throws IOException {
        final TimeSeriesConfig series = series(IntStream.range(0, POINTS)
                .mapToObj(point -> START.plus((long) point * step, unit))
                .map(String::valueOf)
                .collect(Collectors.joining("\n")));

        assertEquals(frequency, series.frequency());
        assertFalse(series.hasGaps());
        assertTrue(series.isSorted());
        assertEquals(0, series.duplicateCount());
    }

    @Test
    void noRhythmIsIrregular() throws IOException {
        final TimeSeriesConfig series = series(IntStream.range(0, POINTS)
                .mapToObj(point -> START.plusMinutes((long) point * point * point * 7))
                .map(String::valueOf)
                .collect(Collectors.joining("\n")));

        assertEquals(Frequency.IRREGULAR, series.frequency());
        assertFalse(series.hasGaps());
    }

    @Test
    void orderAndDuplicatesAreTold() throws IOException {
        final TimeSeriesConfig series = series(IntStream.range(0, POINTS)
                .mapToObj(point -> START.toLocalDate().plus(Period.ofDays(point == 30 ? 29 : POINTS - point)))
                .map(String::valueOf)
                .collect(Collectors.joining("\n")));

        assertEquals(Frequency.DAILY, series.frequency());
        assertFalse(series.isSorted());
        assertEquals(1, series.duplicateCount());
    }

    private static TimeSeriesConfig series(final String instants) throws IOException {
        final String[] lines = instants.split("\n");
        final String rows = IntStream.range(0, lines.length)
                .mapToObj(row -> lines[row] + "," + row * 7 % 11 + "\n")
                .collect(Collectors.joining());
        return Converted.of("at,value\n" + rows).header().timeSeries();
    }
}
