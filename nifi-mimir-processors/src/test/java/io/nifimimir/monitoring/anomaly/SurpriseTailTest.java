/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.anomaly;

import org.junit.jupiter.api.Test;

import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SurpriseTailTest {
    private static final int POINTS = 50_000;

    @Test
    void limitIsThatOfTheDistributionThatTheHistoryWasDrawnFrom() {
        final SurpriseTail tail = tailOf(POINTS, 0.01, 4);

        // One in 1,000 points exceeds the threshold of 8 by 4 ln 10, and the bound lies a little above
        final double limit = tail.limitOf(0.001);
        assertTrue(limit > 8 + 4 * Math.log(8) && limit < 8 + 4 * Math.log(15), String.valueOf(limit));
        assertEquals(0.001, tail.rateBeyond(limit), 1e-9);
    }

    @Test
    void shortHistoryPromisesLess() {
        assertTrue(tailOf(400, 0, 1).limitOf(0.0001) > tailOf(POINTS, 0, 1).limitOf(0.0001));
        assertTrue(new SurpriseTail().limitOf(0.001) > 8);
    }

    @Test
    void aFewIncidentsHardlyMoveTheLimit() {
        final SurpriseTail quiet = tailOf(POINTS, 0.002, 4);
        final SurpriseTail withIncidents = tailOf(POINTS, 0.002, 4);
        for (int incident = 0; incident < 3; incident++) {
            for (int point = 0; point < 200; point++) {
                withIncidents.add(observation(point == 100 ? 300 : 0));
            }
        }

        assertEquals(quiet.limitOf(0.0001), withIncidents.limitOf(0.0001), 2);
    }

    @Test
    void surprisesOfOneIncidentCountOnce() {
        final SurpriseTail tail = new SurpriseTail();
        tail.beginSeries();
        for (int point = 0; point < 400; point++) {
            tail.add(observation(point >= 300 && point < 310 ? point - 280 : 0));
        }

        assertEquals(SurpriseTail.THRESHOLD, tail.limitOfAtMost(1));
        assertEquals(29, tail.limitOfAtMost(0), 0.01);
    }

    @Test
    void refusesARateThatNothingKeeps() {
        assertThrows(IllegalArgumentException.class, () -> new SurpriseTail().limitOf(0));
    }

    private static SurpriseTail tailOf(final int points, final double rate, final double scale) {
        final Random random = new Random(1);
        final SurpriseTail tail = new SurpriseTail();
        tail.beginSeries();
        int untilNext = 0;
        for (int point = 0; point < points; point++) {
            // Peaks of one incident would be taken together, so a series ends with each
            if (untilNext-- == 0 && rate > 0) {
                tail.add(observation(8 - scale * Math.log(1 - random.nextDouble())));
                untilNext = (int) Math.round(1 / rate);
            } else {
                tail.add(observation(0));
            }
        }
        return tail;
    }

    private static AnomalyDetector.Observation observation(final double surprise) {
        return new AnomalyDetector.Observation(surprise, surprise, 0, 0, 0);
    }
}
