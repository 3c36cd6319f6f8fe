/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.table;

import io.nifimimir.dataset.DataType;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Date;

/** Turns the cells of a dataset into what training counts with, in one place, so that prediction sees what training saw. */
public final class Cells {
    private static final double SECONDS_PER_DAY = 86_400;
    private static final double MILLIS_PER_SECOND = 1_000;

    /** Beyond this, integers are not exact as double. */
    private static final double EXACT_INTEGER_LIMIT = 1L << 53;

    private Cells() {}

    /** A numeric, datetime (seconds since 1970, UTC where no offset is given) or boolean (0, 1) cell; NaN for null. */
    public static double number(final DataType type, final Object cell) {
        return switch (cell) {
            case null -> Double.NaN;
            case Number number when type == DataType.NUMERIC -> number.doubleValue();
            case Boolean flag when type == DataType.BOOLEAN -> flag ? 1 : 0;
            case LocalDate date when type == DataType.DATETIME -> date.toEpochDay() * SECONDS_PER_DAY;
            case LocalDateTime time when type == DataType.DATETIME -> seconds(time.toInstant(ZoneOffset.UTC));
            case OffsetDateTime time when type == DataType.DATETIME -> seconds(time.toInstant());
            case Instant instant when type == DataType.DATETIME -> seconds(instant);
            case Date date when type == DataType.DATETIME -> date.getTime() / MILLIS_PER_SECOND;
            default -> throw mismatch(type, cell);
        };
    }

    /** Truncated to milliseconds, so that the JSON and the Avro encoding of a dataset read alike. */
    private static double seconds(final Instant instant) {
        return instant.toEpochMilli() / MILLIS_PER_SECOND;
    }

    public static String text(final Object cell) {
        return switch (cell) {
            case null -> null;
            case String text -> text;
            default -> throw mismatch(DataType.STRING, cell);
        };
    }

    private static IllegalArgumentException mismatch(final DataType type, final Object cell) {
        return new IllegalArgumentException("a value of type %s was expected, found %s"
                .formatted(type.wireName(), cell.getClass().getSimpleName()));
    }

    /** A number as a person writes it: 3 and not 3.0; datetimes as ISO 8601 in UTC, booleans as true and false. */
    public static String label(final DataType type, final double value) {
        return switch (type) {
            case BOOLEAN -> Boolean.toString(value != 0);
            case DATETIME -> Instant.ofEpochMilli(epochMillis(value)).toString();
            default ->
                Math.rint(value) == value && Math.abs(value) < EXACT_INTEGER_LIMIT
                        ? Long.toString((long) value)
                        : Double.toString(value);
        };
    }

    public static long epochMillis(final double epochSeconds) {
        return Math.round(epochSeconds * MILLIS_PER_SECOND);
    }

    /** Whether the number keeps all its digits as a double. */
    static boolean isExactDouble(final Number number) {
        return switch (number) {
            case Long value -> Math.abs(value.doubleValue()) < EXACT_INTEGER_LIMIT;
            case BigDecimal value -> {
                final double approximation = value.doubleValue();
                yield Double.isFinite(approximation)
                        && BigDecimal.valueOf(approximation).compareTo(value) == 0;
            }
            default -> true;
        };
    }
}
