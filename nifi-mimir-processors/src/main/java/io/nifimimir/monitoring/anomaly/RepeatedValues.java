/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.anomaly;

import java.nio.ByteBuffer;

/**
 * Tells a sensor that is stuck: a value that comes again and again, where values of this series usually differ. Each repetition beyond
 * twice the longest row of them so far has the probability that a value of the series is the same as the one before. So zeros at night,
 * or a coarse thermometer, are none.
 */
final class RepeatedValues {
    /** Minus the decimal logarithm of the probability from which on a series is stuck; the most that a {@link TailModel} says. */
    static final double STUCK = 30;

    /** Rows of a series that has hardly had any are no measure yet. */
    private static final int FREE = 3;

    private double last = Double.NaN;

    private int run;

    private int longest;

    private int repeats;

    private int count;

    /** Whether a series is stuck with a value, which is learned. */
    boolean isStuckWith(final double value) {
        // The row at hand is no part of its own yardstick
        final double probability = (repeats - run + 1.0) / (count - run + 2.0);
        if (value == last) {
            run++;
            repeats++;
        } else {
            longest = Math.max(longest, run);
            run = 0;
        }
        last = value;
        count++;
        final int beyond = run - 2 * longest - FREE;
        // Who has not seen a series vary cannot tell that it no longer does
        return count - run >= TailModel.WARM_UP
                && beyond > 0
                && -beyond * Math.log10(Math.min(1, probability)) >= STUCK;
    }

    static int bytes() {
        return Double.BYTES + 4 * Integer.BYTES;
    }

    void write(final ByteBuffer buffer) {
        buffer.putDouble(last).putInt(run).putInt(longest).putInt(repeats).putInt(count);
    }

    void read(final ByteBuffer buffer) {
        last = buffer.getDouble();
        run = buffer.getInt();
        longest = buffer.getInt();
        repeats = buffer.getInt();
        count = buffer.getInt();
    }
}
