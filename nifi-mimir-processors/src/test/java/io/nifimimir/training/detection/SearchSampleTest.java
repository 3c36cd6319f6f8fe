/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.detection;

import io.nifimimir.dataset.DataType;
import io.nifimimir.training.ModelTask;
import io.nifimimir.training.TestTables;
import io.nifimimir.training.table.TrainingTable;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SearchSampleTest {
    private static final int ROWS = 1_000_000;

    @Test
    void smallTablesAreTakenAsAWhole() {
        final SearchSample sample = SearchSample.of(columns(10), new double[10_000], ModelTask.REGRESSION, 1);

        assertArrayEquals(IntStream.range(0, 10_000).toArray(), sample.chosen());
        assertEquals(0, sample.spare().length);
    }

    @Test
    void ofALargeTableRowsFromEverywhereAreComparedOnAndTheSameEachTime() {
        final double[] values = IntStream.range(0, ROWS).asDoubleStream().toArray();
        final SearchSample sample = SearchSample.of(columns(10), values, ModelTask.REGRESSION, 1);

        assertEquals(300_000, sample.chosen().length);
        assertEquals(ROWS, union(sample));
        assertEquals(ROWS / 2.0, Arrays.stream(sample.chosen()).average().orElseThrow(), 2_000);
        assertArrayEquals(
                sample.chosen(),
                SearchSample.of(columns(10), values, ModelTask.REGRESSION, 1).chosen());
    }

    private static long union(final SearchSample sample) {
        return IntStream.concat(Arrays.stream(sample.chosen()), Arrays.stream(sample.spare()))
                .distinct()
                .count();
    }

    @Test
    void rareClassesKeepTheirRows() {
        final double[] values = new double[ROWS];
        for (int row = 0; row < ROWS; row++) {
            values[row] = row % 12_500 == 3 ? 2 : row % 2;
        }

        final SearchSample sample = SearchSample.of(columns(10), values, ModelTask.CLASSIFICATION, 1);
        final long rare = Arrays.stream(sample.chosen())
                .filter(position -> values[position] == 2)
                .count();

        assertEquals(80, rare);
        assertTrue(sample.chosen().length < 150_000, sample.chosen().length + " rows");
    }

    @Test
    void theMoreColumnsOrClassesTheFewerRows() {
        assertTrue(chosen(500, 2) < chosen(100, 2));
        assertTrue(chosen(10, 200) < chosen(10, 2));
        assertTrue(chosen(10, 200) >= 10_000);
    }

    private static int chosen(final int columns, final int classes) {
        final double[] values =
                IntStream.range(0, ROWS).mapToDouble(row -> row % classes).toArray();
        return SearchSample.of(columns(columns), values, ModelTask.CLASSIFICATION, 1)
                .chosen()
                .length;
    }

    private static TrainingTable columns(final int count) {
        final TestTables tables = new TestTables();
        for (int column = 0; column < count; column++) {
            tables.column("column " + column, DataType.NUMERIC);
        }

        return tables.table();
    }
}
