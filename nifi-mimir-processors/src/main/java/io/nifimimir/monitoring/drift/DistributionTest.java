/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.drift;

import java.util.ArrayList;
import java.util.List;

/**
 * Counts against the shares that are expected of them: Pearson's chi-squared, the largest distance of the distribution functions
 * (Kolmogorov and Smirnov) and the population stability index. Bins are pooled so that each is expected to hold some rows, since without
 * that neither the index nor the statistic has a distribution that is known.
 *
 * @param groups bins after pooling
 * @param distance from 0 to 1: largest distance of the distribution functions, of levels the total variation
 * @param ordered whether neighbouring bins hold neighbouring values
 * @param rows that were counted
 * @param referenceRows that the shares are from
 */
record DistributionTest(
        double chiSquared,
        int groups,
        double stabilityIndex,
        double distance,
        boolean ordered,
        double rows,
        double referenceRows) {
    /** As deciles, with which the index is usually told. */
    private static final int MOST_GROUPS_OF_NUMBERS = 10;

    /** Cochran, "Some Methods for Strengthening the Common Chi-Squared Tests", 1954. */
    private static final double FEWEST_EXPECTED = 5;

    /** Added to each group, so that an empty one makes the index large and not infinite. */
    private static final double SMOOTHING = 0.5;

    /**
     * @param counts by bin
     * @param shares expected of them, summing up to 1
     * @param ordered whether neighbouring bins hold neighbouring values
     */
    static DistributionTest of(
            final long[] counts, final double[] shares, final double referenceRows, final boolean ordered) {
        double rows = 0;
        for (final long count : counts) {
            rows += count;
        }
        final List<Group> groups = ordered ? neighbours(counts, shares, rows) : frequent(counts, shares, rows);
        double chiSquared = 0;
        double index = 0;
        for (final Group group : groups) {
            final double expected = rows * group.share;
            chiSquared += (group.count - expected) * (group.count - expected) / expected;
            final double smoothed = (group.count + SMOOTHING) / (rows + SMOOTHING * groups.size());
            index += (smoothed - group.share) * Math.log(smoothed / group.share);
        }
        final double distance = ordered ? largestDistance(counts, shares, rows) : totalVariation(groups, rows);
        return new DistributionTest(chiSquared, groups.size(), index, distance, ordered, rows, referenceRows);
    }

    /** Whether there is anything to compare. */
    boolean isPossible() {
        return groups > 1 && rows > 0;
    }

    /** The statistic by its expectation: 1 for independent rows that are distributed as expected. */
    double dispersionOfCounts() {
        return chiSquared / (groups - 1);
    }

    /**
     * By which factor the squared distance is larger than that of independent rows, far out in the tail that tests look at: there the
     * distance falls off as a normal variable of the variance 1/4 does, while the mean of its square is pi squared by 12.
     */
    double dispersionOfDistance() {
        return 1 + 4 * (rows * distance * distance - Math.PI * Math.PI / 12);
    }

    /**
     * How likely rows that have not changed are this far from what is expected of them. Blocks of rows that have something in common, such as
     * a hot day, differ in one direction and not in all: so the statistic is also compared with one such direction that holds all of the
     * dispersion, beside others that hold none.
     *
     * @param ofCounts factor by which the statistic of blocks of training rows is larger than that of independent rows
     * @param ofDistance the same of the squared distance
     */
    double pValue(final double ofCounts, final double ofDistance) {
        final double ofReference = 1 + rows / referenceRows;
        final int degrees = groups - 1;
        final double statistic = chiSquared / ofReference;
        final double alongOne = 1 + degrees * (ofCounts - 1);
        final double counts = Math.max(
                TailProbabilities.chiSquared(statistic, degrees),
                TailProbabilities.chiSquared((statistic - (degrees - 1)) / alongOne, 1));
        if (!ordered) {
            return counts;
        }
        final double distances = TailProbabilities.kolmogorov(distance, rows / (ofReference * ofDistance));
        return Math.min(1, 2 * Math.min(counts, distances));
    }

    /**
     * The index less what chance is expected to make of it (Yurdakul, "Statistical Properties of Population Stability Index", 2018: under no
     * change it is distributed as chi-squared times the sum of the reciprocal sample sizes).
     */
    double stabilityIndexBeyondChance(final double dispersion) {
        return Math.max(0, stabilityIndex - dispersion * (groups - 1) * (1 / rows + 1 / referenceRows));
    }

    private static final class Group {
        private double share;

        private double count;

        void add(final double addedShare, final double addedCount) {
            share += addedShare;
            count += addedCount;
        }

        void add(final Group other) {
            add(other.share, other.count);
        }
    }

    private static List<Group> neighbours(final long[] counts, final double[] shares, final double rows) {
        final double share = Math.max(1.0 / MOST_GROUPS_OF_NUMBERS, FEWEST_EXPECTED / Math.max(1, rows));
        // A hair less, so that ten bins of a tenth each stay ten groups
        final double enough = share * (1 - 1e-6);
        final List<Group> groups = new ArrayList<>();
        Group open = new Group();
        for (int bin = 0; bin < counts.length; bin++) {
            open.add(shares[bin], counts[bin]);
            if (open.share >= enough) {
                groups.add(open);
                open = new Group();
            }
        }
        return withRest(groups, open, enough / 2);
    }

    private static List<Group> frequent(final long[] counts, final double[] shares, final double rows) {
        final double enough = FEWEST_EXPECTED / Math.max(1, rows);
        final List<Group> groups = new ArrayList<>();
        final Group rare = new Group();
        for (int bin = 0; bin < counts.length; bin++) {
            if (shares[bin] >= enough) {
                final Group group = new Group();
                group.add(shares[bin], counts[bin]);
                groups.add(group);
            } else {
                rare.add(shares[bin], counts[bin]);
            }
        }
        return withRest(groups, rare, enough);
    }

    /** What is too little to stand for itself joins the last group. */
    private static List<Group> withRest(final List<Group> groups, final Group rest, final double enough) {
        if (rest.share >= enough || groups.isEmpty()) {
            groups.add(rest);
        } else {
            groups.getLast().add(rest);
        }
        return groups;
    }

    private static double totalVariation(final List<Group> groups, final double rows) {
        return groups.stream()
                        .mapToDouble(group -> Math.abs(group.count / rows - group.share))
                        .sum()
                / 2;
    }

    private static double largestDistance(final long[] counts, final double[] shares, final double rows) {
        double largest = 0;
        double cumulated = 0;
        double expected = 0;
        for (int bin = 0; bin < counts.length; bin++) {
            cumulated += counts[bin];
            expected += shares[bin];
            largest = Math.max(largest, Math.abs(cumulated / rows - expected));
        }
        return largest;
    }
}
