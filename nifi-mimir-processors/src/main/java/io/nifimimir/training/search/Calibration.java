/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.search;

import io.nifimimir.training.TrainingReport.CalibrationBin;
import io.nifimimir.training.detection.PreparedTarget;
import io.nifimimir.training.evaluation.ModelScores;

import java.util.ArrayList;
import java.util.List;

/** Whether what is said to be likely comes true as often as that. */
final class Calibration {
    private static final int BINS = 10;

    private Calibration() {}

    /** Of two classes the probability of the second, of several that of the most likely; empty bins are left out. */
    static List<CalibrationBin> bins(final PreparedTarget target, final double[][] predictions) {
        final double[] predicted = new double[BINS];
        final int[] observed = new int[BINS];
        final int[] rows = new int[BINS];
        for (int row = 0; row < predictions.length; row++) {
            final int said = target.classCount() == 2 ? 1 : ModelScores.mostLikely(predictions[row]);
            final double probability = predictions[row][said];
            final int bin = (int) Math.min(BINS - 1L, (long) (probability * BINS));
            predicted[bin] += probability;
            observed[bin] += target.heldOutLabels()[row] == said ? 1 : 0;
            rows[bin]++;
        }

        final List<CalibrationBin> bins = new ArrayList<>();
        for (int bin = 0; bin < BINS; bin++) {
            if (rows[bin] > 0) {
                bins.add(new CalibrationBin(predicted[bin] / rows[bin], (double) observed[bin] / rows[bin], rows[bin]));
            }
        }

        return bins;
    }

    /** The mean distance between predicted and observed, over the rows. */
    static double error(final List<CalibrationBin> bins) {
        final int rows = bins.stream().mapToInt(CalibrationBin::rows).sum();
        return bins.stream()
                .mapToDouble(bin -> Math.abs(bin.predicted() - bin.observed()) * bin.rows() / rows)
                .sum();
    }
}
