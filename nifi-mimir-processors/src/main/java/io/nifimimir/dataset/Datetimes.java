/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dataset;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.Temporal;

/** The three forms of a datetime cell, as ISO 8601 text and as instants. */
public final class Datetimes {
    public static final long SECONDS_PER_DAY = 86_400;

    private static final int DATE_LENGTH = 10;

    private Datetimes() {}

    /** ISO 8601 text, seconds always written, the offset as it was given. */
    public static String toText(final Temporal datetime) {
        return switch (datetime) {
            case LocalDate date -> date.toString();
            case LocalDateTime dateTime -> DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(dateTime);
            case OffsetDateTime dateTime -> DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(dateTime);
            default -> throw new IllegalArgumentException("Not a datetime cell: " + datetime.getClass());
        };
    }

    /**
     * Reads what {@link #toText} wrote.
     *
     * @throws DateTimeException where the text is none of the three forms
     */
    public static Temporal ofText(final String text) {
        if (text.length() == DATE_LENGTH) {
            return LocalDate.parse(text);
        }
        final char last = text.charAt(text.length() - 1);
        final boolean hasOffset =
                last == 'Z' || text.indexOf('+', DATE_LENGTH) > 0 || text.indexOf('-', DATE_LENGTH) > 0;
        return hasOffset ? OffsetDateTime.parse(text) : LocalDateTime.parse(text);
    }

    /** The instant; a datetime without an offset is read as UTC. */
    public static Instant toInstant(final Temporal datetime) {
        return switch (datetime) {
            case LocalDate date -> date.atStartOfDay().toInstant(ZoneOffset.UTC);
            case LocalDateTime dateTime -> dateTime.toInstant(ZoneOffset.UTC);
            case OffsetDateTime dateTime -> dateTime.toInstant();
            default -> throw new IllegalArgumentException("Not a datetime cell: " + datetime.getClass());
        };
    }

    /** The finest unit of time that a datetime needs; in rising order. */
    public enum Fraction {
        MILLIS(1_000_000),
        MICROS(1_000),
        NANOS(1);

        private final int nanos;

        Fraction(final int nanos) {
            this.nanos = nanos;
        }

        /** Whether so many nanoseconds within a second are a whole number of these. */
        public boolean holds(final int nanosOfSecond) {
            return nanosOfSecond % nanos == 0;
        }
    }

    /** The forms of a datetime that a column may hold throughout. */
    public enum Form {
        DATE,
        LOCAL,
        /** With one offset throughout. */
        OFFSET,
        /** With several offsets, or with and without one. */
        MIXED
    }
}
