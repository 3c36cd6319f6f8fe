/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.drift;

import org.junit.jupiter.api.Test;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PerformanceJudgementTest {
    private final SplittableRandom random = new SplittableRandom(11);

    private double[] errors(final int rows, final double share) {
        return IntStream.range(0, rows)
                .mapToDouble(row -> random.nextDouble() < share ? 1 : 0)
                .toArray();
    }

    private static LossTally tally(final double... losses) {
        LossTally tally = LossTally.NONE;
        for (final double loss : losses) {
            tally = tally.plus(loss);
        }
        return tally;
    }

    @Test
    void scoreIsToldWithWhatWasExpectedAndItsInterval() {
        final LossReference reference = LossReference.of(errors(400, 0.1));

        final PerformanceJudgement judgement =
                PerformanceJudgement.of(RowScore.ACCURACY, reference, tally(errors(500, 0.3)));

        assertEquals(0.9, judgement.expected(), 0.05);
        assertEquals(0.7, judgement.score(), 0.05);
        assertTrue(judgement.lower() < judgement.score() && judgement.score() < judgement.upper());
        assertEquals((judgement.expected() - judgement.score()) / judgement.expected(), judgement.drop(), 1e-12);
        assertTrue(judgement.pValue() < 1e-6, judgement.toString());
    }

    /** At a level of 1 % about 10 of 1,000 looks are wrong. */
    @Test
    void equalScoresAreSeldomTakenForWorse() {
        final LossReference reference = LossReference.of(errors(2_000, 0.1));

        final long wrong = IntStream.range(0, 1_000)
                .filter(look -> PerformanceJudgement.of(RowScore.ACCURACY, reference, tally(errors(200, 0.1)))
                                .pValue()
                        < 0.01)
                .count();

        assertTrue(wrong <= 25, wrong + " of 1,000");
    }

    @Test
    void perfectModelMayStillErrOnce() {
        final LossReference reference = LossReference.of(new double[50]);

        final PerformanceJudgement judgement =
                PerformanceJudgement.of(RowScore.ACCURACY, reference, tally(errors(100, 0.01)));

        assertTrue(judgement.pValue() > 0.001, judgement.toString());
    }

    @Test
    void errorsGrowWhereAccuraciesFall() {
        final LossReference reference = LossReference.of(1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3);

        final PerformanceJudgement judgement = PerformanceJudgement.of(
                RowScore.MEAN_ABSOLUTE_ERROR, reference, tally(4, 5, 6, 4, 5, 6, 4, 5, 6, 4, 5, 6));

        assertEquals(2, judgement.expected(), 1e-12);
        assertEquals(5, judgement.score(), 1e-12);
        assertEquals(1.5, judgement.drop(), 1e-12);
        assertTrue(judgement.pValue() < 1e-6, judgement.toString());
    }

    @Test
    void windowRollsOverTheNewestLooks() {
        LossWindow window = LossWindow.EMPTY;
        for (int look = 0; look < 7; look++) {
            window = LossWindow.ofBytes(window.plus(tally(new double[100])).toBytes());
            assertTrue(window.hasEnough(100));
            window = window.look(500);
        }

        assertEquals(500, window.sumOfLooked().rows());
        assertEquals(0, window.gathered().rows());
    }
}
