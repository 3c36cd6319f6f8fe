/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(30)
class BackgroundStageTest {
    private static final int BATCHES = 1_000;

    @Test
    void batchesAreConsumedOnceAndInTheirOrder() throws IOException {
        final List<Long> consumed = new ArrayList<>();
        try (BackgroundStage stage =
                new BackgroundStage(batch -> consumed.add(batch.row(0).position()))) {
            feed(stage, BATCHES);
            stage.finish();
        }

        assertEquals(IntStream.range(0, BATCHES).mapToObj(Long::valueOf).toList(), consumed);
    }

    @Test
    void nothingWaitsBehindADrain() throws IOException {
        final List<Long> consumed = new ArrayList<>();
        try (BackgroundStage stage =
                new BackgroundStage(batch -> consumed.add(batch.row(0).position()))) {
            feed(stage, 100);
            stage.drain();
            assertEquals(100, consumed.size());
        }
    }

    @Test
    void failureComesOutWhereTheBatchesAreHandedIn() {
        final IOException full = new IOException("The disk is full");

        final IOException e = assertThrows(IOException.class, () -> {
            try (BackgroundStage stage = new BackgroundStage(batch -> {
                if (batch.row(0).position() == 500) {
                    throw full;
                }
            })) {
                feed(stage, BATCHES);
                stage.finish();
            }
        });

        assertEquals(full, e);
    }

    @Test
    void interruptionEndsTheWait() {
        final CountDownLatch waited = new CountDownLatch(1);
        try (BackgroundStage stage = new BackgroundStage(batch -> {
            if (batch.row(0).position() == 20) {
                await(waited);
            }
        })) {
            Thread.currentThread().interrupt();
            assertThrows(InterruptedIOException.class, () -> feed(stage, BATCHES));
            assertTrue(Thread.interrupted());
            waited.countDown();
        }
    }

    /** A file channel is closed where the thread that writes to it is interrupted. */
    @Test
    void consumerIsNotInterruptedInItsWork() throws IOException {
        final CountDownLatch working = new CountDownLatch(1);
        final AtomicBoolean interrupted = new AtomicBoolean();
        try (BackgroundStage stage = new BackgroundStage(batch -> {
            if (batch.row(0).position() == 20) {
                working.countDown();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
                interrupted.set(Thread.interrupted());
            }
        })) {
            feed(stage, 21);
            await(working);
        }

        assertFalse(interrupted.get());
    }

    private static void await(final CountDownLatch latch) throws InterruptedIOException {
        try {
            assertTrue(latch.await(1, TimeUnit.MINUTES));
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            final InterruptedIOException interrupted = new InterruptedIOException("The wait was interrupted");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    private static void feed(final BackgroundStage stage, final int batches) throws IOException {
        RowBatch batch = new RowBatch();
        for (int index = 0; index < batches; index++) {
            final long position = index;
            batch.fill(
                    row -> {
                        row.clear();
                        row.setPosition(position);
                        return true;
                    },
                    1,
                    1);
            batch = stage.accept(batch);
        }
    }
}
