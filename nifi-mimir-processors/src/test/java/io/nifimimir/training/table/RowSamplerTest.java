/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.table;

import io.nifimimir.dataset.DataType;
import io.nifimimir.dataset.Frequency;
import io.nifimimir.dataset.TimeSeriesConfig;
import io.nifimimir.training.TestTables;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RowSamplerTest {
    private static final int ROWS = 20_000;
    private static final long LIMIT = 300_000;

    @Test
    void anEvenSampleHasRowsFromEverywhereAndIsTheSameEachTime() throws IOException {
        final TrainingTable table = load(kinds(), LIMIT);
        final double[] places = places(table);

        assertTrue(table.rowCount() > 2_000 && table.rowCount() < ROWS / 2, "rows " + table.rowCount());
        assertTrue(table.bytes() <= LIMIT, "bytes " + table.bytes());
        assertEquals(ROWS / 2.0, Arrays.stream(places).average().orElseThrow(), 400);
        assertArrayEquals(places, places(load(kinds(), LIMIT)));
        assertEquals(load(kinds(), 1 << 30).fingerprint(), table.fingerprint());
        assertTrue(table.notice().startsWith("Of 20,000 rows"), table.notice());
        assertEquals("", load(kinds(), 1 << 30).notice());
    }

    @Test
    void rareClassesKeepTheirRows() throws IOException {
        final TrainingTable table = load(kinds(), LIMIT);
        final TextColumn kinds = (TextColumn) table.findColumn("kind").orElseThrow();
        final long rare = IntStream.range(0, table.rowCount())
                .filter(row -> "rare".equals(kinds.value(row)))
                .count();

        assertEquals(20, rare);
        assertTrue(table.notice().contains("of rare classes in kind at least 100 rows"), table.notice());
    }

    @Test
    void ofATimeSeriesTheNewestRowsAreKept() throws IOException {
        final TestTables tables = new TestTables()
                .column("day", DataType.DATETIME)
                .column("sales", DataType.NUMERIC)
                .timeSeries(new TimeSeriesConfig(
                        "day",
                        List.of("sales"),
                        List.of(),
                        Frequency.DAILY,
                        86_400,
                        "1970-01-01",
                        "2024-10-03",
                        false,
                        0,
                        0,
                        false,
                        1,
                        List.of()));
        // The days of even number first, so that order of rows is not that of time
        for (int row = 0; row < ROWS; row++) {
            final int day = row < ROWS / 2 ? 2 * row : 2 * (row - ROWS / 2) + 1;
            tables.row(LocalDate.of(1970, 1, 1).plusDays(day), (double) day);
        }

        final TrainingTable table = load(tables, LIMIT);
        final double[] days = IntStream.range(0, table.rowCount())
                .mapToDouble(((NumberColumn) table.findColumn("sales").orElseThrow())::value)
                .sorted()
                .toArray();

        assertEquals(ROWS - 1, days[days.length - 1]);
        assertEquals(ROWS - days.length, days[0], "without a gap");
        assertTrue(table.notice().contains("the newest, from behind"), table.notice());
    }

    @Test
    void aSampleThatWouldBeTooSmallIsRefused() {
        assertThrows(TrainingLimitException.class, () -> load(kinds(), 3_000));
    }

    private static TestTables kinds() {
        final TestTables tables =
                new TestTables().column("place", DataType.NUMERIC).column("kind", DataType.STRING);
        for (int row = 0; row < ROWS; row++) {
            tables.row((double) row, row % 1_000 == 7 ? "rare" : "kind " + row % 5);
        }

        return tables;
    }

    private static TrainingTable load(final TestTables tables, final long limit) throws IOException {
        return TrainingTable.load(
                tables.reader(),
                new RowLimit(
                        limit, RowLimit.Strategy.SAMPLE, column -> column.name().equals("kind")),
                () -> true);
    }

    private static double[] places(final TrainingTable table) {
        final NumberColumn places = (NumberColumn) table.findColumn("place").orElseThrow();
        return IntStream.range(0, table.rowCount()).mapToDouble(places::value).toArray();
    }
}
