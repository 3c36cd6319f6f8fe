/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.drift;

import org.junit.jupiter.api.Test;

import java.time.Instant;

import static org.junit.jupiter.api.Assertions.assertEquals;

class SeasonPartTest {
    private static final long SUNDAY = Instant.parse("2024-06-09T23:10:00Z").getEpochSecond();

    @Test
    void instantFallsIntoItsCells() {
        assertEquals(0, SeasonPart.NONE.cellOf(SUNDAY));
        assertEquals(23, SeasonPart.HOUR_OF_DAY.cellOf(SUNDAY));
        assertEquals(6, SeasonPart.DAY_OF_WEEK.cellOf(SUNDAY));
        assertEquals(5, SeasonPart.MONTH_OF_YEAR.cellOf(SUNDAY));
    }

    @Test
    void timesBefore1970FallIntoCellsAsWell() {
        final long wednesday = Instant.parse("1969-12-31T22:59:59Z").getEpochSecond();

        assertEquals(22, SeasonPart.HOUR_OF_DAY.cellOf(wednesday));
        assertEquals(2, SeasonPart.DAY_OF_WEEK.cellOf(wednesday));
        assertEquals(11, SeasonPart.MONTH_OF_YEAR.cellOf(wednesday));
    }
}
