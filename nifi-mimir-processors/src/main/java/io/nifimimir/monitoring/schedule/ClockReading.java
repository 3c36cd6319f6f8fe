/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.schedule;

import java.time.Instant;

/** What to make of the clock. */
public sealed interface ClockReading {

    /** The time is to be believed. */
    record Steady() implements ClockReading {}

    /** The time is not to be believed for now; nothing may be run by it. */
    record Doubtful(String reason) implements ClockReading {}

    /**
     * The clock was set, and has run steadily since; the time is to be believed from here on.
     *
     * @param from what the time would have been
     * @param to what it is
     */
    record Moved(Instant from, Instant to) implements ClockReading {

        /** The time from {@code to} to {@code from} has not come yet, whatever was planned in it. */
        public boolean back() {
            return to.isBefore(from);
        }
    }
}
