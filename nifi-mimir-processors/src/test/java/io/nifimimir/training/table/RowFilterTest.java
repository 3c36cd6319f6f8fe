/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.table;

import io.nifimimir.dataset.DataType;
import io.nifimimir.training.TestTables;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RowFilterTest {
    private static final List<String> COLUMNS = List.of("name", "n");

    @Test
    void knowsAllRowsThatItWasGivenAndFewOthers() {
        final RowHashes hashes = new RowHashes(numbered(20_000).table(), COLUMNS);
        final RowFilter filter = RowFilter.ofBytes(
                RowFilter.of(hashes, IntStream.range(0, 10_000).toArray()).toBytes());

        assertTrue(IntStream.range(0, 10_000).allMatch(row -> filter.mayContain(hashes.of(row))));
        final long mistaken = IntStream.range(10_000, 20_000)
                .filter(row -> filter.mayContain(hashes.of(row)))
                .count();
        assertTrue(mistaken < 150, mistaken + " of 10,000");
    }

    @Test
    void filterOfNoRowsKnowsNone() {
        final RowHashes hashes = new RowHashes(numbered(100).table(), COLUMNS);
        final RowFilter filter =
                RowFilter.ofBytes(RowFilter.of(hashes, new int[0]).toBytes());

        assertFalse(IntStream.range(0, 100).anyMatch(row -> filter.mayContain(hashes.of(row))));
    }

    @Test
    void rowIsTheSameInAnotherOrderOfColumnsAndAnotherTable() {
        final TestTables turned = new TestTables()
                .column("n", DataType.NUMERIC)
                .column("other", DataType.BOOLEAN)
                .column("name", DataType.STRING)
                .row(3L, true, "row 3");
        final RowHashes hashes = new RowHashes(numbered(10).table(), COLUMNS);

        assertEquals(hashes.of(3), new RowHashes(turned.table(), COLUMNS).of(0));
        assertNotEquals(hashes.of(4), hashes.of(3));
    }

    @Test
    void fingerprintTellsSetsOfRowsApartWhateverTheirOrder() {
        final RowHashes hashes = new RowHashes(numbered(10).table(), COLUMNS);

        assertEquals(hashes.fingerprint(new int[] {1, 2, 3}), hashes.fingerprint(new int[] {3, 1, 2}));
        assertNotEquals(hashes.fingerprint(new int[] {1, 2, 3}), hashes.fingerprint(new int[] {1, 2, 4}));
    }

    private static TestTables numbered(final int rows) {
        final TestTables tables =
                new TestTables().column("name", DataType.STRING).column("n", DataType.NUMERIC);
        IntStream.range(0, rows).forEach(row -> tables.row("row " + row, (long) row));
        return tables;
    }
}
