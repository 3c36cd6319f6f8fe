/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.drift;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** A division of the rows by their time, so that Sundays are compared with Sundays. Times are read in UTC. */
public enum SeasonPart {
    NONE(1, 0),
    HOUR_OF_DAY(24, 86_400L),
    DAY_OF_WEEK(7, 7 * 86_400L),
    MONTH_OF_YEAR(12, 365 * 86_400L);

    private static final long SECONDS_OF_DAY = 86_400;

    private static final long SECONDS_OF_HOUR = 3_600;

    private final int cells;

    private final long cycleSeconds;

    SeasonPart(final int cells, final long cycleSeconds) {
        this.cells = cells;
        this.cycleSeconds = cycleSeconds;
    }

    public int cells() {
        return cells;
    }

    /** Time after which it begins anew; 0 where it does not. */
    long cycleSeconds() {
        return cycleSeconds;
    }

    /** @return the cell of an instant, from 0 on */
    public int cellOf(final long epochSecond) {
        return switch (this) {
            case NONE -> 0;
            case HOUR_OF_DAY -> (int) (Math.floorMod(epochSecond, SECONDS_OF_DAY) / SECONDS_OF_HOUR);
            // The first day of 1970 was a Thursday, the fourth of ISO's week
            case DAY_OF_WEEK -> (int) Math.floorMod(Math.floorDiv(epochSecond, SECONDS_OF_DAY) + 3, 7L);
            case MONTH_OF_YEAR -> monthOf(epochSecond);
        };
    }

    private static int monthOf(final long epochSecond) {
        try {
            return LocalDate.ofInstant(Instant.ofEpochSecond(epochSecond), ZoneOffset.UTC)
                            .getMonthValue()
                    - 1;
        } catch (final DateTimeException e) {
            // A year of more than nine digits is no date, and no reason to stop for
            return 0;
        }
    }
}
