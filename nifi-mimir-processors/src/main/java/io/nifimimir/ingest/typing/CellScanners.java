/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.typing;

/** What cells are read and written with, shared by the columns of a table that one thread reads. */
public final class CellScanners {
    private final NumberScanner numbers = new NumberScanner();
    private final DatetimeScanner datetimes;
    private final IsoText isoText = new IsoText();

    /** @param calendar in which dates are written */
    public CellScanners(final DateCalendar calendar) {
        datetimes = new DatetimeScanner(calendar);
    }

    NumberScanner numbers() {
        return numbers;
    }

    DatetimeScanner datetimes() {
        return datetimes;
    }

    IsoText isoText() {
        return isoText;
    }
}
