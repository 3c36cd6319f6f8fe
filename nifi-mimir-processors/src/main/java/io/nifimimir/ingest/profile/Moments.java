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
    private double mean;
    private double squaredDeviations;
    private double sum;
    private double sumCompensation;

    void accept(final double value) {
        count++;
        min = Math.min(min, value);
        max = Math.max(max, value);
        final double delta = value - mean;
        mean += delta / count;
        squaredDeviations += delta * (value - mean);
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
        return mean;
    }

    /** Sample standard deviation, divisor n - 1; 0 for a single value. */
    double standardDeviation() {
        return count > 1 ? Math.sqrt(squaredDeviations / (count - 1)) : 0;
    }

    double sum() {
        return sum + sumCompensation;
    }
}
