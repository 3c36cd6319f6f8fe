/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.excel;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a sheet: {@code A34} and all that is right of it and below, or {@code A34:F60}.
 *
 * @param firstRow as Excel shows it, counted from 1
 * @param firstColumn from 0
 * @param lastColumn from 0
 */
record SheetRange(int firstRow, int firstColumn, int lastRow, int lastColumn) {
    static final SheetRange ALL = new SheetRange(1, 0, Integer.MAX_VALUE, Integer.MAX_VALUE);

    private static final Pattern FORM = Pattern.compile(
            "\\$?([A-Z]{1,3})\\$?([0-9]{1,7})(?::\\$?([A-Z]{1,3})\\$?([0-9]{1,7}))?", Pattern.CASE_INSENSITIVE);

    static Optional<SheetRange> parse(final String text) {
        final Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        final boolean ends = matcher.group(3) != null;
        return Optional.of(new SheetRange(
                Integer.parseInt(matcher.group(2)),
                XlsxRows.column(matcher.group(1)),
                ends ? Integer.parseInt(matcher.group(4)) : Integer.MAX_VALUE,
                ends ? XlsxRows.column(matcher.group(3)) : Integer.MAX_VALUE));
    }

    /** Where a table begins in its sheet: the cell on the upper left. */
    String start() {
        return XlsxRows.columns(firstColumn, firstColumn) + firstRow;
    }
}
