/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.search;

import io.nifimimir.dataset.Frequency;
import io.nifimimir.dataset.TimeSeriesConfig;
import io.nifimimir.training.Sentences;
import io.nifimimir.training.detection.PreparedTarget;
import io.nifimimir.training.evaluation.DataSplitter;
import io.nifimimir.training.evaluation.RowGroups;
import io.nifimimir.training.learner.BoostingWork;
import io.nifimimir.training.learner.HoldOut;
import io.nifimimir.training.table.NumberColumn;
import io.nifimimir.training.table.Ordering;
import io.nifimimir.training.table.TrainingTable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Divides rows for cross-validation. A time series without gaps is continued, so each fold predicts what comes after the rows that it
 * has learnt from; other rows are a sample of what they describe, and each fold predicts a sample of them.
 *
 * @param description how the rows were divided, in words
 */
public record Folds(List<Fold> folds, String description) {
    private static final int SMALL = 1_000;
    private static final int MEDIUM = 10_000;
    private static final int LARGE = 50_000;

    /** Cells of a table from which one division tells enough, and three of them would take their time. */
    private static final long MANY_CELLS = 3_000_000;

    /** Folds beyond one division of a small table, so that less depends on which row fell where. */
    private static final int DIVISIONS_OF_SMALL = 2;

    /** @param outputs numbers that a prediction consists of */
    public static Folds of(
            final TrainingTable table, final int[] rows, final double[] labels, final int outputs, final long seed) {
        return of(table, rows, labels, outputs, Optional.empty(), seed);
    }

    public static Folds of(final PreparedTarget target) {
        return of(target.table(), target.rows(), target.labels(), target.outputs(), target.groups(), target.seed());
    }

    private static Folds of(
            final TrainingTable table,
            final int[] rows,
            final double[] labels,
            final int outputs,
            final Optional<RowGroups> groups,
            final long seed) {
        final Optional<NumberColumn> time = DataSplitter.timeColumn(table).filter(column -> isContinued(table, column));
        final int count = (long) rows.length * BoostingWork.trees(outputs) <= MEDIUM ? 5 : 3;
        final boolean once = rows.length > LARGE || (long) rows.length * table.columnCount() > MANY_CELLS;
        if (time.isPresent()) {
            final List<Fold> folds = forward(time.get(), rows, count);
            if (folds.size() > 1) {
                // The last one has learnt from most rows
                return new Folds(
                        once ? folds.subList(folds.size() - 1, folds.size()) : folds,
                        Sentences.of(
                                "%s forward in time by %s",
                                Sentences.count(once ? 1 : folds.size(), "fold"),
                                time.get().name()));
            }
        }

        if (groups.isPresent()) {
            final List<Fold> folds = ofParts(groups.get().parts(rows, count, seed), count);
            return new Folds(
                    once ? folds.subList(0, 1) : folds,
                    Sentences.of(
                            "%d folds by %s",
                            folds.size(), groups.get().column().name()));
        }

        if (once) {
            return new Folds(
                    scattered(labels, count, seed).subList(0, 1), Sentences.of("1 part in %d held out", count));
        }

        final List<Fold> folds = new ArrayList<>(scattered(labels, count, seed));
        for (int division = 1; division < DIVISIONS_OF_SMALL && rows.length <= SMALL; division++) {
            folds.addAll(scattered(labels, count, seed + division));
        }

        return new Folds(folds, Sentences.of("%d folds", folds.size()));
    }

    private static boolean isContinued(final TrainingTable table, final NumberColumn column) {
        final Optional<TimeSeriesConfig> series = table.header().findTimeSeries();
        return series.isPresent()
                && series.get().dateColumn().equals(column.name())
                && !series.get().hasGaps()
                && series.get().frequency() != Frequency.IRREGULAR;
    }

    /** Rows of one instant stay together. */
    private static List<Fold> forward(final NumberColumn time, final int[] rows, final int count) {
        final double[] times = Arrays.stream(rows)
                .mapToDouble(row -> time.isNull(row) ? Double.NEGATIVE_INFINITY : time.value(row))
                .toArray();
        final double[] sorted = times.clone();
        Arrays.sort(sorted);
        final List<Fold> folds = new ArrayList<>();
        for (int fold = 1; fold <= count; fold++) {
            final double from = sorted[fold * sorted.length / (count + 1)];
            final double until =
                    fold == count ? Double.POSITIVE_INFINITY : sorted[(fold + 1) * sorted.length / (count + 1)];
            final int[] training = positions(times, Double.NEGATIVE_INFINITY, from);
            final int[] validation = positions(times, from, until);
            if (training.length >= PreparedTarget.FEWEST_ROWS / 2 && validation.length > 0) {
                folds.add(new Fold(training, validation));
            }
        }

        return folds;
    }

    private static int[] positions(final double[] times, final double from, final double until) {
        return IntStream.range(0, times.length)
                .filter(position -> times[position] >= from && times[position] < until)
                .toArray();
    }

    /** Neighbours in the order of the labels go to different folds, so that every fold has its share of each class and of large values. */
    private static List<Fold> scattered(final double[] labels, final int count, final long seed) {
        final Random random = new Random(seed);
        final double[] ties = random.doubles(labels.length).toArray();
        // Stable, so that what is equal stays in the order of the random numbers
        final int[] shuffled = Ordering.of(ties);
        final int[] order = HoldOut.select(shuffled, Ordering.of(HoldOut.select(labels, shuffled)));
        final int[] foldOf = new int[labels.length];
        final int[] deal = IntStream.range(0, count).toArray();
        for (int index = 0; index < order.length; index++) {
            if (index % count == 0) {
                shuffle(deal, random);
            }

            foldOf[order[index]] = deal[index % count];
        }

        return ofParts(foldOf, count);
    }

    private static List<Fold> ofParts(final int[] parts, final int count) {
        final List<Fold> folds = new ArrayList<>();
        for (int fold = 0; fold < count; fold++) {
            final int current = fold;
            folds.add(new Fold(
                    IntStream.range(0, parts.length)
                            .filter(position -> parts[position] != current)
                            .toArray(),
                    IntStream.range(0, parts.length)
                            .filter(position -> parts[position] == current)
                            .toArray()));
        }

        return folds;
    }

    private static void shuffle(final int[] values, final Random random) {
        for (int index = values.length - 1; index > 0; index--) {
            final int other = random.nextInt(index + 1);
            final int value = values[index];
            values[index] = values[other];
            values[other] = value;
        }
    }
}
