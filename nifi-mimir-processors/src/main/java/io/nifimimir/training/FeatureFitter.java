/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training;

import io.nifimimir.dataset.DataType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Chooses an encoding for each column, looking at the given rows only. */
final class FeatureFitter {
    /** Levels that keep a code of their own; the rest are pooled. */
    private static final int MOST_LEVELS = 60;

    /** A level of fewer rows tells a model little but the noise of these rows. */
    private static final int FEWEST_ROWS_OF_LEVEL = 3;

    private static final int MILLIS_PER_DAY = 86_400_000;

    private FeatureFitter() {}

    /**
     * @param leftOut columns that are no features (the target, leaks), with the reason; columns found useless here are added
     */
    static FeaturePlan fit(final TrainingTable table, final int[] rows, final Map<String, String> leftOut) {
        final List<ColumnEncoding> encodings = new ArrayList<>();
        for (final TableColumn column : table.columns()) {
            if (leftOut.containsKey(column.name())) {
                continue;
            }

            final ColumnProfile profile = ColumnProfiler.profile(column, rows);
            if (profile.isUseless()) {
                leftOut.put(column.name(), profile.reason());
                continue;
            }

            encodings.addAll(encodings(column, profile, rows));
        }

        return new FeaturePlan(encodings);
    }

    private static List<ColumnEncoding> encodings(
            final TableColumn column, final ColumnProfile profile, final int[] rows) {
        return switch (column) {
            case NumberColumn dates
            when dates.type() == DataType.DATETIME -> List.of(new DateEncoding(column.name(), hourVaries(dates, rows)));
            case NumberColumn numbers -> List.of(new NumberEncoding(column.name(), numbers.type()));
            case TextColumn texts
            when profile.kind() == ColumnProfile.Kind.FREE_TEXT -> List.of(new TextEncoding(texts.name()));
            case TextColumn texts -> categoryEncodings(texts, rows);
        };
    }

    private static boolean hourVaries(final NumberColumn dates, final int[] rows) {
        return Arrays.stream(rows)
                        .filter(row -> !dates.isNull(row))
                        .mapToLong(row -> Math.floorMod(Cells.epochMillis(dates.value(row)), MILLIS_PER_DAY)
                                / (MILLIS_PER_DAY / 24))
                        .distinct()
                        .limit(2)
                        .count()
                > 1;
    }

    private static List<ColumnEncoding> categoryEncodings(final TextColumn column, final int[] rows) {
        final Map<String, Integer> counts = new HashMap<>();
        for (final int row : rows) {
            if (!column.isNull(row)) {
                counts.merge(column.value(row), 1, Integer::sum);
            }
        }

        final List<String> frequent = counts.entrySet().stream()
                .filter(level -> level.getValue() >= FEWEST_ROWS_OF_LEVEL)
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .toList();
        final List<ColumnEncoding> encodings = new ArrayList<>();
        if (!frequent.isEmpty()) {
            final List<String> kept = frequent.subList(0, Math.min(frequent.size(), MOST_LEVELS));
            encodings.add(new CategoryEncoding(column.name(), kept, kept.size() < counts.size()));
        }

        if (counts.size() > MOST_LEVELS || frequent.isEmpty()) {
            encodings.add(frequencyEncoding(column.name(), counts, rows.length));
        }

        return encodings;
    }

    private static ColumnEncoding frequencyEncoding(
            final String column, final Map<String, Integer> counts, final int rowCount) {
        final Map<String, Double> shares = new TreeMap<>();
        counts.forEach((level, count) -> {
            if (count > 1) {
                shares.put(level, (double) count / rowCount);
            }
        });
        return new FrequencyEncoding(column, shares, 1.0 / rowCount);
    }
}
