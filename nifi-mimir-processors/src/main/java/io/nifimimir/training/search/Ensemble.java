/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.search;

import io.nifimimir.training.ModelTask;
import io.nifimimir.training.learner.Losses;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A weighted mean of candidates, chosen greedily and with replacement by the loss of its out-of-fold predictions (Caruana et al. 2004).
 *
 * @param weights of the candidates, in their order; they add up to 1
 * @param loss of the weighted mean
 */
@SuppressWarnings("ArrayRecordComponent")
public record Ensemble(double[] weights, double loss) {
    private static final int MOST_STEPS = 16;

    /** More members that gain less than this share of the loss are not worth their time. */
    private static final double SMALLEST_GAIN = 1e-4;

    static Ensemble choose(
            final ModelTask task, final double[] labels, final int outputs, final List<float[]> outOfFold) {
        final int[] rows = covered(outOfFold.getFirst(), outputs);
        final double[] sum = new double[labels.length * outputs];
        final int[] counts = new int[outOfFold.size()];
        int[] bestCounts = counts;
        double bestLoss = Double.POSITIVE_INFINITY;
        // A step that makes it worse may be needed for a better one behind it
        for (int step = 0; step < MOST_STEPS; step++) {
            int best = 0;
            double stepLoss = Double.POSITIVE_INFINITY;
            for (int candidate = 0; candidate < outOfFold.size(); candidate++) {
                final double loss = lossWith(task, labels, rows, outputs, sum, step, outOfFold.get(candidate));
                if (loss < stepLoss) {
                    stepLoss = loss;
                    best = candidate;
                }
            }

            for (int index = 0; index < sum.length; index++) {
                sum[index] += outOfFold.get(best)[index];
            }

            counts[best]++;
            if (stepLoss < (1 - SMALLEST_GAIN) * bestLoss || step == 0) {
                bestLoss = stepLoss;
                bestCounts = counts.clone();
            }
        }

        final double total = Arrays.stream(bestCounts).sum();
        return new Ensemble(
                Arrays.stream(bestCounts).mapToDouble(count -> count / total).toArray(), bestLoss);
    }

    private static double lossWith(
            final ModelTask task,
            final double[] labels,
            final int[] rows,
            final int outputs,
            final double[] sum,
            final int steps,
            final float[] added) {
        double loss = 0;
        for (final int row : rows) {
            final int index = row * outputs + (task == ModelTask.REGRESSION ? 0 : (int) labels[row]);
            final double mean = (sum[index] + added[index]) / (steps + 1);
            loss += task == ModelTask.REGRESSION
                    ? (mean - labels[row]) * (mean - labels[row])
                    : -Math.log(Math.max(mean, Losses.SMALLEST_PROBABILITY));
        }

        return loss / rows.length;
    }

    /** Rows that a fold has predicted. */
    static int[] covered(final float[] outOfFold, final int outputs) {
        return IntStream.range(0, outOfFold.length / outputs)
                .filter(row -> !Float.isNaN(outOfFold[row * outputs]))
                .toArray();
    }

    /** The weighted mean of the candidates' predictions, row after row. */
    double[] combine(final List<float[]> predictions) {
        final double[] combined = new double[predictions.getFirst().length];
        for (int candidate = 0; candidate < weights.length; candidate++) {
            if (weights[candidate] > 0) {
                for (int index = 0; index < combined.length; index++) {
                    combined[index] += weights[candidate] * predictions.get(candidate)[index];
                }
            }
        }

        return combined;
    }

    /** Positions of the candidates that have a weight. */
    List<Integer> members() {
        final List<Integer> members = new ArrayList<>();
        for (int candidate = 0; candidate < weights.length; candidate++) {
            if (weights[candidate] > 0) {
                members.add(candidate);
            }
        }

        return members;
    }
}
