/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.anomaly;

import java.nio.ByteBuffer;

/**
 * How large the surprises of a series usually are, by which one of them is measured: what is great news in a series that follows its
 * forecast is none in one that never did. A series that has said little yet is taken for an ordinary one.
 */
final class PeakScale {
    /** Mean excess of the surprises of noise, as measured on sixteen kinds of it. */
    private static final double ORDINARY = 5.5;

    /** Surprises of its own until a series counts as much as the ordinary one. */
    private static final double PRIOR = 16;

    /** Smaller ones come with every breath. */
    private static final double SMALLEST = 4;

    /** An incident is not what is usual, so it counts as no more than this many scales. */
    private static final double LARGEST = 4;

    /** Steps after which a surprise counts half. */
    private static final double HALF_LIFE = 2_000;

    private static final double FADING = Math.pow(0.5, 1 / HALF_LIFE);

    private double excesses;

    private double weight;

    /**
     * A surprise as it would be in an ordinary series; it is learned.
     *
     * @param steps since the point before
     */
    double measure(final double surprise, final int steps) {
        final double fading = Math.pow(FADING, steps);
        excesses *= fading;
        weight *= fading;
        if (surprise <= 0) {
            return 0;
        }
        final double scale = (excesses + PRIOR * ORDINARY) / (weight + PRIOR);
        if (surprise > SMALLEST) {
            excesses += Math.min(surprise - SMALLEST, LARGEST * scale);
            weight++;
        }
        return surprise * ORDINARY / scale;
    }

    static int bytes() {
        return 2 * Double.BYTES;
    }

    void write(final ByteBuffer buffer) {
        buffer.putDouble(excesses).putDouble(weight);
    }

    void read(final ByteBuffer buffer) {
        excesses = buffer.getDouble();
        weight = buffer.getDouble();
    }
}
