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
 */
record ColumnReading(DataType dataType, NumberStyle numberStyle, DatetimeStyle datetimeStyle, boolean datesHaveTimes) {

    static final ColumnReading STRING = new ColumnReading(DataType.STRING, null, null, false);

    static final ColumnReading BOOLEAN = new ColumnReading(DataType.BOOLEAN, null, null, false);

    static ColumnReading numeric(final NumberStyle style) {
        return new ColumnReading(DataType.NUMERIC, style, null, false);
    }

    static ColumnReading datetime(final DatetimeStyle style, final boolean datesHaveTimes) {
        return new ColumnReading(DataType.DATETIME, null, style, datesHaveTimes);
    }
}
