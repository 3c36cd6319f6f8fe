/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.drift;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts rows one by one, in memory that does not grow with them. Not safe for use by several threads. */
public final class RowTally {
    private final ReferenceProfile reference;

    private final String source;

    private final SeasonCounts seasons = SeasonCounts.empty();

    private final ColumnWindow[] columns;

    private final Double[] minima;

    private final Double[] maxima;

    private final List<Map<String, Integer>> levels;

    private long rows;

    private long lowConfidence;

    private final Map<RowScore, LossTally> losses = new EnumMap<>(RowScore.class);

    /** @param source names where the rows are from */
    public RowTally(final ReferenceProfile reference, final String source) {
        this.reference = reference;
        this.source = source;
        this.columns = reference.columns().stream()
                .map(column -> ColumnWindow.empty(column.bins()))
                .toArray(ColumnWindow[]::new);
        this.minima = new Double[columns.length];
        this.maxima = new Double[columns.length];
        this.levels = reference.columns().stream().map(RowTally::positions).toList();
    }

    private static Map<String, Integer> positions(final ColumnReference column) {
        final Map<String, Integer> positions = new HashMap<>();
        if (column.bins() instanceof final ColumnBins.Levels bins) {
            bins.levels().forEach(level -> positions.put(level, positions.size()));
        }
        return positions;
    }

    /** @param epochSecond {@link ReferenceRows#NO_TIME} where the row has none */
    public void beginRow(final long epochSecond) {
        rows++;
        if (epochSecond != ReferenceRows.NO_TIME) {
            seasons.add(epochSecond);
        }
    }

    /** @param value NaN where it is missing */
    public void number(final int column, final double value) {
        final ColumnBins bins = reference.columns().get(column).bins();
        if (bins instanceof final ColumnBins.Numbers numbers) {
            columns[column].count(numbers.binOf(value), rows, value);
            if (!Double.isNaN(value)) {
                minima[column] = minima[column] == null ? value : Math.min(minima[column], value);
                maxima[column] = maxima[column] == null ? value : Math.max(maxima[column], value);
            }
        } else {
            // A column that training saw no value of
            level(column, Double.isNaN(value) ? null : String.valueOf(value));
        }
    }

    /** @param level null where it is missing */
    public void level(final int column, final String level) {
        final ColumnBins bins = reference.columns().get(column).bins();
        if (level == null) {
            columns[column].count(bins.size(), rows, 0);
            return;
        }
        final int other = bins.size() - 1;
        final int bin = levels.get(column).getOrDefault(level, other);
        columns[column].count(bin, rows, 0);
        if (bin == other) {
            columns[column].addNewLevel(level, 1, rows);
        }
    }

    /** @param confidence probability of the class that was predicted */
    public void confidence(final double confidence) {
        if (reference.lowConfidence() != null && confidence < reference.lowConfidence()) {
            lowConfidence++;
        }
    }

    /** @param loss of a row whose truth is known, by a score */
    public void loss(final RowScore score, final double loss) {
        losses.merge(score, LossTally.NONE.plus(loss), LossTally::plus);
    }

    public RowWindow window() {
        final ColumnWindow[] finished = new ColumnWindow[columns.length];
        for (int index = 0; index < columns.length; index++) {
            final ColumnWindow column = columns[index];
            finished[index] = new ColumnWindow(
                    column.counts(),
                    column.exampleRows(),
                    column.exampleValues(),
                    minima[index],
                    maxima[index],
                    column.newLevels());
        }
        final Map<String, LossTally> byName = new TreeMap<>();
        losses.forEach((score, tally) -> byName.put(score.wireName(), tally));
        return new RowWindow(
                rows, List.of(new RowWindow.Source(source, rows)), seasons, List.of(finished), lowConfidence, byName);
    }
}
