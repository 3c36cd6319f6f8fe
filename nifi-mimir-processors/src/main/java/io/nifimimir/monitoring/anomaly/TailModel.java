/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.anomaly;

import java.nio.ByteBuffer;

/**
 * The upper tail of a stream: its largest values, and the generalised Pareto distribution of what they exceed the smallest of them by.
 * Tells how rare a value is, also where nothing of its size has come before. After Siffer et al., "Anomaly Detection in Streams with
 * Extreme Value Theory", KDD 2017, with the estimator by moments of Hosking and Wallis 1987 in place of maximum likelihood, and an oldest
 * value that leaves from time to time, so that what is long past counts no more.
 */
public final class TailModel {
    /** Values that make up the tail of a long stream. */
    static final int CAPACITY = 40;

    /** Share of the stream that is its tail. */
    private static final double TAIL_SHARE = 0.02;

    /** Fewer exceedances than these tell nothing of a shape. */
    private static final int SMALLEST_TAIL = 8;

    /** Points until something can be called rare: one of 30 is. */
    static final int WARM_UP = 30;

    /** Points after which what was rare has left the tail: ten weeks of points every five minutes, two years of hours. */
    private static final int MEMORY = 20_000;

    /** Beyond a half a tail has no variance, and the estimator no meaning. */
    private static final double HEAVIEST_SHAPE = 0.5;

    /** A tail with an end would make each new record impossible. */
    private static final double LIGHTEST_SHAPE = 0;

    /** What is rarer than one in 10^30 is no more of an anomaly. */
    private static final double LARGEST_SURPRISE = 30;

    /** Below this a shape is that of an exponential distribution. */
    private static final double EXPONENTIAL = 1e-3;

    /** In the order in which they came. */
    private final float[] largest = new float[CAPACITY];

    private int size;

    private int count;

    private int untilOldestLeaves = MEMORY / CAPACITY;

    private float threshold = Float.NEGATIVE_INFINITY;

    /** Minus the decimal logarithm of the probability of a value at least as large; 0 for a value outside of the tail. */
    double surprise(final double value) {
        if (count < WARM_UP || !(value > threshold)) {
            return 0;
        }
        final Excesses excesses = excesses();
        final double shape = excesses.shape();
        final double distance = (value - threshold) / excesses.scale();
        final double survival =
                Math.abs(shape) < EXPONENTIAL ? -distance : -Math.log(Math.max(1e-12, 1 + shape * distance)) / shape;
        return Math.clamp(-(logarithmOfTail() + survival) / Math.log(10), 0, LARGEST_SURPRISE);
    }

    /** The value whose surprise this is; infinity while too little is known. */
    double valueOf(final double surprise) {
        if (count < WARM_UP) {
            return Double.POSITIVE_INFINITY;
        }
        final Excesses excesses = excesses();
        final double shape = excesses.shape();
        final double survival = Math.max(0, surprise * Math.log(10) + logarithmOfTail());
        return threshold
                + excesses.scale() * (Math.abs(shape) < EXPONENTIAL ? survival : Math.expm1(shape * survival) / shape);
    }

    /** Of the probability that a value lies in the tail. */
    private double logarithmOfTail() {
        return Math.log((size + 0.5) / (Math.min(count, MEMORY) + 1));
    }

    /** The generalized Pareto distribution of what goes beyond the threshold. */
    private record Excesses(double shape, double scale) {}

    private Excesses excesses() {
        double sum = 0;
        double squares = 0;
        for (int index = 0; index < size; index++) {
            final double excess = largest[index] - (double) threshold;
            sum += excess;
            squares += excess * excess;
        }
        final double mean = sum / (size - 1);
        final double variance = squares / (size - 1) - mean * mean;
        final double moments = variance > 0 ? (1 - mean * mean / variance) / 2 : LIGHTEST_SHAPE;
        final double shape = Math.clamp(moments, LIGHTEST_SHAPE, HEAVIEST_SHAPE);
        return new Excesses(shape, Math.max(mean * (1 - shape), smallestScale()));
    }

    /** Probability of a value beyond one that lies in the tail; 1 for one that does not, and while too little is known. */
    public double probabilityBeyond(final double value) {
        return Math.pow(10, -surprise(value));
    }

    /** Float values of one magnitude differ by this much where they are meant to be equal. */
    private double smallestScale() {
        return Math.max(1e-9, 1e-6 * Math.abs(threshold));
    }

    public void learn(final double learned) {
        final float value = (float) learned;
        count++;
        if (count > MEMORY && --untilOldestLeaves <= 0) {
            untilOldestLeaves = MEMORY / CAPACITY;
            remove(0);
            threshold = smallest();
        }
        final int wanted = Math.clamp((long) (TAIL_SHARE * count), SMALLEST_TAIL, CAPACITY);
        if (size >= SMALLEST_TAIL && !(value > threshold)) {
            return;
        }
        if (size >= wanted) {
            remove(indexOf(threshold));
        }
        largest[size++] = value;
        threshold = smallest();
    }

    private void remove(final int index) {
        System.arraycopy(largest, index + 1, largest, index, size - index - 1);
        size--;
    }

    private int indexOf(final float value) {
        int index = 0;
        while (largest[index] != value) {
            index++;
        }
        return index;
    }

    private float smallest() {
        float smallest = Float.POSITIVE_INFINITY;
        for (int index = 0; index < size; index++) {
            smallest = Math.min(smallest, largest[index]);
        }
        return smallest;
    }

    /** The value beyond which the tail begins; minus infinity before the first. */
    double threshold() {
        return threshold;
    }

    static int bytes() {
        return Integer.BYTES + Byte.BYTES + Short.BYTES + CAPACITY * Float.BYTES;
    }

    void write(final ByteBuffer buffer) {
        buffer.putInt(count).put((byte) size).putShort((short) untilOldestLeaves);
        for (int index = 0; index < size; index++) {
            buffer.putFloat(largest[index]);
        }
    }

    void read(final ByteBuffer buffer) {
        count = buffer.getInt();
        size = buffer.get();
        untilOldestLeaves = buffer.getShort();
        for (int index = 0; index < size; index++) {
            largest[index] = buffer.getFloat();
        }
        threshold = size == 0 ? Float.NEGATIVE_INFINITY : smallest();
    }
}
