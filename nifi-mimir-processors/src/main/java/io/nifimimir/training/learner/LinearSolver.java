/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.learner;

import io.nifimimir.training.StopSignal;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;

/**
 * Linear, logistic and multinomial regression with a penalty on the squares of the weights, by L-BFGS (Nocedal 1980) with a
 * backtracking line search. The loss is the mean over the rows; intercepts are not penalised.
 */
public final class LinearSolver {
    private static final int MEMORY = 8;
    private static final int MOST_ITERATIONS = 80;
    private static final int MOST_HALVINGS = 20;
    private static final double SUFFICIENT_DECREASE = 1e-4;
    private static final double TOLERANCE = 1e-5;

    private final RowSource rows;
    private final double[] labels;
    private final Link link;
    private final int outputs;
    private final int stride;

    /** How a sum of weights becomes a prediction. */
    public enum Link {
        IDENTITY,
        LOGISTIC,
        SOFTMAX
    }

    /**
     * @param labels a value, or the index of a class
     * @param classCount of a softmax; else 1 sum is weighted
     */
    public LinearSolver(final RowSource rows, final double[] labels, final Link link, final int classCount) {
        this.rows = rows;
        this.labels = labels;
        this.link = link;
        this.outputs = link == Link.SOFTMAX ? classCount : 1;
        this.stride = rows.width() + 1;
    }

    /** For each output a weight for each column, and the intercept. */
    public double[] start() {
        return new double[outputs * stride];
    }

    /** Minimises from the given weights on, which are changed. */
    public void minimise(final double[] weights, final double penalty, final StopSignal signal) {
        minimiseInTime(weights, penalty, StopSignal.withoutDeadline(signal.keepGoing()));
    }

    /** Minimises from the given weights on, which are changed; not to the end where the time is spent. */
    void minimiseInTime(final double[] weights, final double penalty, final StopSignal signal) {
        final Deque<Step> steps = new ArrayDeque<>();
        double[] gradient = new double[weights.length];
        double loss = loss(weights, penalty, gradient);
        for (int iteration = 0; iteration < MOST_ITERATIONS && !signal.isLate(); iteration++) {
            signal.check("fitting a linear model");
            final double[] direction = direction(gradient, steps);
            final double slope = dot(direction, gradient);
            if (!(slope < 0)) {
                return;
            }

            final double[] before = weights.clone();
            final double[] newGradient = new double[weights.length];
            double newLoss = loss;
            double size = steps.isEmpty() ? 1 / Math.max(1, Math.sqrt(dot(gradient, gradient))) : 1;
            boolean found = false;
            for (int halving = 0; halving < MOST_HALVINGS && !found; halving++) {
                for (int index = 0; index < weights.length; index++) {
                    weights[index] = before[index] + size * direction[index];
                }

                Arrays.fill(newGradient, 0);
                newLoss = loss(weights, penalty, newGradient);
                found = newLoss <= loss + SUFFICIENT_DECREASE * size * slope;
                size /= 2;
            }

            if (!found) {
                System.arraycopy(before, 0, weights, 0, weights.length);
                return;
            }

            remember(steps, weights, before, newGradient, gradient);
            final double gain = loss - newLoss;
            loss = newLoss;
            gradient = newGradient;
            if (gain <= TOLERANCE * Math.abs(loss)) {
                return;
            }
        }
    }

    private record Step(double[] move, double[] change, double curvature) {}

    private static void remember(
            final Deque<Step> steps,
            final double[] weights,
            final double[] before,
            final double[] newGradient,
            final double[] gradient) {
        final double[] move = difference(weights, before);
        final double[] change = difference(newGradient, gradient);
        final double curvature = dot(move, change);
        if (curvature > 1e-12 * dot(change, change)) {
            steps.addLast(new Step(move, change, curvature));
            if (steps.size() > MEMORY) {
                steps.removeFirst();
            }
        }
    }

    /** The two loops of L-BFGS. */
    private static double[] direction(final double[] gradient, final Deque<Step> steps) {
        final double[] direction = Arrays.stream(gradient).map(value -> -value).toArray();
        final double[] factors = new double[steps.size()];
        int index = steps.size();
        for (final Iterator<Step> newestFirst = steps.descendingIterator(); newestFirst.hasNext(); ) {
            final Step step = newestFirst.next();
            index--;
            factors[index] = dot(step.move(), direction) / step.curvature();
            addMultiple(direction, step.change(), -factors[index]);
        }

        if (!steps.isEmpty()) {
            final Step newest = steps.getLast();
            final double scale = newest.curvature() / dot(newest.change(), newest.change());
            Arrays.setAll(direction, position -> direction[position] * scale);
        }

        for (final Step step : steps) {
            final double factor = dot(step.change(), direction) / step.curvature();
            addMultiple(direction, step.move(), factors[index] - factor);
            index++;
        }

        return direction;
    }

    private static void addMultiple(final double[] sum, final double[] values, final double factor) {
        for (int index = 0; index < sum.length; index++) {
            sum[index] += factor * values[index];
        }
    }

    private static double[] difference(final double[] first, final double[] second) {
        final double[] difference = new double[first.length];
        Arrays.setAll(difference, index -> first[index] - second[index]);
        return difference;
    }

    private static double dot(final double[] first, final double[] second) {
        double sum = 0;
        for (int index = 0; index < first.length; index++) {
            sum += first[index] * second[index];
        }

        return sum;
    }

    /** The penalised loss; its gradient is added to {@code gradient}. */
    private double loss(final double[] weights, final double penalty, final double[] gradient) {
        final double share = 1.0 / rows.rows();
        final double[] sums = new double[outputs];
        double loss = 0;
        for (int row = 0; row < rows.rows(); row++) {
            final SparseRow terms = rows.row(row);
            for (int output = 0; output < outputs; output++) {
                sums[output] = terms.dot(weights, output * stride) + weights[output * stride + stride - 1];
            }

            loss += share * rowLoss(sums, labels[row]);
            for (int output = 0; output < outputs; output++) {
                final double factor = share * sums[output];
                terms.addTo(gradient, output * stride, factor);
                gradient[output * stride + stride - 1] += factor;
            }
        }

        for (int index = 0; index < weights.length; index++) {
            if (index % stride != stride - 1) {
                loss += penalty / 2 * weights[index] * weights[index];
                gradient[index] += penalty * weights[index];
            }
        }

        return loss;
    }

    /** The loss of one row; its sums become their derivatives. */
    private double rowLoss(final double[] sums, final double label) {
        return switch (link) {
            case IDENTITY -> {
                final double error = sums[0] - label;
                sums[0] = error;
                yield error * error / 2;
            }
            case LOGISTIC -> {
                final double margin = label == 1 ? sums[0] : -sums[0];
                final double missed = 1 / (1 + Math.exp(margin));
                sums[0] = label == 1 ? -missed : missed;
                yield margin > 0 ? Math.log1p(Math.exp(-margin)) : -margin + Math.log1p(Math.exp(margin));
            }
            case SOFTMAX -> {
                softmax(sums);
                final double probability = sums[(int) label];
                sums[(int) label] -= 1;
                yield -Math.log(Math.max(probability, Double.MIN_NORMAL));
            }
        };
    }

    /** Predictions of rows: a value, or the probabilities of the classes; StrictMath, so that they are the same on every machine. */
    static double[][] predict(final RowSource rows, final double[] weights, final Link link) {
        final int stride = rows.width() + 1;
        final int outputs = weights.length / stride;
        final double[][] predictions = new double[rows.rows()][];
        for (int row = 0; row < predictions.length; row++) {
            final SparseRow terms = rows.row(row);
            final double[] sums = new double[outputs];
            for (int output = 0; output < outputs; output++) {
                sums[output] = terms.dot(weights, output * stride) + weights[output * stride + stride - 1];
            }

            predictions[row] = switch (link) {
                case IDENTITY -> sums;
                case LOGISTIC -> {
                    final double probability = 1 / (1 + StrictMath.exp(-sums[0]));
                    yield new double[] {1 - probability, probability};
                }
                case SOFTMAX -> {
                    softmax(sums);
                    yield sums;
                }
            };
        }

        return predictions;
    }

    private static void softmax(final double[] sums) {
        final double largest = Arrays.stream(sums).max().orElse(0);
        double total = 0;
        for (int index = 0; index < sums.length; index++) {
            sums[index] = StrictMath.exp(sums[index] - largest);
            total += sums[index];
        }

        for (int index = 0; index < sums.length; index++) {
            sums[index] /= total;
        }
    }
}
