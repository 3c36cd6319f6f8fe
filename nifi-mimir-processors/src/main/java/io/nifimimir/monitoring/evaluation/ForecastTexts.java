/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.evaluation;

import io.nifimimir.monitoring.alert.AlertTexts;
import io.nifimimir.monitoring.rule.Crossing;
import io.nifimimir.monitoring.rule.RuleCondition;
import io.nifimimir.monitoring.series.ExpectedRange;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** When a bound is crossed, for a person: {@code reaches 0 on 14 June (10–19 June), in 12 days}. Days are those of UTC. */
final class ForecastTexts {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM", Locale.ENGLISH);

    private static final DateTimeFormatter DAY_OF_YEAR = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);

    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("d MMMM HH:mm", Locale.ENGLISH);

    /** Crossings within less time than this are told by the hour. */
    private static final Duration HOURS_MATTER = Duration.ofDays(3);

    private ForecastTexts() {}

    /** {@code reaches 0 on 14 June}. */
    static String crosses(final Crossing crossing, final RuleCondition.Forecast condition, final Instant now) {
        final String bound = ExpectedRange.formatNumber(condition.bound());
        return crossing instanceof final Crossing.Expected expected
                ? "reaches %s on %s".formatted(bound, instant(expected.at(), condition, now))
                : "has reached " + bound;
    }

    /** {@code reaches 0 on 14 June (10–19 June), in 12 days}. */
    static String crossesInDetail(final Crossing crossing, final RuleCondition.Forecast condition, final Instant now) {
        if (!(crossing instanceof final Crossing.Expected expected)) {
            return crosses(crossing, condition, now);
        }
        return "%s (%s)%s"
                .formatted(
                        crosses(crossing, condition, now),
                        interval(expected, condition, now),
                        away(Duration.between(now, expected.at())));
    }

    private static String interval(
            final Crossing.Expected expected, final RuleCondition.Forecast condition, final Instant now) {
        final String earliest = instant(expected.earliest(), condition, now);
        if (expected.latest() == null) {
            return earliest + " or later";
        }
        final String latest = instant(expected.latest(), condition, now);
        final LocalDate first = date(expected.earliest());
        final LocalDate last = date(expected.latest());
        final boolean sameMonth = first.getYear() == last.getYear() && first.getMonth() == last.getMonth();
        if (byHour(condition) || !sameMonth) {
            return "%s – %s".formatted(earliest, latest);
        }
        return first.equals(last) ? latest : "%d–%s".formatted(first.getDayOfMonth(), latest);
    }

    /** Of points that come late, what lies ahead of them may lie behind us. */
    private static String away(final Duration away) {
        return away.isPositive() ? ", in " + AlertTexts.duration(away) : "";
    }

    private static String instant(final Instant instant, final RuleCondition.Forecast condition, final Instant now) {
        if (byHour(condition)) {
            return HOUR.format(instant.atOffset(ZoneOffset.UTC)) + " UTC";
        }
        final LocalDate date = date(instant);
        return (date.getYear() == date(now).getYear() ? DAY : DAY_OF_YEAR).format(date);
    }

    private static boolean byHour(final RuleCondition.Forecast condition) {
        return condition.horizon().compareTo(HOURS_MATTER) < 0;
    }

    private static LocalDate date(final Instant instant) {
        return instant.atOffset(ZoneOffset.UTC).toLocalDate();
    }
}
