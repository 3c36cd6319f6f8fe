/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.search;

import io.nifimimir.training.learner.BoostingWork;
import io.nifimimir.training.learner.Candidate;
import io.nifimimir.training.learner.CandidateLearner;
import io.nifimimir.training.learner.ClassWeights;
import io.nifimimir.training.learner.LinearLearner;
import io.nifimimir.training.learner.TargetTransform;
import io.nifimimir.training.learner.XgBoostLearner;
import io.nifimimir.training.learner.XgBoostSettings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The candidates of a search in the order in which they are tried: each kind of learner first, then variations of the one that learns
 * most on most tables. What suits a number of rows is set here, so that the same table has the same candidates everywhere.
 */
final class CandidateSequence {
    /** Small data wants small trees and small steps. */
    private static final int SMALL = 1_000;

    private static final int MEDIUM = 10_000;

    /** Trees for one class each, from which a round of a forest has fewer: models grow with the product. */
    private static final int MOST_TREES_OF_ROUND = 200;

    /** Classes from which a round has so many trees that small steps would make models of hundreds of megabytes. */
    private static final int MANY_OUTPUTS = 12;

    private static final double RATE_FOR_MANY_OUTPUTS = 0.2;

    /** With so many more outputs, steps are larger by one: there are fewer rounds for each. */
    private static final double OUTPUTS_OF_RATE = 250;

    private static final double LARGEST_RATE = 0.5;

    /** Of a model of many outputs, of all its rounds: each has some hundred nodes. */
    private static final int MOST_TREES = 4_000;

    private static final int DEEPEST_FOR_MANY_OUTPUTS = 7;

    private final int rows;
    private final int outputs;
    private final double rate;

    /**
     * @param rows that are learnt from
     * @param outputs trees are grown for each
     */
    CandidateSequence(final int rows, final int features, final int outputs) {
        this.rows = rows;
        this.outputs = outputs;
        this.rate = Math.max(
                outputs > MANY_OUTPUTS ? Math.clamp(outputs / OUTPUTS_OF_RATE, RATE_FOR_MANY_OUTPUTS, LARGEST_RATE) : 0,
                rate((double) rows * BoostingWork.ofRow(features, outputs)));
    }

    /** Larger steps where each costs more: a few minutes of small ones would gain little. */
    private static double rate(final double cost) {
        if (cost < 1e5) {
            return 0.05;
        }

        if (cost < 1e6) {
            return 0.08;
        }

        if (cost < 1e7) {
            return 0.12;
        }

        return cost < 1e8 ? 0.2 : 0.3;
    }

    /**
     * @param logarithm where the target is skewed: the first learner is tried on both scales
     * @param weights where classes are unbalanced: the first learner is tried with them as well
     */
    List<Candidate> first(final Optional<TargetTransform> logarithm, final Optional<ClassWeights> weights) {
        final List<Candidate> candidates = new ArrayList<>();
        final CandidateLearner boosted = new XgBoostLearner(usual());
        candidates.add(new Candidate("boosted trees", boosted, TargetTransform.NONE));
        logarithm.ifPresent(transform -> candidates.add(new Candidate("boosted trees (log)", boosted, transform)));
        weights.ifPresent(balancing -> candidates.add(
                new Candidate("boosted trees (weighted classes)", boosted, TargetTransform.NONE, balancing)));
        return candidates;
    }

    private XgBoostSettings usual() {
        return rows < SMALL ? boosted(4, 2) : boosted(6, 3);
    }

    private XgBoostSettings boosted(final int depth, final double minChildWeight) {
        final XgBoostSettings settings = XgBoostSettings.boosted(rate, depth(depth), minChildWeight);
        return outputs > MANY_OUTPUTS ? settings.withMostRounds(MOST_TREES / outputs) : settings;
    }

    private int depth(final int usual) {
        return outputs > MANY_OUTPUTS ? Math.min(usual, DEEPEST_FOR_MANY_OUTPUTS) : usual;
    }

    /** @param transform the scale on which the first learner did better */
    List<Candidate> rest(final TargetTransform transform) {
        final boolean small = rows < SMALL;
        final List<Candidate> candidates = new ArrayList<>();
        candidates.add(candidate("linear", new LinearLearner(), transform));
        candidates.add(candidate(
                "random forest",
                new XgBoostLearner(
                        rows < MEDIUM
                                ? XgBoostSettings.forest(trees(16), depth(12), 2)
                                : XgBoostSettings.forest(trees(16), depth(9), 5)),
                transform));
        candidates.add(candidate(
                "boosted shallow trees",
                new XgBoostLearner(boosted(small ? 2 : 4, 2).withShares(0.7, 0.5, 3)),
                transform));
        candidates.add(candidate(
                "boosted deep trees",
                new XgBoostLearner(boosted(small ? 6 : 9, small ? 4 : 10).withShares(0.7, 0.5, 5)),
                transform));
        candidates.add(candidate(
                "boosted coarse trees",
                new XgBoostLearner(usual().withShares(0.7, 0.4, 2).coarse()),
                transform));
        return candidates;
    }

    private int trees(final int usual) {
        return Math.clamp(MOST_TREES_OF_ROUND / outputs, 2, usual);
    }

    private static Candidate candidate(
            final String name, final CandidateLearner learner, final TargetTransform transform) {
        return new Candidate(transform.logarithm() ? name + " (log)" : name, learner, transform);
    }
}
