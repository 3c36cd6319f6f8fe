/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.detection;

import io.nifimimir.training.ModelTask;
import io.nifimimir.training.feature.FeatureFitter;
import io.nifimimir.training.learner.BoostingWork;
import io.nifimimir.training.table.TableColumn;
import io.nifimimir.training.table.TrainingTable;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The rows that candidates are compared on. More than these would cost time and memory, and change no choice; the final model learns from
 * the others as well, as far as they fit.
 *
 * @param chosen positions, ascending: all of them, or an even sample that keeps the rows of rare classes
 * @param spare the other positions, ascending
 */
@SuppressWarnings("ArrayRecordComponent")
record SearchSample(int[] chosen, int[] spare) {
    /** Work of a round of boosting, of a search and of the final model: rows times features and what a row takes besides, for each tree. */
    private static final long MOST_WORK = 12_000_000;

    private static final long MOST_FINAL_WORK = 20_000_000;

    /** So many rows are compared on whatever the work. */
    private static final int ALWAYS = 50_000;

    /** Cells of features, 4 bytes each in the heap and 12 outside of it. */
    private static final long MOST_CELLS = 11_000_000;

    /** Numbers that a candidate predicts. */
    private static final long MOST_PREDICTIONS = 2_000_000;

    private static final int FEATURES_OF_DATE = 8;
    private static final int FEATURES_OF_TEXT = 3;

    /** Of a rarer class all rows are compared on. */
    private static final int ROWS_OF_CLASS = 100;

    /** @param values of the rows: a number, or what stands for a class */
    static SearchSample of(final TrainingTable table, final double[] values, final ModelTask task, final long seed) {
        final double[] classes = task == ModelTask.CLASSIFICATION ? distinct(values) : new double[1];
        final int most = mostRows(features(table), classes.length);
        if (values.length <= most) {
            return new SearchSample(IntStream.range(0, values.length).toArray(), new int[0]);
        }

        final int[] classOf = task == ModelTask.CLASSIFICATION
                ? Arrays.stream(values)
                        .mapToInt(value -> Arrays.binarySearch(classes, value))
                        .toArray()
                : new int[values.length];
        final int[] left = new int[classes.length];
        Arrays.stream(classOf).forEach(index -> left[index]++);
        final int[] wanted = Arrays.stream(left)
                .map(rows ->
                        Math.max(Math.min(rows, ROWS_OF_CLASS), (int) Math.round((double) rows * most / values.length)))
                .toArray();
        return divide(classOf, left, wanted, seed);
    }

    /** Of each class as many as are wanted: selection sampling, algorithm S of Knuth, The Art of Computer Programming 3.4.2. */
    private static SearchSample divide(final int[] classOf, final int[] left, final int[] wanted, final long seed) {
        final Random random = new Random(seed);
        final int[] chosen = new int[Arrays.stream(wanted).sum()];
        final int[] spare = new int[classOf.length - chosen.length];
        int chosenCount = 0;
        for (int position = 0; position < classOf.length; position++) {
            final int index = classOf[position];
            if (random.nextInt(left[index]) < wanted[index]) {
                wanted[index]--;
                chosen[chosenCount] = position;
                chosenCount++;
            } else {
                spare[position - chosenCount] = position;
            }

            left[index]--;
        }

        return new SearchSample(chosen, spare);
    }

    /** An even sample of rows. */
    static int[] evenly(final int[] rows, final int count, final long seed) {
        return Arrays.stream(divide(new int[rows.length], new int[] {rows.length}, new int[] {count}, seed)
                        .chosen())
                .map(position -> rows[position])
                .toArray();
    }

    private static int mostRows(final int features, final int outputs) {
        final long byWork = MOST_WORK / BoostingWork.ofRow(features, outputs);
        return (int) Math.min(
                Math.max(ALWAYS, byWork), Math.min(MOST_CELLS / features, MOST_PREDICTIONS / Math.max(1, outputs)));
    }

    /** Rows that a final model of so many features learns from, where there are as many. */
    static int mostFinalRows(final int features, final int outputs) {
        final long byWork = MOST_FINAL_WORK / BoostingWork.ofRow(features, outputs);
        return (int) Math.min(byWork, MOST_CELLS / features);
    }

    /** About so many become of the columns. */
    private static int features(final TrainingTable table) {
        return Math.clamp(
                table.columns().stream().mapToInt(SearchSample::features).sum(), 1, FeatureFitter.MOST_COLUMNS);
    }

    private static int features(final TableColumn column) {
        return switch (column.type()) {
            case DATETIME -> FEATURES_OF_DATE;
            case STRING -> FEATURES_OF_TEXT;
            case NUMERIC, BOOLEAN -> 1;
        };
    }

    /** The different values, ascending. */
    static double[] distinct(final double[] values) {
        final double[] sorted = values.clone();
        Arrays.sort(sorted);
        int count = 0;
        for (int index = 0; index < sorted.length; index++) {
            if (index == 0 || sorted[index] != sorted[count - 1]) {
                sorted[count] = sorted[index];
                count++;
            }
        }

        return Arrays.copyOf(sorted, count);
    }
}
