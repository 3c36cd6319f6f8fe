/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.table;

import io.nifimimir.dataset.DataType;
import io.nifimimir.dataset.DatasetFormatException;
import io.nifimimir.dataset.Frequency;
import io.nifimimir.dataset.TimeSeriesConfig;
import io.nifimimir.training.SyntheticData;
import io.nifimimir.training.TestTables;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TrainingTableTest {

    @Test
    void theFingerprintIsThatOfTheValues() {
        final String fingerprint = numbers(1L, 2.5).table().fingerprint();

        assertEquals(64, fingerprint.length());
        assertEquals(fingerprint, numbers(1.0, new BigDecimal("2.50")).table().fingerprint());
        assertEquals(
                fingerprint,
                numbers(1L, 2.5).metadata(Map.of("file", "other.csv")).table().fingerprint());
        assertNotEquals(fingerprint, numbers(2.5, 1L).table().fingerprint());
        assertNotEquals(fingerprint, numbers(1L, null).table().fingerprint());
        assertNotEquals(
                numbers(9_007_199_254_740_993L).table().fingerprint(),
                numbers(9_007_199_254_740_992L).table().fingerprint());
        assertNotEquals(
                new TestTables().column("a", DataType.STRING).table().fingerprint(),
                new TestTables().column("b", DataType.STRING).table().fingerprint());
    }

    private static TestTables numbers(final Object... values) {
        final TestTables tables = new TestTables().column("number", DataType.NUMERIC);
        for (final Object value : values) {
            tables.row(value);
        }

        return tables;
    }

    @Test
    void aTableOverTheLimitIsRefusedWithRowsAndLimit() {
        final TestTables tables = SyntheticData.houses(5_000);
        final TrainingLimitException exception = assertThrows(
                TrainingLimitException.class, () -> TrainingTable.load(tables.reader(), 100_000, () -> true));

        assertEquals(100_000, exception.limitBytes());
        assertTrue(exception.rowsRead() > 100 && exception.rowsRead() < 5_000, "rows " + exception.rowsRead());
        assertTrue(exception.getMessage().contains("100,000 bytes"), exception.getMessage());
    }

    @Test
    void aRowThatDoesNotFitIsNamed() {
        final TestTables wrongType = numbers(1L, "two");
        final DatasetFormatException exception = assertThrows(
                DatasetFormatException.class, () -> TrainingTable.load(wrongType.reader(), 1 << 20, () -> true));
        assertTrue(exception.getMessage().startsWith("Row 2, column number"), exception.getMessage());

        final TestTables tooLong =
                new TestTables().column("a", DataType.NUMERIC).row(1L, 2L);
        assertThrows(DatasetFormatException.class, () -> TrainingTable.load(tooLong.reader(), 1 << 20, () -> true));
    }

    @Test
    void stopsWhileReading() {
        final TestTables tables = SyntheticData.houses(5_000);
        assertThrows(CancellationException.class, () -> TrainingTable.load(tables.reader(), 1 << 30, () -> false));
    }

    @Test
    void seriesAreOrderedByTimeAndLeaveGapsOut() {
        final TestTables tables = new TestTables()
                .column("when", DataType.DATETIME)
                .column("site", DataType.STRING)
                .column("level", DataType.NUMERIC)
                .column("value", DataType.NUMERIC)
                .row(LocalDate.of(2024, 1, 2), "Kabul", 3L, 2L)
                .row(OffsetDateTime.parse("2024-01-01T02:00:00+02:00"), "Kabul", 3L, 1.5)
                .row(LocalDate.of(2024, 1, 3), "Kabul", 3L, null)
                .row(LocalDate.of(2024, 1, 4), "Kabul", 3L, Double.NaN)
                .row(null, "Kabul", 3L, 9L)
                .row(LocalDate.of(2024, 1, 1), "Herat", null, 7L)
                .timeSeries(new TimeSeriesConfig(
                        "when",
                        List.of("value"),
                        List.of("site", "level"),
                        Frequency.DAILY,
                        86_400,
                        "2024-01-01",
                        "2024-01-04",
                        false,
                        0,
                        0,
                        false,
                        2,
                        List.of()));
        final List<SeriesValues> series = tables.table().series().toList();

        assertEquals(2, series.size());
        assertEquals("Kabul / 3", series.getFirst().entity());
        assertEquals("value", series.getFirst().metric());
        assertArrayEquals(new double[] {1.5, 2}, series.getFirst().values());
        assertEquals(
                Instant.parse("2024-01-01T00:00:00Z").toEpochMilli(),
                series.getFirst().epochMillis()[0]);
        assertEquals("Herat / ", series.get(1).entity());
    }

    @Test
    void aTableWithoutTimeSeriesHasNone() {
        assertEquals(0, SyntheticData.houses(10).table().series().count());
    }
}
