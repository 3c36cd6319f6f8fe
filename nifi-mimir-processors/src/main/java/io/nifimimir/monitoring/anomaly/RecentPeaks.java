/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.anomaly;

import java.nio.ByteBuffer;

/**
 * The surprises of the last time that stood out. What a series does again and again is a part of it, so a surprise weighs less where
 * there have been some of its size.
 */
final class RecentPeaks {
    private static final int CAPACITY = 32;

    /** Smaller ones than this are on the edge of what is ordinary. */
    private static final double SMALLEST = 8;

    /** A peak of this share of a surprise is one of its size. */
    private static final double SAME_SIZE = 0.7;

    /** Steps after which a peak counts half: two weeks of points every five minutes. */
    private static final double HALF_LIFE = 4_000;

    private final float[] heights = new float[CAPACITY];

    private final int[] positions = new int[CAPACITY];

    /** The newest steps, whose peaks may be of the same incident. */
    private final int own;

    private int size;

    RecentPeaks(final int own) {
        this.own = own;
    }

    /**
     * By what a surprise is to be multiplied, from 0 to 1; it is remembered as a peak.
     *
     * @param position in steps from the first point on
     */
    double weight(final double surprise, final int position) {
        double alike = 0;
        for (int index = 0; index < size; index++) {
            final int age = position - positions[index];
            if (heights[index] >= SAME_SIZE * surprise && age > own) {
                alike += Math.pow(0.5, age / HALF_LIFE);
            }
        }
        if (surprise >= SMALLEST) {
            add(surprise, position);
        }
        // Where n were expected, one more is news by the root of n, as with counts
        return 1 / Math.sqrt(1 + alike);
    }

    private void add(final double surprise, final int position) {
        if (size == CAPACITY) {
            System.arraycopy(heights, 1, heights, 0, CAPACITY - 1);
            System.arraycopy(positions, 1, positions, 0, CAPACITY - 1);
            size--;
        }
        heights[size] = (float) surprise;
        positions[size] = position;
        size++;
    }

    static int bytes() {
        return Byte.BYTES + CAPACITY * (Float.BYTES + Integer.BYTES);
    }

    void write(final ByteBuffer buffer) {
        buffer.put((byte) size);
        for (int index = 0; index < size; index++) {
            buffer.putFloat(heights[index]).putInt(positions[index]);
        }
    }

    void read(final ByteBuffer buffer) {
        size = buffer.get();
        for (int index = 0; index < size; index++) {
            heights[index] = buffer.getFloat();
            positions[index] = buffer.getInt();
        }
    }
}
