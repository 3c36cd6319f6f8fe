/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dataset;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

import java.util.Locale;

/** The type of a column. A cell of a dataset holds the Java value that stands beside its column's type, or null. */
public enum DataType {
    /** {@link String} */
    STRING,
    /**
     * An integer of 64 bits is a {@link Long}, any other number a {@link Double} or, where that would lose digits, a {@link java.math.BigDecimal}. The value
     * alone decides: 1, 1.0 and 1e0 are the same cell, in whichever encoding they are written.
     */
    NUMERIC,
    /** {@link java.time.LocalDate}, {@link java.time.LocalDateTime} or, where the source gives an offset, {@link java.time.OffsetDateTime} */
    DATETIME,
    /** {@link Boolean} */
    BOOLEAN;

    /** The name on the wire, such as {@code numeric}. */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static DataType ofWireName(final String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
