/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.alert;

import io.nifimimir.monitoring.schedule.CronSchedule;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Spans of time that come again, such as each night from 22:00 to 06:00.
 *
 * @param begins cron expression of when a span begins
 * @param length of a span as a clock on the wall shows it: a night of eight hours ends at 06:00, also when summer time begins in it
 * @param zone of the clock on the wall
 */
public record Recurrence(String begins, Duration length, ZoneId zone) {
    private static final Duration SHORTEST = Duration.ofMinutes(1);

    public static final Duration LONGEST = Duration.ofDays(31);

    /** More than clocks are ever turned by at once, but for the date line. */
    private static final Duration CLOCK_CHANGE = Duration.ofHours(3);

    public Recurrence {
        if (length.compareTo(SHORTEST) < 0 || length.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("A span that comes again lasts from 1 to %d minutes, found %d"
                    .formatted(LONGEST.toMinutes(), length.toMinutes()));
        }
        if (CronSchedule.parse(begins).next(Instant.EPOCH, zone).isEmpty()) {
            throw new IllegalArgumentException(
                    "A span that comes again must begin, but [%s] never comes".formatted(begins));
        }
    }

    /**
     * From one time of the day to another on some days of the week.
     *
     * @param days on which a span begins; none: each day
     * @param until on the next day where that is not after the beginning
     */
    public static Recurrence weekly(
            final Collection<DayOfWeek> days, final LocalTime from, final LocalTime until, final ZoneId zone) {
        final String weekdays = days.isEmpty()
                ? "*"
                : days.stream()
                        .sorted()
                        .distinct()
                        .map(day -> Integer.toString(day.getValue() % DayOfWeek.values().length))
                        .collect(Collectors.joining(","));
        final long minutes = ChronoUnit.MINUTES.between(from, until);
        return new Recurrence(
                "%d %d * * %s".formatted(from.getMinute(), from.getHour(), weekdays),
                minutes > 0 ? Duration.ofMinutes(minutes) : Duration.ofDays(1).plusMinutes(minutes),
                zone);
    }

    /** The end of a span that holds an instant; empty where none does. */
    Optional<Instant> endOfSpanAt(final Instant instant) {
        final CronSchedule schedule = CronSchedule.parse(begins);
        Instant after = instant.minus(length).minus(CLOCK_CHANGE);
        while (true) {
            final Optional<Instant> begin = schedule.next(after, zone);
            if (begin.isEmpty() || begin.get().isAfter(instant)) {
                return Optional.empty();
            }
            final Instant end = endOf(begin.get());
            if (end.isAfter(instant)) {
                return Optional.of(end);
            }
            after = begin.get();
        }
    }

    private Instant endOf(final Instant begin) {
        return begin.atZone(zone).toLocalDateTime().plus(length).atZone(zone).toInstant();
    }
}
