/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.alert;

import java.time.Duration;
import java.time.Instant;

/**
 * The points of one kind in a row with which what was seen of a series ends.
 *
 * @param side the side on which the points breach; null where they are normal
 * @param since instant of the first of them
 * @param points how many there are
 */
public record Streak(Verdict.Side side, Instant since, long points) {
    /** Nothing to count on yet. */
    public static final Streak NONE = new Streak(null, Instant.EPOCH, 0);

    boolean isCalm() {
        return side == null && points > 0;
    }

    public boolean isBreach() {
        return side != null;
    }

    /** This streak with one more point, or the one that the point begins. */
    public Streak with(final Verdict.Side sideOfPoint, final Instant at) {
        return points > 0 && side == sideOfPoint ? new Streak(side, since, points + 1) : new Streak(sideOfPoint, at, 1);
    }

    /** Whether it has come to a span, with its newest point at an instant. */
    public boolean reaches(final Span span, final Instant newest) {
        return points >= span.points() && Duration.between(since, newest).compareTo(span.time()) >= 0;
    }
}
