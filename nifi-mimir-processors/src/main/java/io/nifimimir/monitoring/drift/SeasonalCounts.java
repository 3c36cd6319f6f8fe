/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.drift;

import java.util.Arrays;

/**
 * How often each value of a column came in each part of a season.
 *
 * @param counts training rows by cell of the season and by bin, the missing ones last
 * @param dispersion of the counts of the values
 * @param distanceDispersion of the distance of distribution functions
 * @param missingDispersion of the missing ones
 */
@SuppressWarnings("ArrayRecordComponent")
public record SeasonalCounts(
        SeasonPart season,
        int[][] counts,
        Dispersion dispersion,
        Dispersion distanceDispersion,
        Dispersion missingDispersion) {

    static SeasonalCounts of(final SeasonPart season, final BinnedColumn column, final boolean ordered) {
        final SeasonalCounts alone =
                new SeasonalCounts(season, column.counts(season), Dispersion.NONE, Dispersion.NONE, Dispersion.NONE);
        final BlockDispersion blocks = new BlockDispersion(alone, column, ordered);
        return new SeasonalCounts(season, alone.counts, blocks.ofCounts(), blocks.ofDistance(), blocks.ofMissing());
    }

    /** What is to be expected of rows that fall into the parts of the season as these do. */
    Expectation expect(final SeasonCounts window) {
        return Expectation.of(counts, window.shares(season));
    }

    /** Rows that were counted. */
    long rows() {
        return Arrays.stream(counts).flatMapToInt(Arrays::stream).asLongStream().sum();
    }
}
