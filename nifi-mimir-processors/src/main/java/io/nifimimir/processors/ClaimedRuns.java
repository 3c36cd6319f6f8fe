/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.monitoring.JobOccurrence;
import io.nifimimir.services.MimirStore;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * Runs that were claimed in one transaction, since each costs a wait for the disk, and are begun one after another. None waits behind a
 * long one, or is left claimed when the processor stops: what has not begun by then is given back.
 */
final class ClaimedRuns implements AutoCloseable {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final MimirStore store;
    private final Clock clock;
    private final Consumer<Runnable> writer;
    private final Instant giveBackAt;
    private final Queue<JobOccurrence> waiting;

    /** @param writer writes to the store, or sees to it that it is written later */
    ClaimedRuns(
            final MimirStore store,
            final List<JobOccurrence> claimed,
            final Clock clock,
            final Consumer<Runnable> writer) {
        this.store = store;
        this.clock = clock;
        this.writer = writer;
        this.giveBackAt = clock.instant().plus(LONGEST_WAIT);
        this.waiting = new ArrayDeque<>(claimed);
    }

    /** The next one to begin; empty where there is none left. */
    Optional<JobOccurrence> next() {
        return Optional.ofNullable(waiting.poll());
    }

    /** Gives back those that have waited long enough. To be called now and then by what they wait for. */
    void giveBackLate() {
        if (clock.instant().isAfter(giveBackAt)) {
            giveBack("Those before it took long");
        }
    }

    @Override
    public void close() {
        giveBack("The processor went on without it");
    }

    private void giveBack(final String reason) {
        if (waiting.isEmpty()) {
            return;
        }
        final List<JobOccurrence> late = List.copyOf(waiting);
        waiting.clear();
        final Instant now = clock.instant();
        writer.accept(() -> store.inTransaction(() -> {
            late.forEach(occurrence -> store.monitoring().release(occurrence, now, reason));
            return null;
        }));
    }
}
