/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.search;

import io.nifimimir.training.Parallel;
import io.nifimimir.training.StopSignal;
import io.nifimimir.training.detection.PreparedTarget;
import io.nifimimir.training.learner.Candidate;
import io.nifimimir.training.learner.LearningTask;
import io.nifimimir.training.model.EnsembleModel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * The chosen candidates, learnt once more from all rows, those that were held out included. Where rows are few, trees are grown several
 * times from different random numbers, so that less of the prediction is luck.
 *
 * @param model to be closed
 */
public record FinalModel(EnsembleModel model, PreparedTarget.Encoded encoded) {
    private static final int FEW_ROWS = 1_000;
    private static final int SOME_ROWS = 3_000;

    /** Trees are grown for each class, and so many of them are a large model already. */
    private static final int MOST_OUTPUTS_FOR_COPIES = 8;

    /** Cells of features beyond which one member is learnt after the other: each takes twelve bytes a cell outside of the heap. */
    private static final long MOST_CELLS_SIDE_BY_SIDE = 4_000_000;

    /** @param foldSize what the folds' models have learnt from, on average */
    public static FinalModel fit(
            final PreparedTarget target,
            final CandidateSearch.Found found,
            final CrossValidation.Size foldSize,
            final int threads,
            final StopSignal signal) {
        final PreparedTarget.Encoded encoded = target.encodeAll(foldSize.features(), signal);
        final LearningTask task = encoded.task();
        final double growth = task.features().rows() / foldSize.rows();
        final List<Callable<EnsembleModel.Member>> work = new ArrayList<>();
        for (final int index : found.ensemble().members()) {
            final Candidate candidate = found.candidates().get(index);
            final double strength =
                    candidate.learner().combine(found.scores().get(index).strengths(), growth);
            final int copies =
                    candidate.learner().isRandom() ? copies(task.features().rows(), target.outputs()) : 1;
            for (int copy = 0; copy < copies; copy++) {
                final LearningTask seeded = candidate.transformed(task).withSeed(task.seed() + copy);
                final double weight = found.ensemble().weights()[index] / copies;
                work.add(() ->
                        new EnsembleModel.Member(candidate, candidate.learner().fit(seeded, strength, signal), weight));
            }
        }

        final boolean large = (long) task.features().rows() * task.features().columns() > MOST_CELLS_SIDE_BY_SIDE;
        return new FinalModel(
                new EnsembleModel(
                        Parallel.run(work, large ? 1 : threads), EnsembleEvaluation.temperature(target, found)),
                encoded);
    }

    /** Rows of the table that it has learnt from. */
    public int[] rows() {
        return encoded.rows();
    }

    private static int copies(final int rows, final int outputs) {
        if (outputs > MOST_OUTPUTS_FOR_COPIES) {
            return 1;
        }

        if (rows < FEW_ROWS) {
            return 3;
        }

        return rows < SOME_ROWS ? 2 : 1;
    }
}
