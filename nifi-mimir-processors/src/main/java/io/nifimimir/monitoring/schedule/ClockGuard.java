/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.schedule;

import io.nifimimir.monitoring.schedule.ClockReading.Doubtful;
import io.nifimimir.monitoring.schedule.ClockReading.Moved;
import io.nifimimir.monitoring.schedule.ClockReading.Steady;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * Notices a clock that is wrong: the one of a machine without a battery begins in 1970 after a power cut, and a clock that was set moves by
 * a year in one second. Two measures stand against it: what earlier lives of the store believed ({@link ClockMark}), and the monotonic
 * clock, which nobody sets.
 *
 * <ul>
 *   <li>On the first reading of a life, a time before what has surely passed is doubtful until the clock is set. So is any time before
 *       {@link #FLOOR}.
 *   <li>Where the clock moves by more than {@link #TOLERANCE} from what the monotonic clock measured, the time is doubtful until the clock has
 *       run steadily for {@link #SETTLING}; then it is believed, forward and back.
 *   <li>What is believed counts as surely past once the clock has run steadily for {@link #PROVEN}. A time that the clock
 *       reached by a leap, or while the machine was off, can be taken back until then.
 * </ul>
 */
public final class ClockGuard {
    /** No machine that runs this program lives in the time before. */
    public static final Instant FLOOR = Instant.parse("2026-01-01T00:00:00Z");

    public static final Duration TOLERANCE = Duration.ofMinutes(5);

    public static final Duration SETTLING = Duration.ofMinutes(2);

    public static final Duration PROVEN = Duration.ofHours(1);

    private ClockMark mark;

    /** Of this life: the last reading; the wall clock is null before the first. */
    private Instant lastWall;

    private long lastNanos;

    /** Whether a time has been believed in this life. */
    private boolean believed;

    /** Whether the clock has to run steadily before it is believed. */
    private boolean settling;

    /** Since when, by the monotonic clock, the wall clock has run steadily. */
    private long steadySince;

    public ClockGuard(final ClockMark mark) {
        this.mark = Objects.requireNonNull(mark, "Mark required");
    }

    /** What is remembered where nothing is yet. */
    public static ClockMark unknown() {
        return new ClockMark(FLOOR, FLOOR);
    }

    public ClockMark mark() {
        return mark;
    }

    /**
     * Reads both clocks.
     *
     * @param nanos of {@link System#nanoTime()}
     */
    public ClockReading read(final Instant wall, final long nanos) {
        final Duration elapsed = Duration.ofNanos(lastWall == null ? 0 : nanos - lastNanos);
        final boolean leapt = lastWall != null
                && Duration.between(lastWall.plus(elapsed), wall).abs().compareTo(TOLERANCE) > 0;
        if (lastWall == null || leapt) {
            steadySince = nanos;
        }
        settling = settling || leapt && believed;
        // Time goes on, whatever the clock says of it
        mark = new ClockMark(mark.certain().plus(elapsed), mark.newest());
        lastWall = wall;
        lastNanos = nanos;
        return judge(wall, Duration.ofNanos(nanos - steadySince));
    }

    private ClockReading judge(final Instant wall, final Duration steady) {
        if (wall.isBefore(FLOOR)) {
            return new Doubtful("the clock says %s, before this program was written; set it".formatted(wall));
        }
        if (!believed && wall.plus(TOLERANCE).isBefore(mark.certain())) {
            return new Doubtful("the clock says %s, but it was %s already when the store was in use; set it"
                    .formatted(wall, mark.certain()));
        }
        final boolean behind = wall.plus(TOLERANCE).isBefore(mark.newest());
        if (settling || behind) {
            if (steady.compareTo(SETTLING) < 0) {
                return new Doubtful(
                        "the clock was set to %s while %s was expected; it is believed once it has run steadily for %d seconds"
                                .formatted(wall, mark.newest(), SETTLING.toSeconds()));
            }
            final Moved moved = new Moved(mark.newest(), wall);
            believe(wall, wall.isBefore(mark.certain()) ? wall : mark.certain());
            return moved;
        }
        final Instant newest = wall.isAfter(mark.newest()) ? wall : mark.newest();
        believe(newest, steady.compareTo(PROVEN) < 0 ? mark.certain() : newest);
        return new Steady();
    }

    private void believe(final Instant newest, final Instant certain) {
        mark = new ClockMark(certain, newest);
        believed = true;
        settling = false;
    }
}
