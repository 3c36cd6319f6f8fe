/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.forecast;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** The distance between neighbouring points of a regular series. Calendars are those of UTC. */
public sealed interface SeriesStep {

    /** The instant so many steps after (or before) another, in milliseconds since 1970. */
    long plus(long anchorMillis, long steps);

    /** The number of steps, rounded, from the anchor to an instant. */
    long stepsBetween(long anchorMillis, long epochMillis);

    /** The usual length. */
    Duration nominal();

    /** ISO 8601, such as {@code PT1H} or {@code P1M}; {@code business-days}. */
    @JsonValue
    String wireName();

    @JsonCreator
    static SeriesStep ofWireName(final String wireName) {
        if (BusinessDays.WIRE_NAME.equals(wireName)) {
            return new BusinessDays();
        }

        return wireName.startsWith("PT")
                ? new Fixed(Duration.parse(wireName).toMillis())
                : new Months((int) Period.parse(wireName).toTotalMonths());
    }

    /** Always the same time. */
    record Fixed(long millis) implements SeriesStep {
        public Fixed {
            if (millis <= 0) {
                throw new IllegalArgumentException("A step of %d ms, expected a positive one".formatted(millis));
            }
        }

        @Override
        public long plus(final long anchorMillis, final long steps) {
            return anchorMillis + steps * millis;
        }

        @Override
        public long stepsBetween(final long anchorMillis, final long epochMillis) {
            return Math.round((double) (epochMillis - anchorMillis) / millis);
        }

        @Override
        public Duration nominal() {
            return Duration.ofMillis(millis);
        }

        @Override
        public String wireName() {
            return nominal().toString();
        }
    }

    /** Months of the calendar: the same day of each, or the last. */
    record Months(int months) implements SeriesStep {
        private static final double DAYS = 365.25 / 12;

        public Months {
            if (months <= 0) {
                throw new IllegalArgumentException("A step of %d months, expected a positive one".formatted(months));
            }
        }

        @Override
        public long plus(final long anchorMillis, final long steps) {
            final LocalDateTime anchor = LocalDateTime.ofInstant(Instant.ofEpochMilli(anchorMillis), ZoneOffset.UTC);
            final LocalDateTime moved = anchor.plusMonths(steps * months);
            final boolean lastOfMonth =
                    anchor.getDayOfMonth() == anchor.toLocalDate().lengthOfMonth();
            final LocalDateTime result =
                    lastOfMonth ? moved.withDayOfMonth(moved.toLocalDate().lengthOfMonth()) : moved;
            return result.toInstant(ZoneOffset.UTC).toEpochMilli();
        }

        @Override
        public long stepsBetween(final long anchorMillis, final long epochMillis) {
            final double days =
                    (double) (epochMillis - anchorMillis) / Duration.ofDays(1).toMillis();
            return Math.round(days / (DAYS * months));
        }

        @Override
        public Duration nominal() {
            return Duration.ofMillis(
                    Math.round(DAYS * months * Duration.ofDays(1).toMillis()));
        }

        @Override
        public String wireName() {
            return Period.ofMonths(months).toString();
        }
    }

    /** Days without Saturdays and Sundays. */
    record BusinessDays() implements SeriesStep {
        static final String WIRE_NAME = "business-days";

        private static final int WEEK = 5;

        @Override
        public long plus(final long anchorMillis, final long steps) {
            final LocalDateTime anchor = LocalDateTime.ofInstant(Instant.ofEpochMilli(anchorMillis), ZoneOffset.UTC);
            final int weekday = Math.min(anchor.getDayOfWeek().getValue(), WEEK) - 1;
            final long target = weekday + steps;
            final LocalDateTime monday = anchor.minusDays(anchor.getDayOfWeek().getValue() - 1L);
            return monday.plusWeeks(Math.floorDiv(target, WEEK))
                    .plusDays(Math.floorMod(target, WEEK))
                    .toInstant(ZoneOffset.UTC)
                    .toEpochMilli();
        }

        @Override
        public long stepsBetween(final long anchorMillis, final long epochMillis) {
            return businessDay(epochMillis) - businessDay(anchorMillis);
        }

        private static long businessDay(final long epochMillis) {
            final LocalDate date = LocalDate.ofInstant(Instant.ofEpochMilli(epochMillis), ZoneOffset.UTC);
            final LocalDate monday = date.with(DayOfWeek.MONDAY);
            final long weeks =
                    Math.floorDiv(ChronoUnit.DAYS.between(LocalDate.EPOCH.with(DayOfWeek.MONDAY), monday), 7L);
            return weeks * WEEK + Math.min(date.getDayOfWeek().getValue(), WEEK);
        }

        @Override
        public Duration nominal() {
            return Duration.ofDays(1);
        }

        @Override
        public String wireName() {
            return WIRE_NAME;
        }
    }
}
