/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.typing;

/**
 * A way of writing dates. A column is read in one style throughout, because a single cell such as 03/04/2024 does not tell it. In the order of preference
 * where several fit.
 */
enum DatetimeStyle {
    /** {@code 2024-04-30}, {@code 2024/4/30} */
    YEAR_MONTH_DAY("a date, year first"),
    /** {@code 30.04.2024} */
    DAY_MONTH_YEAR("a date, day first"),
    /** {@code 4/30/2024} */
    MONTH_DAY_YEAR("a date, month first"),
    /** {@code 30/04/24} */
    DAY_MONTH_SHORT_YEAR("a date, day first, year in two digits"),
    /** {@code 4/30/24} */
    MONTH_DAY_SHORT_YEAR("a date, month first, year in two digits"),
    /** {@code 24/04/30} */
    SHORT_YEAR_MONTH_DAY("a date, year first and in two digits"),
    /** {@code 30 April 2024}, {@code Apr 30, 2024}, {@code 30-avr.-2024} */
    MONTH_NAME("a date with the name of its month"),
    /** {@code 2024-04}, {@code April 2024}, {@code 04/2024} */
    MONTH("a month, read as its first day"),
    /** {@code 2024-W18}, {@code 2024-W18-2} of ISO 8601 */
    WEEK("a week of ISO 8601, read as its Monday"),
    /** {@code 2024-Q2} */
    QUARTER("a quarter, read as its first day"),
    /** {@code 20240430}; only where the name of the column or a hint of the user says so */
    BASIC("a date of eight digits, year first"),
    /** Seconds since 1970; only where the name of the column or a hint of the user says so */
    EPOCH_SECONDS("seconds since 1970"),
    /** Milliseconds since 1970; only where the name of the column or a hint of the user says so */
    EPOCH_MILLIS("milliseconds since 1970"),
    /** Days since the end of 1899, as Excel counts; only where a hint of the user says so */
    EXCEL_SERIAL("days as Excel counts them");

    static final DatetimeStyle[] ALL = values();

    /** Of the orders that a single cell may not tell apart. */
    static final int ORDERS = masks(
            YEAR_MONTH_DAY,
            DAY_MONTH_YEAR,
            MONTH_DAY_YEAR,
            DAY_MONTH_SHORT_YEAR,
            MONTH_DAY_SHORT_YEAR,
            SHORT_YEAR_MONTH_DAY);

    /** Numbers that are datetimes only because somebody says so. */
    static final int NUMERIC = masks(BASIC, EPOCH_SECONDS, EPOCH_MILLIS, EXCEL_SERIAL);

    /** Read from text that says itself what it is. */
    static final int TEXTUAL = ((1 << values().length) - 1) & ~NUMERIC;

    private final String description;

    DatetimeStyle(final String description) {
        this.description = description;
    }

    int mask() {
        return 1 << ordinal();
    }

    boolean isMonthFirst() {
        return this == MONTH_DAY_YEAR || this == MONTH_DAY_SHORT_YEAR;
    }

    /** Such as {@code a date, day first}. */
    String description() {
        return description;
    }

    static int masks(final DatetimeStyle... styles) {
        int mask = 0;
        for (final DatetimeStyle style : styles) {
            mask |= style.mask();
        }
        return mask;
    }
}
