/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.learner;

import io.nifimimir.training.ModelTask;
import io.nifimimir.training.StopSignal;

import java.util.Arrays;

/** Penalised linear, logistic or multinomial regression. The strength is the penalty. */
public final class LinearLearner implements CandidateLearner {
    public static final String FAMILY = "linear";

    /** From hardly any effect to hardly any penalty; each starts where the one before ended. */
    private static final double[] PENALTIES = {0.3, 0.1, 0.03, 0.01, 0.003, 0.001, 3e-4, 1e-4};

    /** Weaker penalties that were no better before the search ends. */
    private static final int PATIENCE = 2;

    /** Rows that are learnt from at most: the weights of so many are as sure as they need to be. */
    private static final int MANY_ROWS = 50_000;

    private static final int ROWS_OF_TERM = 50;

    @Override
    public String family() {
        return FAMILY;
    }

    @Override
    public boolean isRandom() {
        return false;
    }

    @Override
    public double combine(final double[] strengths, final double growth) {
        final double meanLogarithm =
                Arrays.stream(strengths).map(Math::log).average().orElse(0);
        return Math.exp(meanLogarithm) / growth;
    }

    @Override
    public Tuned tune(final LearningTask training, final LearningTask validation, final StopSignal signal) {
        final LinearTerms terms = LinearTerms.fit(training.features());
        final LabelScale scale = LabelScale.of(training);
        final LinearSolver.Link link = link(training);
        final LinearSolver solver = solver(training, terms, scale, link);
        final RowSource validationRows = terms.apply(validation.features());
        final double[] weights = solver.start();
        double[] best = weights.clone();
        double bestLoss = Double.POSITIVE_INFINITY;
        double bestPenalty = PENALTIES[0];
        int worse = 0;
        for (final double penalty : PENALTIES) {
            if (worse == PATIENCE || signal.isLate() && bestLoss < Double.POSITIVE_INFINITY) {
                break;
            }

            solver.minimiseInTime(weights, penalty, signal);
            final double loss = loss(validation, scale, LinearSolver.predict(validationRows, weights, link));
            worse++;
            if (loss < bestLoss) {
                bestLoss = loss;
                bestPenalty = penalty;
                best = weights.clone();
                worse = 0;
            }
        }

        return new Tuned(new LinearModel(new LinearModel.Content(terms, best, link), scale), bestPenalty);
    }

    @Override
    public FittedModel fit(final LearningTask training, final double strength, final StopSignal signal) {
        final LinearTerms terms = LinearTerms.fit(training.features());
        final LabelScale scale = LabelScale.of(training);
        final LinearSolver.Link link = link(training);
        final LinearSolver solver = solver(training, terms, scale, link);
        final double[] weights = solver.start();
        for (final double penalty : PENALTIES) {
            if (penalty > strength) {
                solver.minimise(weights, penalty, signal);
            }
        }

        solver.minimise(weights, strength, signal);
        return new LinearModel(new LinearModel.Content(terms, weights, link), scale);
    }

    private static LinearSolver.Link link(final LearningTask task) {
        return switch (task.classCount()) {
            case 0 -> LinearSolver.Link.IDENTITY;
            case 2 -> LinearSolver.Link.LOGISTIC;
            default -> LinearSolver.Link.SOFTMAX;
        };
    }

    private static LinearSolver solver(
            final LearningTask training,
            final LinearTerms terms,
            final LabelScale scale,
            final LinearSolver.Link link) {
        final int most = Math.max(MANY_ROWS, ROWS_OF_TERM * terms.width());
        final int step = Math.max(1, (training.features().rows() + most - 1) / most);
        final double[] labels = scale.scale(training.labels());
        final RowSource rows = terms.apply(training.features(), step);
        final double[] taken = new double[rows.rows()];
        Arrays.setAll(taken, row -> labels[row * step]);
        return new LinearSolver(rows, taken, link, training.classCount());
    }

    private static double loss(final LearningTask validation, final LabelScale scale, final double[][] predictions) {
        final double[] labels = scale.scale(validation.labels());
        double loss = 0;
        for (int row = 0; row < labels.length; row++) {
            if (validation.task() == ModelTask.REGRESSION) {
                loss += (predictions[row][0] - labels[row]) * (predictions[row][0] - labels[row]);
            } else {
                loss -= Math.log(Math.max(predictions[row][(int) labels[row]], Double.MIN_NORMAL));
            }
        }

        return loss;
    }
}
