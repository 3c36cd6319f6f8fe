/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.search;

import io.nifimimir.dataset.DataType;
import io.nifimimir.dataset.Frequency;
import io.nifimimir.dataset.TimeSeriesConfig;
import io.nifimimir.training.TestTables;
import org.junit.jupiter.api.Test;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class FoldsTest {
    private static final int ROWS = 600;

    @Test
    void aSeriesWithoutGapsIsValidatedForwardInTime() {
        final Folds folds = folds(false);

        assertEquals("5 folds forward in time by day", folds.description());
        for (final Fold fold : folds.folds()) {
            final int last = Arrays.stream(fold.training()).max().orElseThrow();
            final int first = Arrays.stream(fold.validation()).min().orElseThrow();
            assertTrue(last < first);
        }
    }

    @Test
    void rowsWithGapsAreASample() {
        final Folds folds = folds(true);
        final int[] times = new int[ROWS];
        folds.folds().forEach(fold -> Arrays.stream(fold.validation()).forEach(row -> times[row]++));

        assertEquals(10, folds.folds().size());
        assertTrue(Arrays.stream(times).allMatch(count -> count == 2), "each row is predicted once in each division");
        for (final Fold fold : folds.folds()) {
            assertEquals(ROWS, fold.training().length + fold.validation().length);
            // One row in three is of the second class
            assertEquals(
                    ROWS / 15,
                    Arrays.stream(fold.validation()).filter(row -> row % 3 == 0).count());
        }
    }

    private static Folds folds(final boolean gaps) {
        final TestTables tables = new TestTables()
                .column("day", DataType.DATETIME)
                .column("value", DataType.NUMERIC)
                .timeSeries(new TimeSeriesConfig(
                        "day",
                        List.of("value"),
                        List.of(),
                        Frequency.DAILY,
                        86_400,
                        "2024-01-01",
                        "2025-08-22",
                        gaps,
                        gaps ? 1 : 0,
                        0,
                        true,
                        1,
                        List.of()));
        IntStream.range(0, ROWS)
                .forEach(row -> tables.row(LocalDate.of(2024, 1, 1).plusDays(row), (double) row));
        final double[] labels = IntStream.range(0, ROWS)
                .mapToDouble(row -> row % 3 == 0 ? 1 : 0)
                .toArray();
        return Folds.of(tables.table(), IntStream.range(0, ROWS).toArray(), labels, 2, 1);
    }
}
