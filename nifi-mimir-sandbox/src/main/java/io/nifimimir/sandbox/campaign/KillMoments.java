/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.campaign;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** When to kill, the same for the same seed as far as the machine is as quick: one kill of four comes before NiFi has begun to work. */
final class KillMoments {
    private static final double DURING_START = 0.25;
    private static final Duration LONGEST_WORK = Duration.ofSeconds(4);
    private static final Duration EARLIEST = Duration.ofMillis(200);
    private static final Duration FIRST_GUESS = Duration.ofSeconds(15);

    private final Random random;
    private final List<Duration> starts = new ArrayList<>();

    KillMoments(final long seed) {
        this.random = new Random(seed);
    }

    /** Notes how long a start took until the flow worked. */
    void started(final Duration after) {
        starts.add(after);
    }

    Moment next() {
        final boolean duringStart = random.nextDouble() < DURING_START;
        final double part = random.nextDouble();
        final Duration span = duringStart ? typicalStart() : LONGEST_WORK;
        final Duration wait = Duration.ofMillis((long) (part * span.toMillis()));
        return new Moment(duringStart, duringStart ? EARLIEST.plus(wait) : wait);
    }

    private Duration typicalStart() {
        return starts.isEmpty()
                ? FIRST_GUESS
                : starts.stream().sorted().toList().get(starts.size() / 2);
    }

    /**
     * @param duringStart whether the time counts from the start of the process, or from the first work that was seen done
     */
    record Moment(boolean duringStart, Duration after) {}
}
