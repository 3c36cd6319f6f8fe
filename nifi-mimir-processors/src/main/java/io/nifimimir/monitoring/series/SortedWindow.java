/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.series;

import java.util.Arrays;

/** Values of a sliding window, kept in order, so that a median costs nothing and a deviation little. */
public final class SortedWindow {
    private final double[] values;

    private int size;

    SortedWindow(final int capacity) {
        values = new double[capacity];
    }

    void fill(final double[] source, final int count) {
        System.arraycopy(source, 0, values, 0, count);
        size = count;
        Arrays.sort(values, 0, size);
    }

    void add(final double value) {
        final int found = Arrays.binarySearch(values, 0, size, value);
        final int position = found < 0 ? -found - 1 : found;
        System.arraycopy(values, position, values, position + 1, size - position);
        values[position] = value;
        size++;
    }

    void remove(final double value) {
        final int position = Arrays.binarySearch(values, 0, size, value);
        if (position < 0) {
            throw new IllegalStateException("Value %s is not in the window".formatted(value));
        }
        System.arraycopy(values, position + 1, values, position, size - position - 1);
        size--;
    }

    double median() {
        return quantile(0.5);
    }

    double quantile(final double probability) {
        return quantileOfSorted(values, size, probability);
    }

    /** Median distance from a center that lies among the values. */
    double medianDistance(final double center) {
        // The distances rise from the center to both sides, so the middle one is found by merging the two sides
        final int found = Arrays.binarySearch(values, 0, size, center);
        int right = found < 0 ? -found - 1 : found;
        int left = right - 1;
        final int middle = size / 2;
        double distance = 0;
        double previous = 0;
        for (int count = 0; count <= middle; count++) {
            previous = distance;
            final double leftDistance = left >= 0 ? center - values[left] : Double.POSITIVE_INFINITY;
            final double rightDistance = right < size ? values[right] - center : Double.POSITIVE_INFINITY;
            if (leftDistance <= rightDistance) {
                distance = leftDistance;
                left--;
            } else {
                distance = rightDistance;
                right++;
            }
        }
        return size % 2 == 1 ? distance : (previous + distance) / 2;
    }

    double meanDistance(final double center) {
        double sum = 0;
        for (int index = 0; index < size; index++) {
            sum += Math.abs(values[index] - center);
        }
        return sum / size;
    }

    /** The smallest distance between two values that differ, by more than rounding does; 0 where all are the same. */
    double resolution() {
        final double rounding = 1e-9 * Math.max(Math.abs(values[0]), Math.abs(values[size - 1]));
        double smallest = Double.POSITIVE_INFINITY;
        for (int index = 1; index < size; index++) {
            final double distance = values[index] - values[index - 1];
            if (distance > rounding && distance < smallest) {
                smallest = distance;
            }
        }
        return Double.isInfinite(smallest) ? 0 : smallest;
    }

    /** Quantile of sorted values by linear interpolation (type 7 of Hyndman and Fan 1996). */
    public static double quantileOfSorted(final double[] sorted, final int count, final double probability) {
        final double position = (count - 1) * probability;
        final int below = (int) Math.floor(position);
        final int above = Math.min(below + 1, count - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
