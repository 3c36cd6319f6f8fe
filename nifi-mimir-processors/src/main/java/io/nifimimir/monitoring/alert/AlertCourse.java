/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.alert;

import java.time.Instant;
import java.util.Objects;

/**
 * How the incident behind an alert goes on, and what was done about it. The alert may be over for people while its condition still holds.
 *
 * @param streak how the points that were seen end
 * @param endedAt instant of the first point back to normal, once the condition has gone for long enough; null while it lasts
 * @param closed whether nothing that comes can be a part of this incident any more
 * @param reopened how often it came back
 * @param acknowledgedBy who takes care of it, or null
 * @param escalatedAt when nobody had acknowledged it in time, or null
 */
public record AlertCourse(
        Streak streak, Instant endedAt, boolean closed, int reopened, String acknowledgedBy, Instant escalatedAt) {
    public AlertCourse {
        Objects.requireNonNull(streak, "Streak required");
    }

    /** Of an alert at its first point. */
    public static AlertCourse begin(final Streak streak) {
        return new AlertCourse(streak, null, false, 0, null, null);
    }

    public AlertCourse withStreak(final Streak newStreak) {
        return new AlertCourse(newStreak, endedAt, closed, reopened, acknowledgedBy, escalatedAt);
    }

    public AlertCourse ended(final Instant at) {
        return new AlertCourse(streak, at, closed, reopened, acknowledgedBy, escalatedAt);
    }

    public AlertCourse close(final Instant at) {
        return new AlertCourse(streak, endedAt == null ? at : endedAt, true, reopened, acknowledgedBy, escalatedAt);
    }

    /** The next episode, of which nobody has taken care yet. */
    public AlertCourse reopen() {
        return new AlertCourse(streak, null, false, reopened + 1, null, null);
    }

    AlertCourse acknowledged(final String by) {
        return new AlertCourse(streak, endedAt, closed, reopened, by, escalatedAt);
    }

    AlertCourse escalated(final Instant at) {
        return new AlertCourse(streak, endedAt, closed, reopened, acknowledgedBy, at);
    }
}
