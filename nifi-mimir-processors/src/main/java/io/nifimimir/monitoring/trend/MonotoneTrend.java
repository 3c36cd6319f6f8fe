/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.trend;

import java.util.Arrays;

/**
 * Whether values move one way in the course of time, and how far.
 *
 * <p>The line is Sen's (1968): its slope is the median of the slopes of all pairs of points, so that neither an outlier nor an irregular
 * spacing bends it. Whether there is a trend is the test of Mann (1945) and Kendall (1975) with its correction for ties. Neighbouring
 * points that resemble each other say less than their number; the variance is raised by what they have in common, as by Yue and Wang
 * (2004): the autocorrelation of the ranks of what the line leaves over, itself corrected for being low in few points (Marriott and Pope,
 * 1954). A steep rise that begins within the window leaves over a curve, which looks like resemblance; it is tested as the drift of a random
 * walk as well, by its steps. The less likely of both counts, at twice its probability.
 *
 * @param start level of the line at the first point
 * @param change of the line from the first point to the last
 * @param probability of a trend as clear as this one, up or down, where there is none
 */
public record MonotoneTrend(double start, double change, double probability) {
    /** With fewer points not even a straight line would be clear. */
    public static final int MINIMUM_POINTS = 8;

    private static final double LARGEST_CORRELATION = 0.99;

    /**
     * @param times in rising order, in any unit
     * @param values one for each
     */
    public static MonotoneTrend of(final double[] times, final double[] values) {
        if (times.length != values.length || times.length < MINIMUM_POINTS) {
            throw new IllegalArgumentException("%d times and %d values, expected as many, and at least %d"
                    .formatted(times.length, values.length, MINIMUM_POINTS));
        }
        final double slope = slope(times, values);
        final double[] rest = new double[values.length];
        for (int index = 0; index < values.length; index++) {
            rest[index] = values[index] - slope * (times[index] - times[0]);
        }
        final double start = median(rest.clone(), rest.length);
        final double variance = variance(values) * inflation(rest);
        final double score = Math.abs(score(values));
        final double ofRanks = variance > 0 && score > 1 ? twoSided((score - 1) / Math.sqrt(variance)) : 1;
        final double probability = Math.min(1, 2 * Math.min(ofRanks, probabilityOfDrift(values)));
        return new MonotoneTrend(start, slope * (times[times.length - 1] - times[0]), probability);
    }

    /** The change in percent of the level at the start; of a level of zero any change is infinitely much. */
    public double changePercent() {
        return change == 0 ? 0 : 100 * change / Math.abs(start);
    }

    private static double slope(final double[] times, final double[] values) {
        final double[] slopes = new double[values.length * (values.length - 1) / 2];
        int count = 0;
        for (int later = 1; later < values.length; later++) {
            for (int earlier = 0; earlier < later; earlier++) {
                final double distance = times[later] - times[earlier];
                if (distance > 0) {
                    slopes[count++] = (values[later] - values[earlier]) / distance;
                }
            }
        }
        return count == 0 ? 0 : median(slopes, count);
    }

    /** Kendall's S: pairs that rise less pairs that fall. */
    private static double score(final double[] values) {
        int score = 0;
        for (int later = 1; later < values.length; later++) {
            for (int earlier = 0; earlier < later; earlier++) {
                score += Double.compare(values[later], values[earlier]);
            }
        }
        return score;
    }

    private static double variance(final double[] values) {
        final double[] sorted = values.clone();
        Arrays.sort(sorted);
        double variance = term(sorted.length);
        int from = 0;
        for (int index = 1; index <= sorted.length; index++) {
            if (index == sorted.length || sorted[index] != sorted[from]) {
                variance -= term(index - from);
                from = index;
            }
        }
        return variance;
    }

    private static double term(final int count) {
        return count * (count - 1.0) * (2.0 * count + 5) / 18;
    }

    /** By how much the variance grows since neighbours resemble each other. */
    private static double inflation(final double[] rest) {
        final double[] ranks = ranks(rest);
        final double middle = (ranks.length + 1) / 2.0;
        double squares = 0;
        double products = 0;
        for (int index = 0; index < ranks.length; index++) {
            squares += (ranks[index] - middle) * (ranks[index] - middle);
            products += index == 0 ? 0 : (ranks[index] - middle) * (ranks[index - 1] - middle);
        }
        if (!(squares > 0)) {
            return 1;
        }
        final double corrected = (ranks.length * products / squares + 1) / (ranks.length - 4);
        final double correlation = Math.clamp(corrected, 0, LARGEST_CORRELATION);
        return (1 + correlation) / (1 - correlation);
    }

    /** Probability that the steps of a random walk lead as far: Student's test of their mean, by Abramowitz and Stegun 26.7.8. */
    private static double probabilityOfDrift(final double[] values) {
        final int steps = values.length - 1;
        final double mean = (values[steps] - values[0]) / steps;
        double squares = 0;
        for (int index = 0; index < steps; index++) {
            final double distance = values[index + 1] - values[index] - mean;
            squares += distance * distance;
        }
        if (!(squares > 0)) {
            return mean == 0 ? 1 : 0;
        }
        final double freedom = steps - 1.0;
        final double student = Math.abs(mean) / Math.sqrt(squares / freedom / steps);
        return twoSided(student * (1 - 1 / (4 * freedom)) / Math.sqrt(1 + student * student / (2 * freedom)));
    }

    /** From 1 on; equal values share the mean of their ranks. */
    private static double[] ranks(final double[] values) {
        final double[] ranks = new double[values.length];
        for (int index = 0; index < values.length; index++) {
            double rank = 0.5;
            for (final double other : values) {
                rank += other < values[index] ? 1 : 0;
                rank += other == values[index] ? 0.5 : 0;
            }
            ranks[index] = rank;
        }
        return ranks;
    }

    private static double median(final double[] values, final int count) {
        Arrays.sort(values, 0, count);
        return (values[(count - 1) / 2] + values[count / 2]) / 2;
    }

    /** Probability of a standard normal value at least that far from zero, after Abramowitz and Stegun 7.1.26. */
    private static double twoSided(final double score) {
        final double x = score / Math.sqrt(2);
        final double t = 1 / (1 + 0.3275911 * x);
        final double polynomial =
                ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
        return polynomial * Math.exp(-x * x);
    }
}
