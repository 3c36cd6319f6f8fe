/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.feature;

import io.nifimimir.training.table.TextColumn;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A category as the mean of the target among the rows of its level, drawn towards the mean of all rows the more, the fewer rows a level
 * has (Micci-Barreca 2001). Rows that are learnt from get the means of other rows, or they would see their own target.
 *
 * @param means of each level, one for each output
 * @param prior for a level that training did not have
 */
@SuppressWarnings("ArrayRecordComponent")
record TargetMeanEncoding(String column, Map<String, double[]> means, double[] prior) implements ColumnEncoding.OfText {
    private static final double LEAST_SMOOTHING = 1;
    private static final double MOST_SMOOTHING = 100;

    /** @param outOfFold the features that rows are learnt from with, row after row */
    record Fitted(TargetMeanEncoding encoding, float[] outOfFold) {}

    static Fitted fit(final TextColumn column, final int[] rows, final Supervision supervision) {
        final int outputs = supervision.outputs();
        final int folds = supervision.folds();
        final Map<Integer, double[][]> levels = new TreeMap<>();
        for (int index = 0; index < rows.length; index++) {
            if (!column.isNull(rows[index])) {
                // Sums of the outputs and the count, of each fold
                final double[] sums = levels.computeIfAbsent(
                                column.code(rows[index]), code -> new double[folds][outputs + 1])[
                        supervision.fold(index)];
                sums[outputs]++;
                for (int output = 0; output < outputs; output++) {
                    sums[output] += supervision.value(output, index);
                }
            }
        }

        final double[] smoothing = new double[outputs];
        for (int output = 0; output < outputs; output++) {
            smoothing[output] = smoothing(levels, output, supervision);
        }

        final double[] prior = new double[outputs];
        Arrays.setAll(prior, supervision::mean);
        final float[] outOfFold = new float[rows.length * outputs];
        for (int index = 0; index < rows.length; index++) {
            if (column.isNull(rows[index])) {
                Arrays.fill(outOfFold, index * outputs, (index + 1) * outputs, Float.NaN);
                continue;
            }

            final double[] mean = mean(levels.get(column.code(rows[index])), supervision.fold(index), smoothing, prior);
            for (int output = 0; output < outputs; output++) {
                outOfFold[index * outputs + output] = (float) mean[output];
            }
        }

        final Map<String, double[]> means = new TreeMap<>();
        levels.forEach((code, sums) -> means.put(column.dictionary().get(code), mean(sums, -1, smoothing, prior)));
        return new Fitted(new TargetMeanEncoding(column.name(), means, prior), outOfFold);
    }

    /** Variance within levels over variance between them, by the method of moments. */
    private static double smoothing(
            final Map<Integer, double[][]> levels, final int output, final Supervision supervision) {
        double squaredDeviations = 0;
        double rows = 0;
        double squaredCounts = 0;
        for (final double[][] folds : levels.values()) {
            final double[] total = total(folds, -1);
            final double count = total[total.length - 1];
            final double deviation = total[output] / count - supervision.mean(output);
            squaredDeviations += count * deviation * deviation;
            rows += count;
            squaredCounts += count * count;
        }

        final int others = levels.size() - 1;
        if (others < 1 || rows <= levels.size()) {
            return MOST_SMOOTHING;
        }

        final double within =
                Math.max(0, rows * supervision.variance(output) - squaredDeviations) / (rows - levels.size());
        final double between = (squaredDeviations - others * within) / (rows - squaredCounts / rows);
        return between <= 0 ? MOST_SMOOTHING : Math.clamp(within / between, LEAST_SMOOTHING, MOST_SMOOTHING);
    }

    private static double[] total(final double[][] folds, final int without) {
        final double[] total = new double[folds[0].length];
        for (int fold = 0; fold < folds.length; fold++) {
            for (int index = 0; index < total.length && fold != without; index++) {
                total[index] += folds[fold][index];
            }
        }

        return total;
    }

    private static double[] mean(
            final double[][] folds, final int without, final double[] smoothing, final double[] prior) {
        final double[] total = total(folds, without);
        final double[] mean = new double[prior.length];
        for (int output = 0; output < mean.length; output++) {
            mean[output] =
                    (total[output] + smoothing[output] * prior[output]) / (total[prior.length] + smoothing[output]);
        }

        return mean;
    }

    @Override
    public List<String> features() {
        return prior.length == 1
                ? List.of(column + ".target_mean")
                : IntStream.range(0, prior.length)
                        .mapToObj(output -> column + ".target_mean_" + output)
                        .toList();
    }

    @Override
    public void encode(final String value, final float[] features, final int offset) {
        final double[] mean = value == null ? null : means.getOrDefault(value, prior);
        for (int output = 0; output < prior.length; output++) {
            features[offset + output] = mean == null ? Float.NaN : (float) mean[output];
        }
    }
}
