/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.schedule;

import java.time.Instant;
import java.util.Objects;

/**
 * What is remembered of the time, so that a clock that went wrong while the machine was off is noticed.
 *
 * @param certain an instant that has surely passed: the clock ran steadily through it, and time has gone on since
 * @param newest the latest instant that was believed; where it is later than {@code certain}, it may have come from a wrong clock
 */
public record ClockMark(Instant certain, Instant newest) {
    public ClockMark {
        Objects.requireNonNull(certain, "Certain instant required");
        Objects.requireNonNull(newest, "Newest instant required");
    }
}
