/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dataset;

/** The Avro types that columns are written in. */
enum AvroType {
    STRING,
    BOOLEAN,
    LONG,
    DOUBLE,
    DECIMAL,
    DATE,
    LOCAL_MILLIS,
    LOCAL_MICROS,
    /** An instant, whose offset from UTC stands beside the column's type. */
    OFFSET_MILLIS,
    OFFSET_MICROS,
    /** Text in ISO 8601, for datetimes of several forms, or finer than microseconds. */
    DATETIME_TEXT;

    DataType dataType() {
        return switch (this) {
            case STRING -> DataType.STRING;
            case BOOLEAN -> DataType.BOOLEAN;
            case LONG, DOUBLE, DECIMAL -> DataType.NUMERIC;
            case DATE, LOCAL_MILLIS, LOCAL_MICROS, OFFSET_MILLIS, OFFSET_MICROS, DATETIME_TEXT -> DataType.DATETIME;
        };
    }

    boolean hasOffset() {
        return this == OFFSET_MILLIS || this == OFFSET_MICROS;
    }
}
