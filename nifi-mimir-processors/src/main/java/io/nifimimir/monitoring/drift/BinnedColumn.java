/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.drift;

import java.util.Arrays;

/**
 * A column of the training table as bins, row by row in the order of time.
 *
 * @param bins without that of missing values, which is behind them
 */
@SuppressWarnings("ArrayRecordComponent")
record BinnedColumn(int bins, int[] binOfRow, ReferenceRows rows) {
    /** A season is learnt where it has come round in each half of the data, to be seen in the other. */
    private static final int CYCLES = 2;

    /** In natural units of information; a season that explains less is none. */
    private static final double LEAST_GAIN = 5;

    private static final double ROWS_OF_PRIOR = 20;

    /** Rows by cell of a season and bin; rows without a time count where there is no season. */
    int[][] counts(final SeasonPart season) {
        return counts(season, 0, binOfRow.length);
    }

    private int[][] counts(final SeasonPart season, final int from, final int to) {
        final int[][] counts = new int[season.cells()][bins + 1];
        for (int index = from; index < to; index++) {
            final int cell = cellOf(season, index);
            if (cell >= 0) {
                counts[cell][binOfRow[index]]++;
            }
        }
        return counts;
    }

    private int cellOf(final SeasonPart season, final int index) {
        final long time = rows.epochSecond(index);
        if (season == SeasonPart.NONE) {
            return 0;
        }
        return time == ReferenceRows.NO_TIME ? -1 : season.cellOf(time);
    }

    /** The season that tells most of one half of the rows by what the other half has taught. */
    SeasonPart season() {
        final int first = firstWithTime();
        final int count = binOfRow.length - first;
        if (count < CYCLES) {
            return SeasonPart.NONE;
        }
        final long span = rows.epochSecond(binOfRow.length - 1) - rows.epochSecond(first);
        final double without = logLikelihood(SeasonPart.NONE, first);
        SeasonPart best = SeasonPart.NONE;
        double most = LEAST_GAIN;
        for (final SeasonPart season : SeasonPart.values()) {
            final boolean seenTwice = season != SeasonPart.NONE && span >= CYCLES * season.cycleSeconds();
            final double gain = seenTwice ? logLikelihood(season, first) - without : 0;
            if (gain > most) {
                best = season;
                most = gain;
            }
        }
        return best;
    }

    /** Rows without a time stand first. */
    private int firstWithTime() {
        int first = 0;
        while (first < binOfRow.length && rows.epochSecond(first) == ReferenceRows.NO_TIME) {
            first++;
        }
        return first;
    }

    private double logLikelihood(final SeasonPart season, final int first) {
        final int middle = first + (binOfRow.length - first) / 2;
        return logLikelihood(counts(season, first, middle), counts(season, middle, binOfRow.length))
                + logLikelihood(counts(season, middle, binOfRow.length), counts(season, first, middle));
    }

    private static double logLikelihood(final int[][] taught, final int[][] seen) {
        final double[] all = new double[taught[0].length];
        Arrays.fill(all, 1.0 / all.length);
        for (final int[] cell : taught) {
            for (int bin = 0; bin < all.length; bin++) {
                all[bin] += cell[bin];
            }
        }
        final double rows = Arrays.stream(all).sum();
        double sum = 0;
        for (int cell = 0; cell < taught.length; cell++) {
            final double rowsOfCell = Arrays.stream(taught[cell]).sum();
            for (int bin = 0; bin < all.length; bin++) {
                final double share =
                        (taught[cell][bin] + ROWS_OF_PRIOR * all[bin] / rows) / (rowsOfCell + ROWS_OF_PRIOR);
                sum += seen[cell][bin] == 0 ? 0 : seen[cell][bin] * Math.log(share);
            }
        }
        return sum;
    }
}
