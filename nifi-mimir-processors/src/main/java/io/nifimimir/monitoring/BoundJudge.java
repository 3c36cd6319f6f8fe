/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

import io.nifimimir.monitoring.RuleCondition.Comparison;
import io.nifimimir.monitoring.RuleCondition.Range;

/** Fixed bounds: what they say of a point needs nothing learned. */
final class BoundJudge implements PointJudge {
    private final double lower;
    private final double upper;
    private final boolean boundsAllowed;

    BoundJudge(final Comparison comparison) {
        // The bound of "alert when less than 5" is itself no alert, that of "less than or equal to" is one
        boundsAllowed = switch (comparison.operator()) {
            case LESS, GREATER -> true;
            case LESS_OR_EQUAL, GREATER_OR_EQUAL -> false;
        };
        final boolean low = switch (comparison.operator()) {
            case LESS, LESS_OR_EQUAL -> true;
            case GREATER, GREATER_OR_EQUAL -> false;
        };
        lower = low ? comparison.bound() : Double.NEGATIVE_INFINITY;
        upper = low ? Double.POSITIVE_INFINITY : comparison.bound();
    }

    BoundJudge(final Range range) {
        boundsAllowed = true;
        lower = range.lower();
        upper = range.upper();
    }

    @Override
    public Verdict judge(final SeriesPoint point) {
        final double value = point.value();
        final boolean outside = value < lower || value > upper;
        final boolean onBound = value == lower || value == upper;
        return new Verdict(outside || (onBound && !boundsAllowed), lower, upper);
    }

    @Override
    public void learn(final SeriesPoint point) {
        // Bounds are given, not learned
    }

    @Override
    public int pointsToOpen() {
        return 1;
    }

    @Override
    public int pointsToAccept() {
        return Integer.MAX_VALUE;
    }
}
