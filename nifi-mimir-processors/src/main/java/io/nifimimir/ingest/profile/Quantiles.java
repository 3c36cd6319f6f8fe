/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.profile;

import org.apache.datasketches.kll.KllDoublesSketch;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Quantiles of a numeric column: exact from the counts of its values while these are kept, then by a KLL sketch (Karnin, Lang and Liberty 2016). */
final class Quantiles {
    static final double MEDIAN = 0.5;

    private static final double[] RANKS = {0.01, 0.05, 0.25, MEDIAN, 0.75, 0.95, 0.99};
    private static final int BATCH = 256;

    private final KllDoublesSketch sketch;
    private final double[] batch = new double[BATCH];
    private int batched;

    /** @param size the sketch's parameter k */
    Quantiles(final int size) {
        sketch = KllDoublesSketch.newHeapInstance(size);
    }

    void accept(final double value) {
        batch[batched++] = value;
        if (batched == BATCH) {
            flush();
        }
    }

    void accept(final double value, final long count) {
        sketch.update(value, count);
    }

    private void flush() {
        if (batched > 0) {
            sketch.update(batch, 0, batched);
            batched = 0;
        }
    }

    KllDoublesSketch sketch() {
        flush();
        return sketch;
    }

    Map<String, Double> estimates() {
        flush();
        final Map<String, Double> estimates = new LinkedHashMap<>();
        for (final double rank : RANKS) {
            estimates.put(String.valueOf(rank), sketch.getQuantile(rank));
        }
        return estimates;
    }

    /**
     * Quantiles by their definition; the median of an even number of values is the mean of the two in the middle.
     *
     * @param values distinct values
     * @param counts how often each of them occurs
     */
    static Map<String, Double> exact(final double[] values, final long[] counts) {
        final double[] sorted = values.clone();
        Arrays.sort(sorted);
        final long[] ranks = new long[sorted.length];
        for (int index = 0; index < values.length; index++) {
            ranks[Arrays.binarySearch(sorted, values[index])] += counts[index];
        }
        for (int index = 1; index < ranks.length; index++) {
            ranks[index] += ranks[index - 1];
        }
        final long total = ranks[ranks.length - 1];
        final Map<String, Double> quantiles = new LinkedHashMap<>();
        for (final double rank : RANKS) {
            final double position = rank * total;
            final boolean between = rank == MEDIAN && total % 2 == 0;
            final double lower = valueAt(sorted, ranks, (long) Math.ceil(position));
            final double upper = between ? valueAt(sorted, ranks, total / 2 + 1) : lower;
            quantiles.put(String.valueOf(rank), lower + (upper - lower) / 2);
        }
        return quantiles;
    }

    /** The value of the given rank, counted from 1. */
    private static double valueAt(final double[] sorted, final long[] ranks, final long rank) {
        int index = 0;
        while (ranks[index] < rank) {
            index++;
        }
        return sorted[index];
    }
}
