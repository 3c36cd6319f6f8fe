/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest;

import io.nifimimir.dataset.DataType;
import io.nifimimir.dataset.Datetimes;

import java.time.LocalDate;
import java.time.temporal.Temporal;
import java.util.Locale;
import java.util.Set;

/**
 * How the cells of a column are read, settled over the whole column.
 *
 * @param numberStyle used for texts of a numeric column
 * @param datetimeStyle used for texts of a datetime column
 * @param datesHaveTimes whether dates without a time are to become midnights, because others of the column have a time
 * @param reason why, for a person to read
 */
record ColumnReading(
        DataType dataType,
        NumberStyle numberStyle,
        DatetimeStyle datetimeStyle,
        boolean datesHaveTimes,
        String reason,
        Set<String> nullWords) {

    /** The cell as its column's type wants it; null words become null. */
    Object read(final Object cell) {
        final Object value = cell instanceof String text ? readText(text) : cell;
        if (value == null) {
            return null;
        }
        return switch (dataType) {
            case STRING -> value instanceof String ? value : asText(value);
            case NUMERIC, BOOLEAN -> value;
            case DATETIME -> datesHaveTimes && value instanceof LocalDate date ? date.atStartOfDay() : value;
        };
    }

    private Object readText(final String text) {
        final String stripped = text.strip();
        if (isNull(stripped, nullWords)) {
            return null;
        }
        return switch (dataType) {
            case STRING -> text;
            case NUMERIC -> numberStyle.parse(stripped);
            case DATETIME -> datetimeStyle.parse(stripped);
            case BOOLEAN -> BooleanWords.parse(stripped);
        };
    }

    static boolean isNull(final String stripped, final Set<String> nullWords) {
        return stripped.isEmpty() || nullWords.contains(stripped.toLowerCase(Locale.ROOT));
    }

    private static String asText(final Object value) {
        return value instanceof Temporal temporal ? Datetimes.toText(temporal) : value.toString();
    }
}
