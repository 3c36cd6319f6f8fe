/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dataset;

/**
 * What an encoding has to know of a column to write its cells without loss.
 *
 * @param datetimes null where the column holds no datetime
 * @param offsetSeconds the offset from UTC of a column of the form {@link Datetimes.Form#OFFSET}
 * @param fraction the finest fraction of a second among the datetimes
 * @param scale digits behind the decimal point that a {@link Numbers#DECIMAL} column needs at most
 * @param precision digits that a {@link Numbers#DECIMAL} column needs at most
 */
public record ColumnForm(
        String name,
        DataType dataType,
        Numbers numbers,
        Datetimes.Form datetimes,
        int offsetSeconds,
        Datetimes.Fraction fraction,
        int precision,
        int scale) {

    /** The narrowest form that holds each number of a column with all of its digits; in rising order. */
    public enum Numbers {
        /** 64-bit integers */
        LONG,
        /** IEEE 754 doubles that print back as they stand */
        DOUBLE,
        /** More digits than a double has */
        DECIMAL
    }
}
