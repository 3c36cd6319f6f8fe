/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training;

import io.nifimimir.dataset.Column;
import io.nifimimir.dataset.DataType;
import io.nifimimir.dataset.DatasetHeader;
import io.nifimimir.dataset.SourceType;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TrainingHeapTest {
    private static final long MEBIBYTE = 1L << 20;
    private static final long TABLE_LIMIT = 128 * MEBIBYTE;

    private final AtomicLong used = new AtomicLong(150 * MEBIBYTE);

    @Test
    void aLargeTableGetsAllThatItsLimitAllows() {
        assertEquals(
                TABLE_LIMIT,
                heap(512).reserve(table(50_000_000), TABLE_LIMIT).orElseThrow().tableBytes());
    }

    @Test
    void whatDoesNotFitBesideAnotherTrainingWaitsForIt() {
        final TrainingHeap heap = heap(512);
        try (TrainingHeap.Reservation first =
                heap.reserve(table(50_000_000), TABLE_LIMIT).orElseThrow()) {
            // What the first one holds is not what others hold
            used.addAndGet(first.tableBytes());
            assertTrue(heap.reserve(table(50_000_000), TABLE_LIMIT).isEmpty());
            assertTrue(heap.reserve(table(100), TABLE_LIMIT).isPresent());
        }

        used.set(150 * MEBIBYTE);
        assertFalse(heap(512).reserve(table(50_000_000), TABLE_LIMIT).isEmpty());
    }

    @Test
    void whereLittleIsLeftTheTableGetsThat() {
        used.set(280 * MEBIBYTE);
        final long tableBytes =
                heap(512).reserve(table(50_000_000), TABLE_LIMIT).orElseThrow().tableBytes();

        assertTrue(tableBytes > 30 * MEBIBYTE && tableBytes < 50 * MEBIBYTE, tableBytes + " bytes");
    }

    @Test
    void garbageIsCollectedBeforeTheHeapCountsAsFull() {
        used.set(500 * MEBIBYTE);
        final TrainingHeap heap = new TrainingHeap(512 * MEBIBYTE, used::get, () -> used.set(100 * MEBIBYTE));

        assertEquals(
                TABLE_LIMIT,
                heap.reserve(table(50_000_000), TABLE_LIMIT).orElseThrow().tableBytes());
    }

    private TrainingHeap heap(final long mebibytes) {
        return new TrainingHeap(mebibytes * MEBIBYTE, used::get, () -> {});
    }

    private static DatasetHeader table(final long rows) {
        final List<Column> columns =
                List.of(new Column("amount", 0, DataType.NUMERIC, false, 0, rows, true, null, List.of(), null));
        return new DatasetHeader(SourceType.CSV, Map.of(), columns, rows, null, null, Map.of(), Instant.EPOCH);
    }
}
