/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.search;

import io.nifimimir.training.CandidateCheckpoints;
import io.nifimimir.training.StopSignal;
import io.nifimimir.training.TrainingJson;
import io.nifimimir.training.detection.PreparedTarget;
import io.nifimimir.training.learner.Candidate;
import io.nifimimir.training.learner.ClassWeights;
import io.nifimimir.training.learner.TargetTransform;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Tries candidates one after the other until more of them no longer pay, or the time is spent. */
public final class CandidateSearch {
    private static final Logger LOGGER = LoggerFactory.getLogger(CandidateSearch.class);

    /** A candidate pays where it takes at least this share off the loss of the ensemble. */
    private static final double PAYING = 1e-3;

    /** Candidates that did not pay before the search ends. */
    private static final int PATIENCE = 3;

    private final PreparedTarget target;
    private final CrossValidation validation;
    private final Remembered remembered;
    private final StopSignal signal;
    private final List<Candidate> candidates = new ArrayList<>();
    private final List<CandidateScore> scores = new ArrayList<>();
    private Ensemble ensemble;

    public CandidateSearch(
            final PreparedTarget target,
            final CrossValidation validation,
            final Remembered remembered,
            final StopSignal signal) {
        this.target = target;
        this.validation = validation;
        this.remembered = remembered;
        this.signal = signal;
    }

    /** Where the scores of this target's candidates are remembered. */
    public record Remembered(CandidateCheckpoints checkpoints, String trainingKey, String target) {}

    /** @param cutShort whether the time was spent before all candidates that might pay were tried */
    public record Found(List<Candidate> candidates, List<CandidateScore> scores, Ensemble ensemble, boolean cutShort) {}

    public Found run(final Optional<List<Candidate>> given) {
        if (given.isPresent()) {
            final boolean late = tryAll(given.get());
            return new Found(candidates, scores, ensemble, late);
        }

        final CandidateSequence sequence =
                new CandidateSequence(target.rows().length, validation.featureCount(), target.outputs());
        boolean cutShort = tryAll(sequence.first(
                TargetTransform.logarithm(target.task(), target.labels()),
                ClassWeights.balancing(target.task(), target.labels(), target.classCount())));
        final int best = scores.size() > 1 && meanLoss(scores.get(1)) < meanLoss(scores.get(0)) ? 1 : 0;
        cutShort = cutShort || tryAll(sequence.rest(candidates.get(best).transform()));
        return new Found(candidates, scores, ensemble, cutShort);
    }

    private static double meanLoss(final CandidateScore score) {
        return Arrays.stream(score.losses()).average().orElse(Double.POSITIVE_INFINITY);
    }

    /** @return whether the time was spent */
    private boolean tryAll(final List<Candidate> sequence) {
        int unpaid = 0;
        for (final Candidate candidate : sequence) {
            if (!scores.isEmpty() && signal.isLate()) {
                return true;
            }

            if (unpaid >= PATIENCE) {
                return false;
            }

            final double before = ensemble == null ? Double.POSITIVE_INFINITY : ensemble.loss();
            candidates.add(candidate);
            scores.add(score(candidate));
            ensemble = Ensemble.choose(
                    target.task(),
                    target.labels(),
                    target.outputs(),
                    scores.stream().map(CandidateScore::outOfFold).toList());
            unpaid = ensemble.loss() < (1 - PAYING) * before ? 0 : unpaid + 1;
        }

        return false;
    }

    private CandidateScore score(final Candidate candidate) {
        final Optional<CandidateScore> known = remembered
                .checkpoints()
                .find(remembered.trainingKey(), remembered.target(), candidate.name())
                .map(CandidateSearch::read)
                .filter(this::isOfTheseRows);
        if (known.isPresent()) {
            LOGGER.info(
                    "Training of {} resumes behind candidate {}: {}",
                    remembered.target(),
                    candidates.size(),
                    candidate.name());
            return known.get();
        }

        final CandidateScore score = validation.run(candidate);
        if (!signal.isLate()) {
            remembered
                    .checkpoints()
                    .save(remembered.trainingKey(), remembered.target(), candidate.name(), TrainingJson.write(score));
        }

        return score;
    }

    /** The same data are learnt from by fewer rows where the heap has less room than before; then all begins anew. */
    private boolean isOfTheseRows(final CandidateScore score) {
        return score.outOfFold().length == target.rows().length * target.outputs()
                && score.heldOut().length == target.heldOutRows().length * target.outputs();
    }

    private static CandidateScore read(final byte[] content) {
        try {
            return TrainingJson.read(content, CandidateScore.class);
        } catch (final IOException exception) {
            throw new UncheckedIOException("A checkpoint of the training cannot be read", exception);
        }
    }
}
