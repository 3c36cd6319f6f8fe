/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.profile;

/** Mean and variance by Welford (1962), the sum by Kahan and Babu\u0161ka as Neumaier (1974) gives it: one pass, and no digits lost. */
final class Moments {
    private long count;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
    private double first;
    private double meanDistance;
    private double squaredDeviations;
    private double sum;
    private double sumCompensation;

    void accept(final double value) {
        if (count++ == 0) {
            first = value;
        }
        min = Math.min(min, value);
        max = Math.max(max, value);
        // Distances from the first value: numbers far from zero would else lose the digits in which they differ
        final double distance = value - first;
        final double delta = distance - meanDistance;
        meanDistance += delta / count;
        squaredDeviations += delta * (distance - meanDistance);
        final double newSum = sum + value;
        sumCompensation += Math.abs(sum) >= Math.abs(value) ? (sum - newSum) + value : (value - newSum) + sum;
        sum = newSum;
    }

    long count() {
        return count;
    }

    double min() {
        return min;
    }

    double max() {
        return max;
    }

    double mean() {
        return first + meanDistance;
    }

    /** Sample standard deviation, divisor n - 1; 0 for a single value. */
    double standardDeviation() {
        return count > 1 ? Math.sqrt(squaredDeviations / (count - 1)) : 0;
    }

    double sum() {
        return sum + sumCompensation;
    }
}
