/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.series;

import java.time.Duration;
import java.time.Instant;

/** The rhythm that a series of a given step may follow. */
public enum Season {
    NONE(1, Duration.ZERO) {
        @Override
        public int phaseOf(final Instant instant) {
            return 0;
        }
    },
    /** Phases are the hours of the day in UTC. */
    DAY(24, Duration.ofDays(1)) {
        @Override
        public int phaseOf(final Instant instant) {
            return (int) Math.floorMod(Math.floorDiv(instant.getEpochSecond(), 3_600L), 24L);
        }
    },
    /** Phases are the days of the week in UTC. */
    WEEK(7, Duration.ofDays(7)) {
        @Override
        public int phaseOf(final Instant instant) {
            return (int) Math.floorMod(Math.floorDiv(instant.getEpochSecond(), 86_400L), 7L);
        }
    };

    private static final Duration LONGEST_STEP_OF_DAY = Duration.ofHours(8);

    private static final Duration SHORTEST_STEP_OF_WEEK = Duration.ofHours(20);

    private static final Duration LONGEST_STEP_OF_WEEK = Duration.ofHours(28);

    private final int phases;

    private final Duration cycle;

    Season(final int phases, final Duration cycle) {
        this.phases = phases;
        this.cycle = cycle;
    }

    public static Season of(final Duration step) {
        if (step.compareTo(LONGEST_STEP_OF_DAY) <= 0) {
            return DAY;
        }
        final boolean daily = step.compareTo(SHORTEST_STEP_OF_WEEK) >= 0 && step.compareTo(LONGEST_STEP_OF_WEEK) <= 0;
        return daily ? WEEK : NONE;
    }

    public abstract int phaseOf(Instant instant);

    public int phases() {
        return phases;
    }

    public Duration cycle() {
        return cycle;
    }
}
