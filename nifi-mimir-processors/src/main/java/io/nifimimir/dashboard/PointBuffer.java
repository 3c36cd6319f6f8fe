/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dashboard;

import java.util.Arrays;

/** Points without objects, in the order in which they came. */
public final class PointBuffer implements DashboardRepository.PointConsumer {
    private long[] times = new long[64];

    private double[] values = new double[64];

    private int size;

    @Override
    public void accept(final long epochMillis, final double value) {
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
        }
        times[size] = epochMillis;
        values[size] = value;
        size++;
    }

    public int size() {
        return size;
    }

    public long time(final int index) {
        return times[index];
    }

    public double value(final int index) {
        return values[index];
    }

    public long[] times() {
        return Arrays.copyOf(times, size);
    }

    public double[] values() {
        return Arrays.copyOf(values, size);
    }

    /** From the last one to the first. */
    public PointBuffer reversed() {
        final PointBuffer reversed = new PointBuffer();
        for (int index = size - 1; index >= 0; index--) {
            reversed.accept(times[index], values[index]);
        }
        return reversed;
    }
}
