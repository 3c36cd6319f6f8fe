/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.Temporal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An order of year, month and day. A column is read in one order throughout, because a single cell such as 03/04/2024 does not tell it. */
enum DatetimeStyle {
    YEAR_MONTH_DAY(Pattern.compile("([0-9]{4})([-/.])([0-9]{1,2})\\2([0-9]{1,2})" + DatetimeStyle.TIME)),
    DAY_MONTH_YEAR(Pattern.compile("([0-9]{1,2})([-/.])([0-9]{1,2})\\2([0-9]{4})" + DatetimeStyle.TIME)),
    MONTH_DAY_YEAR(Pattern.compile("([0-9]{1,2})([-/.])([0-9]{1,2})\\2([0-9]{4})" + DatetimeStyle.TIME));

    private static final String TIME =
            "(?:[T ]([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]{1,9}))?)?(?: ?(Z|[+-][0-9]{2}:?(?:[0-9]{2})?))?)?";

    /** Longest text that can be a datetime; longer cells need not be matched. */
    private static final int MAX_LENGTH = 40;

    private static final int MIN_LENGTH = 8;

    private final Pattern pattern;

    DatetimeStyle(final Pattern pattern) {
        this.pattern = pattern;
    }

    /** Reads a date, or a date and time, with its offset where it has one; null where the text is none in this order. */
    Temporal parse(final String text) {
        if (text.length() < MIN_LENGTH || text.length() > MAX_LENGTH || !isDigit(text.charAt(0))) {
            return null;
        }
        final Matcher matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        try {
            return toTemporal(matcher);
        } catch (final DateTimeException e) {
            // The 31st of April and the like: text that looks like a date and is none
            return null;
        }
    }

    private Temporal toTemporal(final Matcher matcher) {
        final int first = Integer.parseInt(matcher.group(1));
        final int second = Integer.parseInt(matcher.group(3));
        final int third = Integer.parseInt(matcher.group(4));
        final LocalDate date = switch (this) {
            case YEAR_MONTH_DAY -> LocalDate.of(first, second, third);
            case DAY_MONTH_YEAR -> LocalDate.of(third, second, first);
            case MONTH_DAY_YEAR -> LocalDate.of(third, first, second);
        };
        if (matcher.group(5) == null) {
            return date;
        }
        final int seconds = matcher.group(7) == null ? 0 : Integer.parseInt(matcher.group(7));
        final int nanos =
                matcher.group(8) == null ? 0 : Integer.parseInt((matcher.group(8) + "00000000").substring(0, 9));
        final LocalDateTime dateTime = date.atTime(
                LocalTime.of(Integer.parseInt(matcher.group(5)), Integer.parseInt(matcher.group(6)), seconds, nanos));
        return matcher.group(9) == null ? dateTime : OffsetDateTime.of(dateTime, ZoneOffset.of(matcher.group(9)));
    }

    private static boolean isDigit(final char character) {
        return character >= '0' && character <= '9';
    }
}
