/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dashboard;

import java.util.ArrayList;
import java.util.List;

/** Finds where a series lacks points that its usual step lets expect. */
final class GapFinder implements DashboardRepository.PointConsumer {
    /** Steps without a point that make a gap. */
    private static final double GAP_STEPS = 2.5;

    private static final int MOST_GAPS = 500;

    private static final int FEWEST_POINTS = 3;

    private final double longestStep;

    private final List<List<Long>> gaps = new ArrayList<>();

    private long previous = Long.MAX_VALUE;

    /** @param newest points, by whose median step the others are measured; nothing is found by too few of them */
    GapFinder(final PointBuffer newest) {
        longestStep = newest.size() < FEWEST_POINTS ? Double.POSITIVE_INFINITY : GAP_STEPS * newest.medianStep();
    }

    @Override
    public void accept(final long epochMillis, final double value) {
        if (epochMillis > previous && epochMillis - previous > longestStep && gaps.size() < MOST_GAPS) {
            gaps.add(List.of(previous, epochMillis));
        }
        previous = epochMillis;
    }

    /** The last point before each gap and the first one behind it. */
    List<List<Long>> gaps() {
        return List.copyOf(gaps);
    }
}
