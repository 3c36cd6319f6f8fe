/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class AwaitTest {

    private static final Duration SHORT = Duration.ofMillis(250);
    private static final Duration AMPLE = Duration.ofSeconds(30);

    private final AtomicInteger looks = new AtomicInteger();

    @Test
    void returnsWhatWasSeenWhenThePredicateFirstHolds() {
        assertEquals(3, Await.until("three", AMPLE, looks::incrementAndGet, seen -> seen == 3));
    }

    @Test
    void aLookThatFailsCountsAsNotYet() {
        final int seen = Await.until(
                "a look that works",
                AMPLE,
                () -> {
                    if (looks.incrementAndGet() < 3) {
                        throw new IOException("not there");
                    }
                    return looks.get();
                },
                value -> true);

        assertEquals(3, seen);
    }

    @Test
    void theDeadlineTellsWhatWasWaitedForAndLastSeen() {
        final Await.DeadlineException failure = assertThrows(
                Await.DeadlineException.class, () -> Await.until("a queue of 5", SHORT, () -> 4, seen -> seen == 5));

        assertTrue(failure.getMessage().contains("for a queue of 5; last seen: 4"), failure.getMessage());
    }

    @Test
    void theDeadlineCarriesTheLastFailure() {
        final IOException cause = new IOException("connection refused");
        final Await.DeadlineException failure = assertThrows(
                Await.DeadlineException.class,
                () -> Await.untilTrue("an answer", SHORT, () -> {
                    throw cause;
                }));

        assertSame(cause, failure.getCause());
        assertTrue(failure.getMessage().contains("connection refused"), failure.getMessage());
    }

    @Test
    void aHopelessLookEndsTheWait() {
        final Await.HopelessException failure = assertThrows(
                Await.HopelessException.class,
                () -> Await.untilTrue("a corpse", AMPLE, () -> {
                    looks.incrementAndGet();
                    throw new Await.HopelessException("it is dead");
                }));

        assertEquals("it is dead", failure.getMessage());
        assertEquals(1, looks.get());
    }
}
