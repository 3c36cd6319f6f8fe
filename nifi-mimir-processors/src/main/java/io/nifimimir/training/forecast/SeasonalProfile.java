/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.forecast;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What each phase of one or two seasons adds to a series, or multiplies it with, by classical decomposition: averages of the distances
 * from a centred moving average. Of a second season that holds several whole first ones (a week of hours) only the mean of each first
 * one (each day) is taken, since there are seldom points enough for more.
 *
 * @param cycles for each season a value for each phase; the first value of the history has phase 0
 */
@SuppressWarnings("ArrayRecordComponent")
record SeasonalProfile(boolean multiplicative, List<double[]> cycles) {

    /** @param periods in rising order; the history holds each twice at least */
    static SeasonalProfile of(final double[] history, final List<Integer> periods, final boolean multiplicative) {
        SeasonalProfile profile = new SeasonalProfile(multiplicative, List.of());
        for (final int period : periods) {
            final double[] rest = profile.removedFrom(history);
            final int block = profile.cycles.isEmpty() ? 1 : blockOf(profile.cycles.getLast().length, period);
            final double[] cycle = cycle(rest, period, block, multiplicative);
            profile = profile.with(cycle);
        }

        return profile;
    }

    private static int blockOf(final int shorter, final int longer) {
        return longer % shorter == 0 ? shorter : 1;
    }

    private SeasonalProfile with(final double[] cycle) {
        return new SeasonalProfile(
                multiplicative, Stream.concat(cycles.stream(), Stream.of(cycle)).toList());
    }

    private static double[] cycle(
            final double[] values, final int period, final int block, final boolean multiplicative) {
        final double[] smooth = movingAverage(values, period);
        final double[] sums = new double[period / block];
        final int[] counts = new int[period / block];
        for (int index = 0; index < values.length; index++) {
            final double part = multiplicative ? values[index] / smooth[index] : values[index] - smooth[index];
            if (Double.isFinite(part)) {
                sums[index % period / block] += part;
                counts[index % period / block]++;
            }
        }

        final double neutral = multiplicative ? 1 : 0;
        final double[] means = new double[sums.length];
        for (int phase = 0; phase < means.length; phase++) {
            means[phase] = counts[phase] > 0 ? sums[phase] / counts[phase] : neutral;
        }

        final double middle = Arrays.stream(means).average().orElse(neutral);
        final double[] cycle = new double[period];
        for (int phase = 0; phase < period; phase++) {
            final double mean = means[phase / block];
            cycle[phase] = multiplicative ? mean / middle : mean - middle;
        }

        return cycle;
    }

    /** Centred; of an even order with half weight at both ends. NaN at the ends of the series and where half of the window is missing. */
    static double[] movingAverage(final double[] values, final int order) {
        final double[] smooth = new double[values.length];
        Arrays.fill(smooth, Double.NaN);
        final int half = order / 2;
        for (int index = half; index < values.length - half; index++) {
            double sum = 0;
            double weights = 0;
            for (int offset = -half; offset <= half; offset++) {
                final double weight = order % 2 == 0 && Math.abs(offset) == half ? 0.5 : 1;
                final double value = values[index + offset];
                sum += Double.isNaN(value) ? 0 : weight * value;
                weights += Double.isNaN(value) ? 0 : weight;
            }

            smooth[index] = weights > order / 2.0 ? sum / weights : Double.NaN;
        }

        return smooth;
    }

    private double at(final int index) {
        double value = multiplicative ? 1 : 0;
        for (final double[] cycle : cycles) {
            final double part = cycle[index % cycle.length];
            value = multiplicative ? value * part : value + part;
        }

        return value;
    }

    double remove(final double value, final int index) {
        return multiplicative ? value / at(index) : value - at(index);
    }

    double add(final double value, final int index) {
        return multiplicative ? value * at(index) : value + at(index);
    }

    double[] removedFrom(final double[] history) {
        final double[] rest = new double[history.length];
        for (int index = 0; index < rest.length; index++) {
            rest[index] = remove(history[index], index);
        }

        return rest;
    }
}
