/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.typing;

import java.util.Collection;

/**
 * What the other columns of a table say about one that can be read in several ways: nobody writes one column of a table day first and another one month
 * first.
 *
 * @param decimalComma whether some column can only be read with decimal commas, or the fields stand between semicolons
 * @param monthFirst whether some column can only be read month first, and none day first
 * @param dayFirst whether some column can only be read day first, and none month first
 */
public record TablePreferences(boolean decimalComma, boolean monthFirst, boolean dayFirst) {

    /** Nothing is known of other columns. */
    public static final TablePreferences NONE = new TablePreferences(false, false, false);

    /** @param separatedBySemicolons whether the source says so much by its delimiter */
    public static TablePreferences of(final Collection<ColumnTyper> columns, final boolean separatedBySemicolons) {
        boolean comma = separatedBySemicolons;
        boolean month = false;
        boolean day = false;
        for (final ColumnTyper column : columns) {
            comma = comma || column.isDecimalCommaOnly();
            month = month || column.isMonthFirstOnly();
            day = day || column.isDayFirstOnly();
        }
        return new TablePreferences(comma, month && !day, day && !month);
    }
}
