/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.anomaly;

import java.nio.ByteBuffer;

/**
 * How much time passes from point to point, in steps that are usual in the series: one where a point follows in time, more over a gap. The
 * usual step is a running median, found by small moves towards each distance (Robbins and Monro 1951), so a gap hardly moves it.
 */
final class UsualSteps {
    /** Part of itself that the step is moved by, once there have been some points. */
    private static final double RATE = 0.02;

    /** What is this long ago is past, however much longer it is. */
    private static final int LONGEST = 1_000_000;

    private long last = Long.MIN_VALUE;

    private double usual;

    private int count;

    /** @return steps since the point before, at least one; the distance is learned */
    int since(final long epochSecond) {
        final double elapsed = last == Long.MIN_VALUE ? 0 : epochSecond - (double) last;
        last = epochSecond;
        if (elapsed <= 0) {
            return 1;
        }
        count++;
        final double steps = usual == 0 ? 1 : elapsed / usual;
        final double rate = Math.max(RATE, 1.0 / (count + 1));
        if (usual == 0 || Math.abs(Math.log(steps)) <= rate) {
            usual = elapsed;
        } else {
            usual *= Math.exp(Math.copySign(rate, steps - 1));
        }
        return Math.clamp(Math.round(steps), 1, LONGEST);
    }

    static int bytes() {
        return Long.BYTES + Double.BYTES + Integer.BYTES;
    }

    void write(final ByteBuffer buffer) {
        buffer.putLong(last).putDouble(usual).putInt(count);
    }

    void read(final ByteBuffer buffer) {
        last = buffer.getLong();
        usual = buffer.getDouble();
        count = buffer.getInt();
    }
}
