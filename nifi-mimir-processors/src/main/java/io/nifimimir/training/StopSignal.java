/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * What ends work before it is done: somebody who stops it, or the time that it may take. Safe for use by several threads.
 *
 * @param keepGoing turns false when the work is to be given up
 * @param deadline after which only what is needed for a result is done
 */
public record StopSignal(BooleanSupplier keepGoing, Clock clock, Instant deadline) {

    public static StopSignal withoutDeadline(final BooleanSupplier keepGoing) {
        return new StopSignal(keepGoing, Clock.systemUTC(), Instant.MAX);
    }

    /**
     * To be called often.
     *
     * @param work what is being done, as in {@code "boosting"}
     * @throws CancellationException where the work is to be given up
     */
    public void check(final String work) {
        if (!keepGoing.getAsBoolean()) {
            throw new CancellationException("Stopped while " + work);
        }
    }

    /** Whether the time is spent: nothing optional is begun or continued. */
    public boolean isLate() {
        return !deadline.equals(Instant.MAX) && !clock.instant().isBefore(deadline);
    }
}
