/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.monitoring.schedule.ClockReading;
import io.nifimimir.monitoring.schedule.SchedulerRepository;
import org.apache.nifi.logging.ComponentLog;

import java.time.Clock;
import java.util.concurrent.atomic.AtomicReference;

/** Says once that the clock cannot be believed, and once that it can be again. */
final class ClockDoubt {
    private ClockDoubt() {}

    /**
     * Reads the clock.
     *
     * @param told what the last reading came to: empty where the clock was believed
     * @return whether jobs may be run by it
     */
    static boolean none(
            final SchedulerRepository scheduler,
            final Clock clock,
            final AtomicReference<String> told,
            final ComponentLog logger) {
        final ClockReading reading = scheduler.readClock(clock.instant());
        if (reading instanceof ClockReading.Doubtful(final String reason)) {
            if (told.getAndSet(reason).isEmpty()) {
                logger.error("No job is run for now: {}", reason);
            }
            return false;
        }
        if (!told.getAndSet("").isEmpty()) {
            logger.info("The clock is believed again; jobs are run");
        }
        return true;
    }
}
