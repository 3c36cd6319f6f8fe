/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

/** Judges the points of one series by one condition, in the order of time. */
sealed interface PointJudge permits BoundJudge, BaselineJudge {

    /**
     * What is held of a point.
     *
     * @param breach whether the condition for an alert holds
     * @param lower what the point should at least be; infinite where there is no such bound
     * @param upper what it should at most be
     */
    record Verdict(boolean breach, double lower, double upper) {
        static final Verdict NOTHING_KNOWN = new Verdict(false, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    /** Judges a point by what was learned before it. */
    Verdict judge(SeriesPoint point);

    /** Takes a point into what is normal. */
    void learn(SeriesPoint point);

    /** How many points in a row make an incident. */
    int pointsToOpen();

    /**
     * What has lasted for so many points is how things are now: it is taken into what is normal, and the incident ends. Never for bounds
     * that are given.
     */
    int pointsToAccept();

    /** @param stepMillis the usual distance between the points */
    static PointJudge of(final RuleCondition condition, final long stepMillis) {
        return switch (condition) {
            case RuleCondition.Comparison comparison -> new BoundJudge(comparison);
            case RuleCondition.Range range -> new BoundJudge(range);
            case RuleCondition.RobustZScore zScore -> new BaselineJudge(new RobustBaseline(stepMillis), zScore.limit());
        };
    }
}
