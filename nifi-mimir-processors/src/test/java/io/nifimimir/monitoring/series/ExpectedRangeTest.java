/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.series;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class ExpectedRangeTest {

    @ParameterizedTest
    @CsvSource({
        "16.8, 16.8",
        "16.84999, 16.85",
        "-0.0012345, -0.001234",
        "0, 0",
        "1234567.8, 1234568",
        "12000, 12000",
        "1e300, 1E+300",
        "100, 100"
    })
    void testNumbersForPeople(final double number, final String expected) {
        assertEquals(expected, ExpectedRange.formatNumber(number));
    }

    @Test
    void testDescription() {
        assertEquals(
                "2.4 to 7.1",
                new ExpectedRange(2.3137, 7.1329, true).roundedInward().describe());
        assertEquals("0 to 44", new ExpectedRange(0, 44.8, true).roundedInward().describe());
        assertEquals("5 or more", new ExpectedRange(5, Double.POSITIVE_INFINITY, true).describe());
        assertEquals("more than 5", new ExpectedRange(5, Double.POSITIVE_INFINITY, false).describe());
        assertEquals("5 or less", new ExpectedRange(Double.NEGATIVE_INFINITY, 5, true).describe());
        assertEquals(
                "less than 5",
                new ExpectedRange(Double.NEGATIVE_INFINITY, 5, false)
                        .roundedInward()
                        .describe());
    }
}
