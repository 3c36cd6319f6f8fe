/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dashboard;

import java.util.Arrays;
import java.util.stream.IntStream;

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

    /** The median of the times between its points, in milliseconds. Of two points and more, in order of time. */
    long medianStep() {
        final long[] steps = IntStream.range(1, size)
                .mapToLong(index -> times[index] - times[index - 1])
                .sorted()
                .toArray();
        return steps[steps.length / 2];
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
