/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.forecast;

import java.util.Arrays;

/** Takes single wild values out of what forecasters learn from; what they are judged by stays as it is. */
final class Outliers {
    /** In robust deviations: only what nobody would take for a value of the series. */
    private static final double WILD = 10;

    private static final double DEVIATIONS_PER_MEDIAN = 1.4826;
    private static final int[] NEIGHBOURS = {-3, -2, -1, 1, 2, 3};
    private static final int FEWEST_NEIGHBOURS = 3;

    /** The newest values may be the beginning of something new. */
    private static final int KEPT_AT_THE_END = 2;

    private Outliers() {}

    /**
     * The history, with a value missing where it lies far beyond all of its neighbours: those of the same phase where there is a season.
     *
     * @param period 1 without a season
     */
    static double[] removed(final double[] history, final int period) {
        final double[] beyond = new double[history.length];
        final double[] deviations = new double[history.length];
        for (int index = 0; index < history.length; index++) {
            final double[] near = neighbours(history, index, period);
            if (near.length < FEWEST_NEIGHBOURS || Double.isNaN(history[index])) {
                deviations[index] = Double.NaN;
                continue;
            }

            final double median = near[near.length / 2];
            deviations[index] = Math.abs(history[index] - median);
            beyond[index] = Math.max(near[0] - history[index], history[index] - near[near.length - 1]);
        }

        final double[] sorted =
                Arrays.stream(deviations).filter(Double::isFinite).sorted().toArray();
        final double scale = sorted.length == 0 ? 0 : DEVIATIONS_PER_MEDIAN * sorted[sorted.length / 2];
        final double[] cleaned = history.clone();
        for (int index = 0; scale > 0 && index < history.length - KEPT_AT_THE_END; index++) {
            cleaned[index] = beyond[index] > WILD * scale ? Double.NaN : history[index];
        }

        return cleaned;
    }

    private static double[] neighbours(final double[] history, final int index, final int period) {
        final double[] near = new double[NEIGHBOURS.length];
        int count = 0;
        for (final int offset : NEIGHBOURS) {
            final int place = index + offset * period;
            if (place >= 0 && place < history.length && Double.isFinite(history[place])) {
                near[count++] = history[place];
            }
        }

        Arrays.sort(near, 0, count);
        return count == near.length ? near : Arrays.copyOf(near, count);
    }
}
