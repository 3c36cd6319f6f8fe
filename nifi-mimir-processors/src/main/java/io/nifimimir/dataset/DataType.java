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
    /** {@link Long}, {@link Double} or, where these would lose digits, {@link java.math.BigDecimal} */
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
