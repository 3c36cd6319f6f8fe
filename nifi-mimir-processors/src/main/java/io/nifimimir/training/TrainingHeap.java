/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training;

import io.nifimimir.dataset.Column;
import io.nifimimir.dataset.DataType;
import io.nifimimir.dataset.DatasetHeader;

import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The part of the heap that trainings share. Each says what it needs before it begins and is told how large its table may be; one that
 * would not fit beside those under way has to wait for them. What a table takes is bounded by its limit, and what training adds to it by
 * the rows and columns that candidates are compared on, so that both are known beforehand.
 *
 * <p>Safe for use by several threads.
 */
public final class TrainingHeap {
    /** That of this virtual machine. */
    public static final TrainingHeap SHARED =
            new TrainingHeap(Runtime.getRuntime().maxMemory(), TrainingHeap::used, TrainingHeap::collect);

    /** What training adds to the largest of tables: features of folds and of the final model, predictions, what encodings count. */
    static final long MOST_WORK_BYTES = 128L << 20;

    /** What it adds for each cell of a smaller one. */
    private static final int WORK_BYTES_OF_CELL = 64;

    /** What it adds to any: models, the report, garbage of the day. */
    private static final long LEAST_WORK_BYTES = 16L << 20;

    /** Collectors need room to move things about. */
    private static final double USABLE_SHARE = 0.9;

    /** Of a cell of the table while it is read, at most: a number, or a code. */
    private static final int BYTES_OF_CELL = 8;

    private static final int BYTES_OF_ROW = 48;

    /** A text that differs from those before it. */
    private static final int BYTES_OF_TEXT = 240;

    /** A header may know less than all of the texts. */
    private static final long LEAST_TABLE_BYTES = 16L << 20;

    private final long maximum;
    private final LongSupplier used;
    private final Runnable collector;

    /** What others than trainings hold; measured when none was under way. */
    private long others;

    private long reserved;

    /**
     * @param maximum bytes that the heap may have
     * @param used bytes of it that are in use, garbage included
     * @param collector frees the garbage
     */
    TrainingHeap(final long maximum, final LongSupplier used, final Runnable collector) {
        this.maximum = maximum;
        this.used = used;
        this.collector = collector;
    }

    private static long used() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** Only a collection tells garbage from what is held; this one comes before minutes of work, and only where the heap looks full. */
    private static void collect() {
        System.gc();
    }

    /** Memory that is kept for a training until it is closed. */
    public final class Reservation implements AutoCloseable {
        private final long tableBytes;
        private final long workBytes;

        private Reservation(final long tableBytes, final long workBytes) {
            this.tableBytes = tableBytes;
            this.workBytes = workBytes;
        }

        /** What the table may take. */
        public long tableBytes() {
            return tableBytes;
        }

        @Override
        public void close() {
            synchronized (TrainingHeap.this) {
                reserved -= tableBytes + workBytes;
            }
        }
    }

    /**
     * @param mostTableBytes that the user allows the table
     * @return to be closed when the training has ended; empty where others have to end first. A table that does not fit though none is
     *     under way gets what is there
     */
    public synchronized Optional<Reservation> reserve(final DatasetHeader header, final long mostTableBytes) {
        final long cells = Math.max(1, header.rowCount()) * header.columnCount();
        final long work = LEAST_WORK_BYTES + Math.min(MOST_WORK_BYTES, WORK_BYTES_OF_CELL * cells);
        final long table = Math.min(mostTableBytes, Math.max(LEAST_TABLE_BYTES, bytes(header)));
        if (reserved == 0) {
            others = used.getAsLong();
            if (table + work > free()) {
                collector.run();
                others = used.getAsLong();
            }
        }

        if (table + work <= free()) {
            return Optional.of(take(table, work));
        }

        return reserved > 0 ? Optional.empty() : Optional.of(take(Math.max(0, free() - work), work));
    }

    private long free() {
        return (long) (USABLE_SHARE * maximum) - others - reserved;
    }

    private Reservation take(final long table, final long work) {
        reserved += table + work;
        return new Reservation(table, work);
    }

    /** What the table takes at most, by its header. */
    private static long bytes(final DatasetHeader header) {
        return header.rowCount() * (BYTES_OF_ROW + (long) BYTES_OF_CELL * header.columnCount())
                + header.columns().stream()
                        .filter(column -> column.dataType() == DataType.STRING)
                        .mapToLong(Column::uniqueCount)
                        .map(texts -> BYTES_OF_TEXT * texts)
                        .sum();
    }
}
