/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.search;

import io.nifimimir.training.Parallel;
import io.nifimimir.training.StopSignal;
import io.nifimimir.training.detection.PreparedTarget;
import io.nifimimir.training.evaluation.PermutationImportance;
import io.nifimimir.training.feature.FeaturePlan;
import io.nifimimir.training.learner.Candidate;
import io.nifimimir.training.learner.CandidateLearner;
import io.nifimimir.training.learner.FeatureMatrix;
import io.nifimimir.training.learner.FittedModel;
import io.nifimimir.training.learner.HoldOut;
import io.nifimimir.training.learner.LearningTask;
import io.nifimimir.training.learner.Losses;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** Trains a candidate on each fold, and keeps what its models say of rows that they have not seen. */
public final class CrossValidation {
    private final PreparedTarget target;
    private final List<Fold> folds;
    private final List<FoldData> data;
    private final int threads;
    private final StopSignal signal;

    /**
     * @param features of a fold's rows, fitted on its training rows alone
     * @param heldOut the held-out rows in these features
     */
    private record FoldData(FeaturePlan plan, LearningTask training, LearningTask validation, FeatureMatrix heldOut) {}

    private CrossValidation(
            final PreparedTarget target,
            final List<Fold> folds,
            final List<FoldData> data,
            final int threads,
            final StopSignal signal) {
        this.target = target;
        this.folds = folds;
        this.data = data;
        this.threads = threads;
        this.signal = signal;
    }

    public static CrossValidation prepare(
            final PreparedTarget target, final List<Fold> folds, final int threads, final StopSignal signal) {
        final List<Callable<FoldData>> work = new ArrayList<>();
        for (final Fold fold : folds) {
            work.add(() -> encode(target, fold, signal));
        }

        return new CrossValidation(target, folds, Parallel.run(work, threads), threads, signal);
    }

    private static FoldData encode(final PreparedTarget target, final Fold fold, final StopSignal signal) {
        final PreparedTarget.Encoded training = target.encode(fold.training(), signal);
        final int[] validationRows = HoldOut.select(target.rows(), fold.validation());
        final LearningTask validation = training.task()
                .with(
                        training.plan().encode(target.table(), validationRows),
                        HoldOut.select(target.labels(), fold.validation()));
        return new FoldData(
                training.plan(),
                training.task(),
                validation,
                training.plan().encode(target.table(), target.heldOutRows()));
    }

    private record FoldScore(double[][] validation, double[][] heldOut, double strength) {}

    CandidateScore run(final Candidate candidate) {
        final List<Callable<FoldScore>> work = new ArrayList<>();
        for (final FoldData fold : data) {
            work.add(() -> run(candidate, fold));
        }

        final List<FoldScore> scores = Parallel.run(work, threads);
        final int outputs = target.outputs();
        final double[] outOfFold = new double[target.rows().length * outputs];
        final int[] counts = new int[target.rows().length];
        final double[] heldOut = new double[target.heldOutRows().length * outputs];
        final double[] losses = new double[folds.size()];
        for (int fold = 0; fold < folds.size(); fold++) {
            final int[] positions = folds.get(fold).validation();
            final double[][] predictions = scores.get(fold).validation();
            for (int index = 0; index < positions.length; index++) {
                counts[positions[index]]++;
                for (int output = 0; output < outputs; output++) {
                    outOfFold[positions[index] * outputs + output] += predictions[index][output];
                }

                losses[fold] +=
                        Losses.of(target.task(), target.labels()[positions[index]], predictions[index], 0, outputs)
                                / positions.length;
            }

            for (int row = 0; row < target.heldOutRows().length; row++) {
                for (int output = 0; output < outputs; output++) {
                    heldOut[row * outputs + output] += scores.get(fold).heldOut()[row][output] / folds.size();
                }
            }
        }

        final float[] mean = new float[outOfFold.length];
        for (int index = 0; index < mean.length; index++) {
            final int count = counts[index / outputs];
            mean[index] = count == 0 ? Float.NaN : (float) (outOfFold[index] / count);
        }

        final float[] heldOutMean = new float[heldOut.length];
        for (int index = 0; index < heldOut.length; index++) {
            heldOutMean[index] = (float) heldOut[index];
        }

        return new CandidateScore(
                candidate.name(),
                mean,
                heldOutMean,
                scores.stream().mapToDouble(FoldScore::strength).toArray(),
                losses);
    }

    private FoldScore run(final Candidate candidate, final FoldData fold) {
        final CandidateLearner.Tuned tuned = candidate
                .learner()
                .tune(candidate.transformed(fold.training()), candidate.transformed(fold.validation()), signal);
        try (FittedModel model = tuned.model()) {
            return new FoldScore(
                    candidate.predict(model, fold.validation().features()),
                    candidate.predict(model, fold.heldOut()),
                    tuned.strength());
        }
    }

    /**
     * What folds learn from.
     *
     * @param rows of a fold, on average
     * @param features of the first fold; those of the others are much the same
     */
    public record Size(double rows, int features) {}

    public Size size() {
        return new Size(
                data.stream()
                        .mapToInt(fold -> fold.training().features().rows())
                        .average()
                        .orElse(0),
                featureCount());
    }

    /** Features of the first fold; those of the others are much the same. */
    int featureCount() {
        return data.getFirst().training().features().columns();
    }

    /**
     * How much each column tells a candidate, on the held-out rows: the candidate is trained once more on the first fold.
     *
     * @return the loss that shuffling the column adds, by column
     */
    public Map<String, Double> importance(final Candidate candidate, final CandidateScore score) {
        final FoldData fold = data.getFirst();
        try (FittedModel model =
                candidate.learner().fit(candidate.transformed(fold.training()), score.strengths()[0], signal)) {
            return PermutationImportance.of(
                    fold.plan(),
                    target.task(),
                    fold.heldOut(),
                    target.heldOutLabels(),
                    features -> candidate.predict(model, features),
                    target.seed());
        }
    }
}
