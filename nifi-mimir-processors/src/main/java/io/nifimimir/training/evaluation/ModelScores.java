/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.evaluation;

import io.nifimimir.training.learner.Losses;
import io.nifimimir.training.table.Ordering;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Scores of predictions against the truth.
 *
 * @param values by name; a score that is not defined for these rows (AUC where there is one class) is absent
 * @param losses of each row: log loss or squared error
 * @param confusion rows of each true class (first index) by predicted class; empty for regression
 */
@SuppressWarnings("ArrayRecordComponent")
public record ModelScores(Map<String, Double> values, double[] losses, List<List<Long>> confusion) {
    public static final String ACCURACY = "accuracy";
    public static final String R_SQUARED = "r2_score";
    public static final String ROOT_MEAN_SQUARED_ERROR = "rmse";
    public static final String LOG_LOSS = "log_loss";

    /**
     * @param truth class indices; a class that training did not have is an index of {@code classCount} or more, and always missed
     * @param probabilities for each row, one for each class
     */
    public static ModelScores ofClasses(final double[] truth, final double[][] probabilities, final int classCount) {
        return ofClasses(truth, probabilities, classCount, OperatingPoint.MOST_LIKELY);
    }

    /** @param point by which a class is predicted from probabilities */
    public static ModelScores ofClasses(
            final double[] truth, final double[][] probabilities, final int classCount, final OperatingPoint point) {
        final int truthCount =
                Math.max(classCount, (int) Arrays.stream(truth).max().orElse(0) + 1);
        final long[][] confusion = new long[truthCount][classCount];
        final double[] losses = new double[truth.length];
        for (int row = 0; row < truth.length; row++) {
            final int actual = (int) truth[row];
            confusion[actual][point.decide(probabilities[row])]++;
            final double probability = actual < classCount ? probabilities[row][actual] : 0;
            losses[row] = -Math.log(Math.clamp(probability, Losses.SMALLEST_PROBABILITY, 1));
        }

        final Map<String, Double> values = new TreeMap<>();
        values.put(LOG_LOSS, Arrays.stream(losses).average().orElse(0));
        addRates(values, confusion, truth.length);
        if (classCount == 2) {
            addAreaUnderCurve(values, truth, probabilities);
        }

        return new ModelScores(
                values,
                losses,
                Arrays.stream(confusion)
                        .map(row -> Arrays.stream(row).boxed().toList())
                        .toList());
    }

    public static int mostLikely(final double[] probabilities) {
        int best = 0;
        for (int index = 1; index < probabilities.length; index++) {
            best = probabilities[index] > probabilities[best] ? index : best;
        }

        return best;
    }

    private static void addRates(final Map<String, Double> values, final long[][] confusion, final int rows) {
        long correct = 0;
        double recalls = 0;
        double harmonicMeans = 0;
        int classesPresent = 0;
        for (int index = 0; index < confusion.length; index++) {
            final int current = index;
            final long actual = Arrays.stream(confusion[index]).sum();
            if (actual == 0) {
                continue;
            }

            final boolean known = index < confusion[index].length;
            final long hits = known ? confusion[index][index] : 0;
            final long predicted = known
                    ? Arrays.stream(confusion).mapToLong(row -> row[current]).sum()
                    : 0;
            classesPresent++;
            correct += hits;
            recalls += (double) hits / actual;
            harmonicMeans += 2.0 * hits / (actual + predicted);
        }

        if (rows > 0) {
            values.put(ACCURACY, (double) correct / rows);
            values.put("balanced_accuracy", recalls / classesPresent);
            values.put("macro_f1", harmonicMeans / classesPresent);
        }
    }

    /** By the rank sum of Mann and Whitney, ties at their middle rank. */
    private static void addAreaUnderCurve(
            final Map<String, Double> values, final double[] truth, final double[][] probabilities) {
        final int[] order = Ordering.of(Arrays.stream(probabilities)
                .mapToDouble(ofClasses -> ofClasses[1])
                .toArray());
        final long positives = Arrays.stream(truth).filter(label -> label == 1).count();
        final long negatives = truth.length - positives;
        if (positives == 0 || negatives == 0) {
            return;
        }

        double rankSum = 0;
        int start = 0;
        while (start < order.length) {
            int end = start;
            while (end + 1 < order.length && probabilities[order[end + 1]][1] == probabilities[order[start]][1]) {
                end++;
            }

            final double middleRank = (start + end) / 2.0 + 1;
            for (int index = start; index <= end; index++) {
                rankSum += truth[order[index]] == 1 ? middleRank : 0;
            }

            start = end + 1;
        }

        values.put("auc", (rankSum - positives * (positives + 1) / 2.0) / ((double) positives * negatives));
    }

    /** @param predictions one value for each row */
    public static ModelScores ofNumbers(final double[] truth, final double[][] predictions) {
        final double[] losses = new double[truth.length];
        double absoluteErrors = 0;
        for (int row = 0; row < truth.length; row++) {
            final double error = predictions[row][0] - truth[row];
            losses[row] = error * error;
            absoluteErrors += Math.abs(error);
        }

        final double mean = Arrays.stream(truth).average().orElse(0);
        final double spread = Arrays.stream(truth)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        final Map<String, Double> values = new TreeMap<>();
        values.put(
                ROOT_MEAN_SQUARED_ERROR,
                Math.sqrt(Arrays.stream(losses).average().orElse(0)));
        values.put("mae", truth.length == 0 ? 0 : absoluteErrors / truth.length);
        if (spread > 0) {
            values.put(R_SQUARED, 1 - Arrays.stream(losses).sum() / spread);
        }

        return new ModelScores(values, losses, List.of());
    }
}
