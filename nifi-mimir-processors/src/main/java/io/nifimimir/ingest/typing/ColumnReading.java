/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.typing;

import io.nifimimir.dataset.DataType;

/**
 * How the cells of a column are read, settled over the whole column.
 *
 * @param numberStyle for texts of a numeric column, else null
 * @param datetimeStyle for texts of a datetime column, else null
 * @param datesHaveTimes whether dates without a time become midnights, because others of the column have a time
 * @param empty whether no cell has a value; words that are values among texts then are none
 */
record ColumnReading(
        DataType dataType,
        NumberStyle numberStyle,
        DatetimeStyle datetimeStyle,
        boolean datesHaveTimes,
        boolean empty) {

    static final ColumnReading STRING = new ColumnReading(DataType.STRING, null, null, false, false);

    static final ColumnReading EMPTY = new ColumnReading(DataType.STRING, null, null, false, true);

    static final ColumnReading BOOLEAN = new ColumnReading(DataType.BOOLEAN, null, null, false, false);

    static ColumnReading numeric(final NumberStyle style) {
        return new ColumnReading(DataType.NUMERIC, style, null, false, false);
    }

    static ColumnReading datetime(final DatetimeStyle style, final boolean datesHaveTimes) {
        return new ColumnReading(DataType.DATETIME, null, style, datesHaveTimes, false);
    }
}
