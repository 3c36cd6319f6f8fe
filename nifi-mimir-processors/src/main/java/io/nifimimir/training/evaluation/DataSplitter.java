/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.evaluation;

import io.nifimimir.dataset.DataType;
import io.nifimimir.dataset.TimeSeriesConfig;
import io.nifimimir.training.ModelTask;
import io.nifimimir.training.learner.HoldOut;
import io.nifimimir.training.table.Cells;
import io.nifimimir.training.table.NumberColumn;
import io.nifimimir.training.table.TrainingTable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Holds rows back from training: the last ones in time where the table has a date column, else a seeded, stratified sample. */
public final class DataSplitter {
    static final double HELD_OUT_SHARE = 0.2;

    /** A date column with more missing dates than this orders nothing. */
    private static final double MOST_MISSING_DATES = 0.1;

    private DataSplitter() {}

    /** The column that orders the rows in time: the one of the time series, else the first complete date column. */
    public static Optional<NumberColumn> timeColumn(final TrainingTable table) {
        final Optional<String> seriesColumn = table.header().findTimeSeries().map(TimeSeriesConfig::dateColumn);
        return table.columns().stream()
                .filter(column -> column.type() == DataType.DATETIME)
                .filter(column -> seriesColumn.isEmpty() || seriesColumn.get().equals(column.name()))
                .map(NumberColumn.class::cast)
                .filter(DataSplitter::ordersRows)
                .findFirst();
    }

    private static boolean ordersRows(final NumberColumn dates) {
        final long missing =
                IntStream.range(0, dates.size()).filter(dates::isNull).count();
        return missing <= MOST_MISSING_DATES * dates.size() && !isBirthDate(dates.name());
    }

    /** Says how old somebody is, not when the row came about. */
    private static boolean isBirthDate(final String name) {
        return name.toLowerCase(Locale.ROOT).contains("birth");
    }

    /**
     * @param rows rows of the table to divide
     * @param labels a class index or a value for each of the rows
     */
    public static HoldOut split(
            final TrainingTable table, final int[] rows, final double[] labels, final ModelTask task, final long seed) {
        return split(table, rows, labels, task, Optional.empty(), seed);
    }

    /**
     * @param rows rows of the table to divide
     * @param labels a class index or a value for each of the rows
     * @param groups of rows that stay together; those that were detected give way to a date
     */
    public static HoldOut split(
            final TrainingTable table,
            final int[] rows,
            final double[] labels,
            final ModelTask task,
            final Optional<RowGroups> groups,
            final long seed) {
        if (groups.isPresent() && (groups.get().given() || timeColumn(table).isEmpty())) {
            return splitByGroup(groups.get(), rows, seed);
        }

        return timeColumn(table)
                .flatMap(dates -> splitByTime(dates, rows))
                .orElseGet(() -> task == ModelTask.CLASSIFICATION
                        ? splitStratified(labels, seed)
                        : splitAtRandom(rows.length, seed));
    }

    /** Rows of one instant stay together, or the future would leak into training; empty where all rows have the same. */
    private static Optional<HoldOut> splitByTime(final NumberColumn dates, final int[] rows) {
        // Rows without a date count as the oldest, so that they never are a future
        final double[] times = Arrays.stream(rows)
                .mapToDouble(row -> dates.isNull(row) ? Double.NEGATIVE_INFINITY : dates.value(row))
                .toArray();
        final double[] sorted = times.clone();
        Arrays.sort(sorted);
        double cut = sorted[(int) Math.floor((1 - HELD_OUT_SHARE) * sorted.length)];
        if (cut == sorted[0]) {
            // The first instant holds most rows: what comes later, if anything, is the future
            final double first = cut;
            cut = Arrays.stream(sorted).filter(time -> time > first).findFirst().orElse(first);
        }

        if (cut == sorted[0]) {
            return Optional.empty();
        }

        final double boundary = cut;
        return Optional.of(new HoldOut(
                IntStream.range(0, rows.length)
                        .filter(position -> times[position] < boundary)
                        .toArray(),
                IntStream.range(0, rows.length)
                        .filter(position -> times[position] >= boundary)
                        .toArray(),
                "the last rows by " + dates.name() + ", from " + Cells.label(DataType.DATETIME, boundary)));
    }

    private static HoldOut splitByGroup(final RowGroups groups, final int[] rows, final long seed) {
        final int[] parts = groups.parts(rows, (int) Math.round(1 / HELD_OUT_SHARE), seed);
        final boolean[] heldOut = new boolean[rows.length];
        for (int position = 0; position < rows.length; position++) {
            heldOut[position] = parts[position] == 0;
        }

        return ofFlags(heldOut, "all rows of every fifth " + groups.column().name() + " (" + groups.reason() + ")");
    }

    private static HoldOut splitStratified(final double[] classes, final long seed) {
        final Map<Double, List<Integer>> positionsByClass = new TreeMap<>();
        for (int position = 0; position < classes.length; position++) {
            positionsByClass
                    .computeIfAbsent(classes[position], key -> new ArrayList<>())
                    .add(position);
        }

        final Random random = new Random(seed);
        final boolean[] heldOut = new boolean[classes.length];
        double owed = 0;
        for (final List<Integer> positions : positionsByClass.values()) {
            Collections.shuffle(positions, random);
            // What rounding left over in one class is carried to the next, so that small classes are held out, too
            owed += HELD_OUT_SHARE * positions.size();
            final int count = (int) Math.min(Math.round(owed), positions.size() - 1L);
            positions.subList(0, count).forEach(position -> heldOut[position] = true);
            owed -= count;
        }

        return ofFlags(heldOut, "a stratified sample of the rows");
    }

    private static HoldOut splitAtRandom(final int count, final long seed) {
        final List<Integer> positions =
                new ArrayList<>(IntStream.range(0, count).boxed().toList());
        Collections.shuffle(positions, new Random(seed));
        final boolean[] heldOut = new boolean[count];
        positions.subList(0, (int) Math.round(HELD_OUT_SHARE * count)).forEach(position -> heldOut[position] = true);
        return ofFlags(heldOut, "a random sample of the rows");
    }

    private static HoldOut ofFlags(final boolean[] heldOut, final String description) {
        final int[] training = IntStream.range(0, heldOut.length)
                .filter(position -> !heldOut[position])
                .toArray();
        final int[] held = IntStream.range(0, heldOut.length)
                .filter(position -> heldOut[position])
                .toArray();
        return new HoldOut(training, held, description);
    }
}
