/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import java.time.Duration;

/** By when several things are to be done together, by the machine's own time, which no change of the clock touches. */
record Deadline(long nanoTime) {
    static Deadline in(final Duration limit) {
        return new Deadline(System.nanoTime() + limit.toNanos());
    }

    /** What is left, and nothing once it is over. */
    Duration remaining() {
        return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
    }
}
