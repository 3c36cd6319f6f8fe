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
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
        try (BackgroundStage stage = new BackgroundStage(batch -> {
            if (batch.row(0).position() == 20) {
                sleepUntilInterrupted();
            }
        })) {
            Thread.currentThread().interrupt();
            assertThrows(InterruptedIOException.class, () -> feed(stage, BATCHES));
            assertTrue(Thread.interrupted());
        }
    }

    private static void sleepUntilInterrupted() {
        try {
            Thread.sleep(60_000);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
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
