/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.evaluation;

import io.nifimimir.training.Sentences;

import java.util.Arrays;

/**
 * Whether a model beats the naive baseline on held-out rows, beyond what chance would do.
 *
 * @param lossSaved share of the baseline's loss that the model saves
 * @param sentence for the report
 */
public record BaselineComparison(boolean beaten, double lossSaved, String sentence) {
    /** One-sided 97.5 % of the normal distribution. */
    private static final double SIGNIFICANT = 1.96;

    /** A gain of less than one percent of the baseline's loss is of no use, however certain it is. */
    private static final double SMALLEST_GAIN = 0.01;

    /** A paired test of the losses row by row. */
    public static BaselineComparison of(final ModelScores model, final ModelScores baseline) {
        final int rows = model.losses().length;
        final double[] gains = new double[rows];
        for (int row = 0; row < rows; row++) {
            gains[row] = baseline.losses()[row] - model.losses()[row];
        }

        final double meanGain = Arrays.stream(gains).average().orElse(0);
        final double baselineLoss = Arrays.stream(baseline.losses()).average().orElse(0);
        final double lossSaved = baselineLoss > 0 ? meanGain / baselineLoss : 0;
        if (meanGain <= SMALLEST_GAIN * baselineLoss) {
            return new BaselineComparison(
                    false,
                    lossSaved,
                    Sentences.of("Not activated: on %,d held-out rows it is no better than the naive baseline", rows));
        }

        final double variance = Arrays.stream(gains)
                        .map(gain -> (gain - meanGain) * (gain - meanGain))
                        .sum()
                / Math.max(1, rows - 1);
        if (meanGain <= SIGNIFICANT * Math.sqrt(variance / rows)) {
            return new BaselineComparison(
                    false,
                    lossSaved,
                    Sentences.of(
                            "Not activated: on %,d held-out rows its lead over the naive baseline may be chance",
                            rows));
        }

        return new BaselineComparison(
                true,
                lossSaved,
                Sentences.of(
                        "Beats the naive baseline on %,d held-out rows: its loss is %.0f %% lower",
                        rows, 100 * lossSaved));
    }
}
