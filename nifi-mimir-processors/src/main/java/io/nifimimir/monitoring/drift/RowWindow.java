/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.drift;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Rows that a model was applied to, counted up until there are enough of them to be judged. What two windows hold adds up, so that small
 * flowfiles are judged together.
 *
 * @param sources where the rows are from, in their order
 * @param seasons when the rows are from, as far as they have a time
 * @param columns in the order of the {@link ReferenceProfile}
 * @param lowConfidence rows whose prediction was less certain than at training nineteen of twenty were
 * @param losses of the rows whose truth is known, by the name of the score
 */
public record RowWindow(
        long rows,
        List<Source> sources,
        SeasonCounts seasons,
        List<ColumnWindow> columns,
        long lowConfidence,
        Map<String, LossTally> losses) {
    /** Format of {@link #toBytes}. */
    public static final int VERSION = 1;

    public RowWindow {
        sources = List.copyOf(sources);
        columns = List.copyOf(columns);
        losses = Map.copyOf(losses);
    }

    /** Rows in a row from one flowfile. */
    public record Source(String name, long rows) {}

    /** Without any row. */
    public static RowWindow empty(final ReferenceProfile reference) {
        return new RowWindow(
                0,
                List.of(),
                SeasonCounts.empty(),
                reference.columns().stream()
                        .map(column -> ColumnWindow.empty(column.bins()))
                        .toList(),
                0,
                Map.of());
    }

    /** The rows of both, this one's first. */
    public RowWindow plus(final RowWindow later) {
        final List<Source> both = new ArrayList<>(sources);
        both.addAll(later.sources);
        final List<ColumnWindow> sums = new ArrayList<>();
        for (int index = 0; index < columns.size(); index++) {
            sums.add(columns.get(index).plus(later.columns.get(index), rows));
        }
        final Map<String, LossTally> sumsOfLosses = new TreeMap<>(losses);
        later.losses.forEach((score, tally) -> sumsOfLosses.merge(score, tally, LossTally::plus));
        return new RowWindow(
                rows + later.rows,
                both,
                seasons.plus(later.seasons),
                sums,
                lowConfidence + later.lowConfidence,
                sumsOfLosses);
    }

    /** Such as {@code row 17 of may.csv}. */
    String nameOf(final long row) {
        long before = 0;
        for (final Source source : sources) {
            if (row <= before + source.rows()) {
                return "row %d of %s".formatted(row - before, source.name());
            }
            before += source.rows();
        }
        return "row %d".formatted(row);
    }

    public byte[] toBytes() {
        return DriftJson.compress(this);
    }

    /** @throws java.io.UncheckedIOException where the bytes are no window of {@link #VERSION} */
    public static RowWindow ofBytes(final byte[] bytes) {
        return DriftJson.decompress(bytes, RowWindow.class);
    }
}
