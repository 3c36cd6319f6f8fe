/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does independent pieces of work in a few threads; the results are in the order of the work, whatever the threads. */
public final class Parallel {
    private Parallel() {}

    /** @throws CancellationException also where the calling thread is interrupted */
    public static <T> List<T> run(final List<Callable<T>> work, final int threads) {
        final int used = Math.min(threads, work.size());
        final List<T> results = new ArrayList<>();
        if (used <= 1) {
            for (final Callable<T> piece : work) {
                results.add(call(piece));
            }

            return results;
        }

        final ExecutorService executor = Executors.newFixedThreadPool(used);
        try {
            for (final Future<T> future : executor.invokeAll(work)) {
                results.add(future.get());
            }

            return results;
        } catch (final InterruptedException exception) {
            Thread.currentThread().interrupt();
            throw (CancellationException) new CancellationException("Interrupted while training").initCause(exception);
        } catch (final ExecutionException exception) {
            throw unwrapped(exception);
        } finally {
            executor.shutdownNow();
        }
    }

    private static RuntimeException unwrapped(final ExecutionException exception) {
        return exception.getCause() instanceof RuntimeException cause
                ? cause
                : new IllegalStateException("Training failed: " + exception.getCause(), exception);
    }

    private static <T> T call(final Callable<T> piece) {
        try {
            return piece.call();
        } catch (final RuntimeException exception) {
            throw exception;
        } catch (final Exception exception) {
            throw new IllegalStateException("Training failed: " + exception.getMessage(), exception);
        }
    }
}
