/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.evaluation;

import io.nifimimir.monitoring.alert.Verdict;
import io.nifimimir.monitoring.series.ExpectedRange;
import io.nifimimir.monitoring.series.RobustBaseline;
import io.nifimimir.monitoring.series.SeriesPoint;

import java.util.Optional;

/** Judges by the distance from what the past of the series lets expect, in robust standard deviations. */
final class RobustZScoreEvaluator implements ConditionEvaluator {
    private final double limit;

    private final RobustBaseline baseline;

    RobustZScoreEvaluator(final double limit, final RobustBaseline baseline) {
        this.limit = limit;
        this.baseline = baseline;
    }

    @Override
    public Verdict judge(final SeriesPoint point) {
        final Optional<RobustBaseline.Expectation> found = baseline.expectationAt(point.timestamp());
        if (found.isEmpty()) {
            return new Verdict.Undecided(
                    point,
                    "%d points of history, expected at least %d".formatted(baseline.size(), baseline.minimumPoints()));
        }

        final RobustBaseline.Expectation expectation = found.get();
        final double score = expectation.score(point.value());
        final ExpectedRange expected = expectation.range(limit);
        if (Math.abs(score) <= limit) {
            return new Verdict.Normal(point, expected, score);
        }
        final Verdict.Side side = score < 0 ? Verdict.Side.BELOW : Verdict.Side.ABOVE;
        return new Verdict.Breach(point, expected.roundedInward(), score, side);
    }

    @Override
    public void learn(final SeriesPoint point) {
        baseline.learn(point);
    }

    /** A lone spike is most often a slip of a sensor or of a hand; two in a row on one side hardly ever are. */
    @Override
    public int opensAfter() {
        return 2;
    }

    @Override
    public String adverb() {
        return "unusually";
    }
}
