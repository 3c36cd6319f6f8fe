/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.detection;

import io.nifimimir.training.ModelTask;
import io.nifimimir.training.learner.HoldOut;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * A target on the rows by which leaks are looked for.
 *
 * @param labels a class index or a value, for each of the rows
 */
@SuppressWarnings("ArrayRecordComponent")
record TargetRows(String name, ModelTask task, int[] rows, double[] labels) {

    /** @param positions among the rows, of those that are looked at */
    static TargetRows of(
            final String name, final ModelTask task, final int[] rows, final double[] labels, final int[] positions) {
        return new TargetRows(name, task, HoldOut.select(rows, positions), HoldOut.select(labels, positions));
    }

    int count() {
        return rows.length;
    }

    boolean isClassification() {
        return task == ModelTask.CLASSIFICATION;
    }

    /**
     * Pairs of a number and the label.
     *
     * @param value of a row of the table; rows where it is not finite are left out
     */
    Pairs numbers(final IntToDoubleFunction value) {
        final double[] values = new double[rows.length];
        final double[] kept = new double[rows.length];
        int size = 0;
        for (int index = 0; index < rows.length; index++) {
            final double number = value.applyAsDouble(rows[index]);
            if (Double.isFinite(number)) {
                values[size] = number;
                kept[size] = labels[index];
                size++;
            }
        }

        return new Pairs(Arrays.copyOf(values, size), Arrays.copyOf(kept, size));
    }

    /** Numbers side by side. */
    record Pairs(double[] values, double[] labels) {
        int size() {
            return values.length;
        }
    }
}
