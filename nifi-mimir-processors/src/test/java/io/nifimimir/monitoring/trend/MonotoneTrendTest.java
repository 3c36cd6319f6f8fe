/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.trend;

import org.junit.jupiter.api.Test;

import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class MonotoneTrendTest {

    @Test
    void testStraightLineIsFoundWhateverItsOutliersAndGaps() {
        final double[] times = {0, 1, 2, 5, 6, 9, 10, 14, 15, 16, 17, 20};
        final double[] values = IntStream.range(0, times.length)
                .mapToDouble(index -> 100 + 2 * times[index] + (index == 4 ? 1_000 : 0))
                .toArray();
        final MonotoneTrend trend = MonotoneTrend.of(times, values);
        assertEquals(100, trend.start(), 0.5);
        assertEquals(40, trend.change(), 0.5);
        assertEquals(40, trend.changePercent(), 1);
        assertTrue(trend.probability() < 0.001, "found " + trend.probability());
    }

    @Test
    void testFallingValuesChangeDownwards() {
        final MonotoneTrend trend = MonotoneTrend.of(steps(20), values(20, index -> -50 - index));
        assertEquals(-19, trend.change(), 1e-9);
        assertEquals(-38, trend.changePercent(), 1e-9);
    }

    @Test
    void testConstantValuesHaveNoTrend() {
        final MonotoneTrend trend = MonotoneTrend.of(steps(20), values(20, index -> 7));
        assertEquals(0, trend.change());
        assertEquals(0, trend.changePercent());
        assertEquals(1, trend.probability());
    }

    @Test
    void testSingleStepAmongEqualValuesIsNoTrend() {
        assertTrue(MonotoneTrend.of(steps(20), values(20, index -> index == 19 ? 9 : 7))
                        .probability()
                > 0.05);
    }

    @Test
    void testInstantsThatAreEqualAreNoSlope() {
        final MonotoneTrend trend = MonotoneTrend.of(new double[8], values(8, index -> index));
        assertEquals(0, trend.change());
    }

    /** The test must keep its word: of noise without a trend a share of no more than the significance is taken for one. */
    @Test
    void testNoiseIsTakenForATrendAsRarelyAsTheSignificanceSays() {
        assertTrue(shareBelow(0.01, 0) < 0.02, "white noise");
        assertTrue(shareBelow(0.01, 0.5) < 0.04, "noise with a memory");
        assertTrue(shareBelow(0.01, 1) < 0.15, "a random walk, of which the uncorrected test takes three of four");
        assertTrue(shareBelow(0.05, 0) > 0.02, "and it must not be deaf either");
    }

    /** What the line leaves over is a curve, whose neighbours resemble each other. */
    @Test
    void testSteepRiseThatBeginsWithinTheWindowIsFound() {
        final Random random = new Random(3);
        final double[] values = values(21, day -> 100 + 2 * random.nextGaussian() + 5 * Math.max(0, day - 5));
        final MonotoneTrend trend = MonotoneTrend.of(steps(21), values);
        assertTrue(trend.probability() < 0.004, "found " + trend.probability());
    }

    @Test
    void testTooFewPointsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> MonotoneTrend.of(steps(7), values(7, index -> index)));
        assertThrows(IllegalArgumentException.class, () -> MonotoneTrend.of(steps(9), values(8, index -> index)));
    }

    private static double shareBelow(final double significance, final double memory) {
        final Random random = new Random(7);
        final int runs = 1_000;
        int found = 0;
        for (int run = 0; run < runs; run++) {
            final double[] values = new double[30];
            double state = 0;
            for (int index = 0; index < values.length; index++) {
                state = memory * state + random.nextGaussian();
                values[index] = 100 + state;
            }
            found += MonotoneTrend.of(steps(30), values).probability() < significance ? 1 : 0;
        }
        return (double) found / runs;
    }

    private static double[] steps(final int count) {
        return IntStream.range(0, count).asDoubleStream().toArray();
    }

    private static double[] values(final int count, final IntToDoubleFunction value) {
        return IntStream.range(0, count).mapToDouble(value).toArray();
    }
}
