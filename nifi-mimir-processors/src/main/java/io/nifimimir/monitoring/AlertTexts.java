/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Words for people. */
final class AlertTexts {
    private static final MathContext FOUR_DIGITS = new MathContext(4);
    private static final DateTimeFormatter MINUTES =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

    private AlertTexts() {}

    /** Such as {@code 2.1 to 7.9}, {@code at least 5}, {@code at most 8}. */
    static String expected(final double lower, final double upper) {
        if (Double.isInfinite(lower)) {
            return Double.isInfinite(upper) ? "anything" : "at most " + number(upper);
        }
        return Double.isInfinite(upper) ? "at least " + number(lower) : number(lower) + " to " + number(upper);
    }

    static String title(final SeriesKey series, final double value, final String expected) {
        return "%s is %s, expected %s".formatted(what(series), number(value), expected);
    }

    static String message(
            final SeriesKey series,
            final double value,
            final String expected,
            final Instant since,
            final long occurrences) {
        return "%s, since %s, %d %s"
                .formatted(
                        title(series, value, expected),
                        MINUTES.format(since),
                        occurrences,
                        occurrences == 1 ? "reading" : "readings");
    }

    private static String what(final SeriesKey series) {
        return series.entityId().isEmpty() ? series.metricName() : series.metricName() + " of " + series.entityId();
    }

    /** At most four significant digits, never in scientific notation. */
    static String number(final double value) {
        final BigDecimal rounded = new BigDecimal(value).round(FOUR_DIGITS).stripTrailingZeros();
        return rounded.signum() == 0 ? "0" : rounded.toPlainString();
    }
}
