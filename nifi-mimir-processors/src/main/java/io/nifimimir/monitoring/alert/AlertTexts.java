/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.alert;

import io.nifimimir.monitoring.series.ExpectedRange;
import io.nifimimir.monitoring.series.SeriesKey;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The sentences of an alert, for a person who has not seen the rule. */
public final class AlertTexts {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private AlertTexts() {}

    /** {@code temperature_c of KBL-03 is unusually high}. */
    public static String title(final SeriesKey series, final String adverb, final Verdict.Side side) {
        return "%s is %s %s".formatted(name(series), adverb, side.word());
    }

    /** {@code temperature_c of KBL-03 is 16.8, expected 2.4 to 7.1 (since 2024-04-13 18:00 UTC, 29 readings)}. */
    public static String active(
            final SeriesKey series, final double value, final String expected, final Instant since, final long count) {
        return "%s is %s, expected %s (since %s UTC, %s)"
                .formatted(
                        name(series),
                        ExpectedRange.formatNumber(value),
                        expected,
                        MINUTE.format(since),
                        readings(count));
    }

    /** {@code temperature_c of KBL-03 is back to 5.1 (2024-04-13 18:00 to 2024-04-14 23:00 UTC, 29 readings, expected 2.4 to 7.1)}. */
    public static String resolved(final Alert alert, final double value, final Instant resolvedAt) {
        return "%s is back to %s (%s to %s UTC, %s, expected %s)"
                .formatted(
                        name(alert.series()),
                        ExpectedRange.formatNumber(value),
                        MINUTE.format(alert.since()),
                        MINUTE.format(resolvedAt),
                        readings(alert.occurrences()),
                        alert.expected());
    }

    /** {@code temperature_c of KBL-03 was resolved by Amina: new compressor. It was 16.8 at 2024-04-14 23:00 UTC, expected 2 to 8}. */
    static String ended(final Alert alert, final AlertAction action) {
        return "%s was %s by %s%s. It was %s at %s UTC, expected %s"
                .formatted(
                        name(alert.series()),
                        action.kind().event().wireName(),
                        action.by(),
                        action.note() == null ? "" : ": " + action.note(),
                        ExpectedRange.formatNumber(alert.lastValue()),
                        MINUTE.format(alert.lastSeen()),
                        alert.expected());
    }

    /** {@code temperature_c of KBL-03 is no longer watched: its rule was switched off. It was 16.8 at 2024-04-14 23:00 UTC, expected 2 to 8}. */
    public static String withdrawn(final Alert alert) {
        return "%s is no longer watched: its rule was switched off. It was %s at %s UTC, expected %s"
                .formatted(
                        name(alert.series()),
                        ExpectedRange.formatNumber(alert.lastValue()),
                        MINUTE.format(alert.lastSeen()),
                        alert.expected());
    }

    /** {@code 24 hours}, {@code 7 days}, {@code 90 minutes}: in the largest unit that tells it well. */
    public static String duration(final Duration duration) {
        if (duration.compareTo(Duration.ofDays(2)) >= 0) {
            return units(duration, Duration.ofDays(1), "day");
        }
        return duration.compareTo(Duration.ofHours(2)) >= 0
                ? units(duration, Duration.ofHours(1), "hour")
                : units(duration, Duration.ofMinutes(1), "minute");
    }

    private static String units(final Duration duration, final Duration unit, final String name) {
        final double tenths = Math.rint(10.0 * duration.toMillis() / unit.toMillis()) / 10;
        return "%s %s%s".formatted(ExpectedRange.formatNumber(tenths), name, tenths == 1 ? "" : "s");
    }

    public static String minute(final Instant instant) {
        return MINUTE.format(instant);
    }

    public static String name(final SeriesKey series) {
        return series.entityId().isEmpty() ? series.metricName() : series.metricName() + " of " + series.entityId();
    }

    public static String readings(final long count) {
        return count == 1 ? "1 reading" : count + " readings";
    }
}
