/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

/** Compares a point with what the series' own past lets expect. */
final class BaselineJudge implements PointJudge {
    /** One stray reading is no incident. */
    private static final int POINTS_TO_OPEN = 2;

    private static final int MIN_POINTS_TO_ACCEPT = 30;
    private static final int SEASONS_TO_ACCEPT = 3;

    private final RobustBaseline baseline;
    private final double limit;

    BaselineJudge(final RobustBaseline baseline, final double limit) {
        this.baseline = baseline;
        this.limit = limit;
    }

    @Override
    public Verdict judge(final SeriesPoint point) {
        final RobustBaseline.Expectation expectation = baseline.expect(point.timestamp());
        if (expectation == null) {
            return Verdict.NOTHING_KNOWN;
        }
        final double reach = limit * expectation.scale();
        final double lower = expectation.center() - reach;
        final double upper = expectation.center() + reach;
        return new Verdict(point.value() < lower || point.value() > upper, lower, upper);
    }

    @Override
    public void learn(final SeriesPoint point) {
        baseline.learn(point);
    }

    @Override
    public int pointsToOpen() {
        return POINTS_TO_OPEN;
    }

    @Override
    public int pointsToAccept() {
        return Math.max(MIN_POINTS_TO_ACCEPT, SEASONS_TO_ACCEPT * baseline.seasonPoints());
    }
}
