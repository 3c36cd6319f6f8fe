/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.ingest.typing.DateCalendar;
import org.apache.nifi.components.DescribedValue;

/** The calendar in which a source writes its dates. */
public enum SourceCalendar implements DescribedValue {
    GREGORIAN(DateCalendar.GREGORIAN, "The common one"),
    SOLAR_HIJRI(
            DateCalendar.SOLAR_HIJRI,
            "Of Afghanistan and Iran, such as 1403/02/11, in digits or with the name of its month. Dates with a year after 1501 are taken as Gregorian."),
    ETHIOPIAN(
            DateCalendar.ETHIOPIAN,
            "Of Ethiopia, with thirteen months, in digits or with the name of its month. Months with a Gregorian name are Gregorian."),
    BUDDHIST(
            DateCalendar.BUDDHIST,
            "Of Thailand, such as 30/4/2567. Dates with a year before 2300 are taken as Gregorian.");

    private final DateCalendar calendar;
    private final String description;

    SourceCalendar(final DateCalendar calendar, final String description) {
        this.calendar = calendar;
        this.description = description;
    }

    DateCalendar calendar() {
        return calendar;
    }

    @Override
    public String getValue() {
        return name();
    }

    @Override
    public String getDisplayName() {
        return calendar.displayName();
    }

    @Override
    public String getDescription() {
        return description;
    }
}
