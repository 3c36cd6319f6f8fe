/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.profile;

import io.nifimimir.dataset.Column;
import io.nifimimir.dataset.DataType;
import io.nifimimir.dataset.RowBuffer;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ColumnProfilerTest {

    @Test
    void momentsOfAFewNumbers() {
        final ColumnProfiler profiler = new ColumnProfiler(DataType.NUMERIC, ProfileSize.forColumns(1));
        for (final Object cell : List.of(1L, 2L, 3.0, 4L, 10.0)) {
            accept(profiler, cell);
        }
        accept(profiler, null);

        final Column column = profiler.toColumn("x", 0, false);

        assertEquals(1, column.nullCount());
        assertEquals(5, column.uniqueCount());
        assertEquals(1, column.stats().min());
        assertEquals(10, column.stats().max());
        assertEquals(4, column.stats().mean(), 1e-12);
        assertEquals(3, column.stats().median());
        assertEquals(Math.sqrt(12.5), column.stats().standardDeviation(), 1e-12);
        assertEquals(20, column.stats().sum());
    }

    @Test
    void sumsKeepTheSmallBesideTheLarge() {
        final ColumnProfiler profiler = new ColumnProfiler(DataType.NUMERIC, ProfileSize.forColumns(1));
        for (final Object cell : List.of(1.0, 1e100, 1.0, -1e100)) {
            accept(profiler, cell);
        }

        assertEquals(2, profiler.toColumn("x", 0, false).stats().sum());
    }

    @Test
    void manyDistinctValuesAreEstimated() {
        final ColumnProfiler profiler = new ColumnProfiler(DataType.NUMERIC, ProfileSize.forColumns(1));
        for (long value = 0; value < 200_000; value++) {
            accept(profiler, value);
        }

        final Column column = profiler.toColumn("x", 0, false);

        assertFalse(column.uniqueCountExact());
        assertEquals(200_000, column.uniqueCount(), 200_000 * 0.03);
        assertEquals(100_000, column.stats().median(), 200_000 * 0.01);
        assertTrue(column.sampleValues().size() <= 5);
    }

    private static void accept(final ColumnProfiler profiler, final Object cell) {
        final RowBuffer row = new RowBuffer();
        row.add(cell);
        profiler.accept(row, 0);
    }
}
