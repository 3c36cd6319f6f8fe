/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.benchmarks;

import org.apache.nifi.reporting.InitializationException;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class GeneratedTableTest {
    private static final int ROWS = 200;

    @Test
    void bytesAreTheSameEachTime() {
        assertArrayEquals(new GeneratedTable(ROWS).csv(), new GeneratedTable(ROWS).csv());
    }

    /** What is measured is a conversion that works, on both sides. */
    @Test
    void bothSidesConvertIt() throws InitializationException {
        final GeneratedTable table = new GeneratedTable(ROWS);

        assertTrue(Contenders.mimir().seconds(table.csv(), ROWS) > 0);
        assertTrue(Contenders.mimir().seconds(table.json(), ROWS) > 0);
        assertTrue(Contenders.csvToJson("fast-csv").seconds(table.csv(), ROWS) > 0);
        assertTrue(Contenders.jsonToJson().seconds(table.json(), ROWS) > 0);
    }
}
