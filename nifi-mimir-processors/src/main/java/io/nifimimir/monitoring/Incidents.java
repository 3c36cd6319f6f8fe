/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

import java.time.Instant;

/** Makes incidents of judged points: when one opens, when it is over, and which points count as normal. */
final class Incidents {
    /** One good reading between bad ones is no end. */
    private static final int NORMAL_POINTS_TO_CLOSE = 3;

    private final PointJudge judge;
    private Instant since;
    private int breaches;
    private int normals;
    private int length;
    private boolean open;

    Incidents(final PointJudge judge) {
        this.judge = judge;
    }

    /** Where the series stands after a point. */
    enum State {
        NORMAL,
        /** An incident lasts, and this point is part of it. */
        BREACH,
        /** An incident lasts; this point alone would be none. */
        LULL,
        /** This point ended the incident. */
        CLOSED
    }

    /** @param since the first point of the incident; null where there is none */
    record Step(State state, Instant since, PointJudge.Verdict verdict) {}

    /** Goes on with an incident that an earlier run has opened. */
    void resume(final Instant openSince) {
        open = true;
        since = openSince;
        normals = 0;
    }

    boolean isOpen() {
        return open;
    }

    Step accept(final SeriesPoint point) {
        final PointJudge.Verdict verdict = judge.judge(point);
        final State state = verdict.breach() ? breach(point) : normal();
        length = open ? length + 1 : 0;
        if (state == State.NORMAL && !verdict.breach() || state == State.CLOSED || length > judge.pointsToAccept()) {
            judge.learn(point);
        }
        return new Step(state, since, verdict);
    }

    private State breach(final SeriesPoint point) {
        normals = 0;
        if (breaches == 0 && !open) {
            since = point.timestamp();
        }
        breaches++;
        open = open || breaches >= judge.pointsToOpen();
        return open ? State.BREACH : State.NORMAL;
    }

    private State normal() {
        breaches = 0;
        if (!open) {
            return State.NORMAL;
        }
        normals++;
        if (normals < NORMAL_POINTS_TO_CLOSE) {
            return State.LULL;
        }
        open = false;
        return State.CLOSED;
    }
}
