/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Hands batches of rows to a consumer: the first ones at once, so that a small table costs no thread, and those after them to a thread of its own, so that
 * reading goes on meanwhile. Large ones do not wait beside each other. Batches are consumed in their order, and never two at a time.
 */
final class BackgroundStage implements Closeable {
    private static final int BATCHES_AT_ONCE = 8;
    private static final int BATCHES = 3;

    private final Consumer consumer;
    private final BlockingQueue<RowBatch> waiting = new ArrayBlockingQueue<>(BATCHES + 1);
    private final BlockingQueue<RowBatch> free = new ArrayBlockingQueue<>(BATCHES + 1);
    private final RowBatch end = new RowBatch();
    private Thread thread;
    private volatile boolean closing;
    private volatile Throwable failure;
    private int accepted;

    /** What is done with a batch. */
    @FunctionalInterface
    interface Consumer {
        void accept(RowBatch batch) throws IOException;
    }

    BackgroundStage(final Consumer consumer) {
        this.consumer = consumer;
    }

    /**
     * Consumes the batch, now or soon.
     *
     * @return a batch that is free to be filled
     */
    RowBatch accept(final RowBatch batch) throws IOException {
        accepted++;
        if (batch.isLarge()) {
            drain();
        }
        if (accepted <= BATCHES_AT_ONCE || batch.isLarge()) {
            consumer.accept(batch);
            return batch;
        }
        if (thread == null) {
            for (int index = 0; index < BATCHES; index++) {
                free.add(new RowBatch());
            }
            thread = Thread.ofPlatform().daemon().name("mimir-profile").start(this::consume);
        }
        waiting.add(batch);
        return take();
    }

    private RowBatch take() throws IOException {
        try {
            final RowBatch batch = free.take();
            rethrow();
            return batch;
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            final InterruptedIOException interrupted = new InterruptedIOException("The conversion was interrupted");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    /** A failed consumer takes the batches that still come, so that nobody waits for ever. */
    private void consume() {
        try {
            for (RowBatch batch = waiting.take(); batch != end; batch = waiting.take()) {
                if (failure == null && !closing) {
                    consumeOne(batch);
                }
                free.add(batch);
            }
        } catch (final InterruptedException e) {
            // Nobody else knows the thread
            failure = e;
        }
    }

    private void consumeOne(final RowBatch batch) {
        try {
            consumer.accept(batch);
        } catch (final IOException | RuntimeException | Error e) {
            failure = e;
        }
    }

    private void rethrow() throws IOException {
        switch (failure) {
            case null -> {}
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IOException(failure);
        }
    }

    /** Waits until all that was accepted is consumed. */
    void drain() throws IOException {
        if (thread == null) {
            return;
        }
        final RowBatch[] taken = new RowBatch[BATCHES];
        for (int index = 0; index < BATCHES; index++) {
            taken[index] = take();
        }
        for (final RowBatch batch : taken) {
            free.add(batch);
        }
    }

    /** Waits until all is consumed, and ends the thread. */
    void finish() throws IOException {
        drain();
        close();
    }

    /**
     * Ends the thread; what was accepted may not be consumed. The batch in hand is: an interruption would close the file that the consumer writes to, and what
     * went wrong here would be hidden behind a file that is closed.
     */
    @Override
    public void close() {
        if (thread == null) {
            return;
        }
        closing = true;
        waiting.add(end);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (final InterruptedException e) {
                // The consumer must have let go of what it writes to, whoever waits
                interrupted = true;
            }
        }
        thread = null;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
