/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;

/** Waits for something outside this process to come true, always with a deadline. The only place that sleeps. */
public final class Await {

    // A tenth of what a human notices; NiFi answers a status request in some milliseconds
    private static final Duration INTERVAL = Duration.ofMillis(100);

    private Await() {}

    /** One look at the world. What it throws counts as "not yet" and is kept for the report. */
    @FunctionalInterface
    public interface Probe<T> {
        T look() throws Exception;
    }

    /** Thrown by a probe that knows that waiting longer is of no use. */
    public static final class HopelessException extends RuntimeException {

        public HopelessException(final String message) {
            super(message);
        }
    }

    /** The deadline passed. */
    public static final class DeadlineException extends RuntimeException {

        DeadlineException(final String message, final Throwable lastFailure) {
            super(message, lastFailure);
        }
    }

    /** Looks again and again until the predicate holds, and returns what was then seen. */
    public static <T> T until(
            final String what, final Duration deadline, final Probe<T> probe, final Predicate<? super T> predicate) {
        Objects.requireNonNull(what, "What to wait for required");
        final long start = System.nanoTime();
        while (true) {
            final Look<T> look = look(probe);
            if (look.failure() == null && predicate.test(look.seen())) {
                return look.seen();
            }
            if (System.nanoTime() - start > deadline.toNanos()) {
                throw new DeadlineException(
                        "Waited %.1f s for %s; %s".formatted(deadline.toMillis() / 1000.0, what, look), look.failure());
            }
            pause(what);
        }
    }

    /** Looks again and again until the condition holds. */
    public static void untilTrue(final String what, final Duration deadline, final Probe<Boolean> condition) {
        until(what, deadline, condition, Boolean.TRUE::equals);
    }

    /** Lets a time pass that something is known to take and does not tell the end of. */
    public static void pass(final String what, final Duration time) {
        final long start = System.nanoTime();
        while (System.nanoTime() - start < time.toNanos()) {
            pause(what);
        }
    }

    private static <T> Look<T> look(final Probe<T> probe) {
        try {
            return new Look<>(probe.look(), null);
        } catch (final HopelessException e) {
            throw e;
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while looking", e);
        } catch (final Exception e) {
            return new Look<>(null, e);
        }
    }

    private static void pause(final String what) {
        try {
            Thread.sleep(INTERVAL);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for " + what, e);
        }
    }

    private record Look<T>(T seen, Exception failure) {

        @Override
        public String toString() {
            return failure == null ? "last seen: " + seen : "last look failed: " + failure;
        }
    }
}
