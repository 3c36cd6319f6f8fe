/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.drift;

/**
 * The distribution that rows should have, mixed from the parts of the season in the shares in which they have come.
 *
 * @param shares by bin, the missing ones last
 * @param rows independent rows that would tell as much of the mixture as training does
 */
@SuppressWarnings("ArrayRecordComponent")
record Expectation(double[] shares, double rows) {
    /** A part of the season that training hardly saw is taken to be like the others, as if that had been seen in so many rows. */
    private static final double ROWS_OF_PRIOR = 20;

    /**
     * @param counts by cell of the season and bin
     * @param cellShares of the rows to be judged; empty where their times are not known
     */
    static Expectation of(final int[][] counts, final double[] cellShares) {
        final int bins = counts[0].length;
        final double[] all = new double[bins];
        final double[] rowsOfCell = new double[counts.length];
        double rows = 0;
        for (int cell = 0; cell < counts.length; cell++) {
            for (int bin = 0; bin < bins; bin++) {
                all[bin] += counts[cell][bin];
                rowsOfCell[cell] += counts[cell][bin];
            }
            rows += rowsOfCell[cell];
        }
        final double[] shares = new double[bins];
        double variance = 0;
        for (int cell = 0; cell < counts.length; cell++) {
            final double weight = cellShares.length == 0 ? rowsOfCell[cell] / rows : cellShares[cell];
            final double prior = counts.length == 1 ? 0 : ROWS_OF_PRIOR;
            for (int bin = 0; bin < bins; bin++) {
                shares[bin] += weight * (counts[cell][bin] + prior * all[bin] / rows) / (rowsOfCell[cell] + prior);
            }
            variance += weight * weight / (rowsOfCell[cell] + prior);
        }
        return new Expectation(shares, 1 / variance);
    }

    double missing() {
        return shares[shares.length - 1];
    }

    /** By bin, of the rows that have a value. */
    double[] sharesOfPresent() {
        final double present = Math.max(1 - missing(), Double.MIN_NORMAL);
        final double[] conditional = new double[shares.length - 1];
        for (int bin = 0; bin < conditional.length; bin++) {
            conditional[bin] = shares[bin] / present;
        }
        return conditional;
    }
}
