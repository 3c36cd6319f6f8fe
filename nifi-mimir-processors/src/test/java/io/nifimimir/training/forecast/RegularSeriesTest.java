/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.forecast;

import org.junit.jupiter.api.Test;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RegularSeriesTest {
    private static final long DAY = Duration.ofDays(1).toMillis();

    @Test
    void gapsAreMissingAndDoublePointsAveraged() {
        final long[] days = {0, 1, 1, 2, 3, 6, 7};
        final RegularSeries regular = RegularSeries.of(new ObservedSeries(
                "clinic",
                LongStream.of(days).map(day -> SampleSeries.START + day * DAY).toArray(),
                new double[] {1, 2, 4, 5, Double.NaN, 6, 7}));
        assertArrayEquals(new double[] {1, 3, 5, Double.NaN, Double.NaN, Double.NaN, 6, 7}, regular.values());
        assertEquals(5, regular.observedCount());
        assertEquals(3, regular.treatment().size(), regular.treatment().toString());
        assertEquals(SampleSeries.START + 8 * DAY, regular.timeAhead(1));
    }

    @Test
    void endsOfMonthsStayEndsOfMonths() {
        final LocalDate first = LocalDate.of(2022, 1, 31);
        final long[] ends = IntStream.range(0, 26)
                .mapToLong(month -> millis(first.plusMonths(month)
                        .withDayOfMonth(first.plusMonths(month).lengthOfMonth())))
                .toArray();
        final RegularSeries regular = RegularSeries.of(new ObservedSeries("", ends, new double[26]));
        assertEquals(new SeriesStep.Months(1), regular.step());
        assertEquals(26, regular.values().length);
        assertEquals(millis(LocalDate.of(2024, 3, 31)), regular.timeAhead(1));
        assertEquals(millis(LocalDate.of(2024, 4, 30)), regular.timeAhead(2));
    }

    @Test
    void fourWeeksAreNoMonthAndQuartersAreThree() {
        final long[] fourWeeks =
                LongStream.range(0, 20).map(index -> index * 28 * DAY).toArray();
        final long[] quarters = LongStream.range(0, 20)
                .map(index -> millis(LocalDate.of(2019, 1, 1).plusMonths(3 * index)))
                .toArray();
        assertEquals(new SeriesStep.Fixed(28 * DAY), stepOf(fourWeeks));
        assertEquals(new SeriesStep.Months(3), stepOf(quarters));
    }

    @Test
    void weekendsOfABusinessAreNoGaps() {
        final long[] days = LongStream.range(0, 60)
                .map(day -> SampleSeries.START + day * DAY)
                .filter(instant -> {
                    final DayOfWeek day =
                            Instant.ofEpochMilli(instant).atZone(ZoneOffset.UTC).getDayOfWeek();
                    return day != DayOfWeek.SATURDAY && day != DayOfWeek.SUNDAY;
                })
                .toArray();
        final RegularSeries regular = RegularSeries.of(new ObservedSeries("", days, new double[days.length]));
        assertEquals(new SeriesStep.BusinessDays(), regular.step());
        assertEquals(days.length, regular.observedCount());
        assertEquals(days.length, regular.values().length);
    }

    @Test
    void irregularPointsAreBroughtToLongerSteps() {
        final long[] instants = LongStream.range(0, 100)
                .map(index -> index / 10 * DAY + index % 10 * 60_000)
                .toArray();
        final RegularSeries regular = RegularSeries.of(new ObservedSeries("", instants, new double[100]));
        assertTrue(regular.values().length <= 200, "steps: " + regular.values().length);
        assertTrue(
                regular.treatment().getFirst().startsWith("irregular"),
                regular.treatment().toString());
    }

    @Test
    void onlyTheNewestStepsOfALongSeriesCount() {
        final RegularSeries regular = RegularSeries.of(SampleSeries.daily(5_000, index -> index));
        assertEquals(RegularSeries.MOST_STEPS, regular.values().length);
        assertEquals(4_999, regular.values()[RegularSeries.MOST_STEPS - 1]);
    }

    @Test
    void stepsSurviveTheirNames() {
        for (final SeriesStep step : new SeriesStep[] {
            new SeriesStep.Fixed(900_000),
            new SeriesStep.Months(3),
            new SeriesStep.BusinessDays(),
            new SeriesStep.Fixed(7 * DAY)
        }) {
            assertEquals(step, SeriesStep.ofWireName(step.wireName()));
        }
    }

    @Test
    void pointsOutOfOrderAreRefused() {
        final IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> new ObservedSeries("clinic", new long[] {2, 1}, new double[] {1, 1}));
        assertTrue(refused.getMessage().contains("clinic"), refused.getMessage());
    }

    private static SeriesStep stepOf(final long[] instants) {
        return RegularSeries.of(new ObservedSeries("", instants, new double[instants.length]))
                .step();
    }

    private static long millis(final LocalDate date) {
        return date.atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli();
    }
}
