/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.drift;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;

/**
 * What training showed of a column: how often each of its values came, apart for each part of a season.
 *
 * @param newRate share of rows that is expected to hold a value that training never saw
 * @param seasons the one that tells most of the column first; the others are for those who know better
 */
public record ColumnReference(String name, ColumnBins bins, double newRate, List<SeasonalCounts> seasons) {
    public ColumnReference {
        seasons = List.copyOf(seasons);
    }

    /** @param value of a row of the table; NaN where it is missing */
    public static ColumnReference ofNumbers(
            final String name, final IntToDoubleFunction value, final ReferenceRows rows) {
        final double[] values = new double[rows.size()];
        Arrays.setAll(values, index -> value.applyAsDouble(rows.row(index)));
        final double[] sorted = Arrays.stream(values)
                .filter(number -> !Double.isNaN(number))
                .sorted()
                .toArray();
        if (sorted.length == 0) {
            return ofLevels(name, row -> null, rows);
        }
        final ColumnBins.Numbers bins = ColumnBins.Numbers.of(sorted);
        final int[] binned = Arrays.stream(values).mapToInt(bins::binOf).toArray();
        // Each of n + 1 rows drawn alike is as likely the smallest or the largest one
        return of(name, bins, binned, 2.0 / (sorted.length + 1), rows);
    }

    /** @param level of a row of the table; null where it is missing */
    public static ColumnReference ofLevels(
            final String name, final IntFunction<String> level, final ReferenceRows rows) {
        final Map<String, Integer> counts = new HashMap<>();
        for (int index = 0; index < rows.size(); index++) {
            final String found = level.apply(rows.row(index));
            if (found != null) {
                counts.merge(found, 1, Integer::sum);
            }
        }
        final List<String> levels = counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(ColumnBins.MOST_LEVELS)
                .map(Map.Entry::getKey)
                .toList();
        final ColumnBins.Levels bins = new ColumnBins.Levels(levels, counts.size() <= ColumnBins.MOST_LEVELS);
        final Map<String, Integer> positions = new HashMap<>();
        levels.forEach(each -> positions.put(each, positions.size()));
        final int[] binned = new int[rows.size()];
        for (int index = 0; index < binned.length; index++) {
            final String found = level.apply(rows.row(index));
            binned[index] = found == null ? bins.size() : positions.getOrDefault(found, levels.size());
        }
        // Good and Turing: what comes next is new as often as what came was seen once
        final long once = counts.values().stream().filter(count -> count == 1).count();
        final long present =
                counts.values().stream().mapToLong(Integer::longValue).sum();
        return of(name, bins, binned, (once + 1.0) / (present + 2.0), rows);
    }

    private static ColumnReference of(
            final String name,
            final ColumnBins bins,
            final int[] binned,
            final double newRate,
            final ReferenceRows rows) {
        final BinnedColumn column = new BinnedColumn(bins.size(), binned, rows);
        final SeasonPart best = column.season();
        final boolean ordered = bins instanceof ColumnBins.Numbers;
        final List<SeasonalCounts> seasons = new ArrayList<>();
        seasons.add(SeasonalCounts.of(best, column, ordered));
        for (final SeasonPart season : SeasonPart.values()) {
            if (season != best && (season == SeasonPart.NONE || rows.hasTime())) {
                seasons.add(SeasonalCounts.of(season, column, ordered));
            }
        }
        return new ColumnReference(name, bins, newRate, seasons);
    }

    /**
     * @param season whose parts are to be kept apart; null for the one that tells most
     * @return where the training data have no time, what was seen at any time
     */
    SeasonalCounts seasonal(final SeasonPart season) {
        return seasons.stream()
                .filter(counts -> counts.season() == season)
                .findFirst()
                .orElseGet(seasons::getFirst);
    }
}
