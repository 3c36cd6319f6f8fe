/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.feature;

import io.nifimimir.training.ModelTask;
import io.nifimimir.training.learner.LabelScale;
import io.nifimimir.training.learner.LearningTask;

import java.util.Arrays;
import java.util.Random;

/**
 * The labels of the rows that encodings are fitted on, as numbers: the value in units of its deviation, or a 1 for each class that a
 * row has (of two classes, the second).
 */
public final class Supervision {
    /** More classes than this would make too many features of a column. */
    private static final int MOST_OUTPUTS = 12;

    private static final int FOLDS = 5;

    private final double[][] values;
    private final double[] means;
    private final double[] variances;
    private final int[] folds;

    private Supervision(final double[][] values, final long seed) {
        this.values = values;
        this.means = new double[values.length];
        this.variances = new double[values.length];
        for (int output = 0; output < values.length; output++) {
            final double mean = Arrays.stream(values[output]).average().orElse(0);
            means[output] = mean;
            variances[output] = Math.max(
                    1e-12,
                    Arrays.stream(values[output])
                            .map(value -> (value - mean) * (value - mean))
                            .average()
                            .orElse(0));
        }

        this.folds = folds(values.length == 0 ? 0 : values[0].length, seed);
    }

    /** Of labels that encodings are not to look at. */
    public static Supervision none() {
        return new Supervision(new double[0][], 0);
    }

    public static Supervision of(final ModelTask task, final double[] labels, final int classCount, final long seed) {
        if (task == ModelTask.REGRESSION) {
            final LabelScale scale = LabelScale.of(new LearningTask(task, null, labels, 0, seed));
            return new Supervision(new double[][] {scale.scale(labels)}, seed);
        }

        if (classCount > MOST_OUTPUTS) {
            return none();
        }

        final int first = classCount == 2 ? 1 : 0;
        final double[][] values = new double[classCount - first][];
        for (int index = first; index < classCount; index++) {
            final int current = index;
            values[index - first] =
                    Arrays.stream(labels).map(label -> label == current ? 1 : 0).toArray();
        }

        return new Supervision(values, seed);
    }

    /** Blocks of equal size in an order that a linear congruence scatters: every fold has rows from everywhere. */
    private static int[] folds(final int rows, final long seed) {
        final Random random = new Random(seed);
        final int[] order = new int[rows];
        for (int row = 0; row < rows; row++) {
            final int other = random.nextInt(row + 1);
            order[row] = order[other];
            order[other] = row;
        }

        final int[] folds = new int[rows];
        for (int position = 0; position < rows; position++) {
            folds[order[position]] = position % FOLDS;
        }

        return folds;
    }

    int outputs() {
        return values.length;
    }

    int folds() {
        return FOLDS;
    }

    /** The inner fold that a row belongs to. */
    int fold(final int row) {
        return folds[row];
    }

    double value(final int output, final int row) {
        return values[output][row];
    }

    double[] values(final int output) {
        return values[output];
    }

    double mean(final int output) {
        return means[output];
    }

    double variance(final int output) {
        return variances[output];
    }
}
