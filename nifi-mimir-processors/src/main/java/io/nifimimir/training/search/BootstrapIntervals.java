/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.search;

import io.nifimimir.training.ModelTask;
import io.nifimimir.training.detection.PreparedTarget;
import io.nifimimir.training.evaluation.ModelScores;
import io.nifimimir.training.evaluation.OperatingPoint;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** How far scores would move with other rows held out: the middle 95 % over resampled rows (percentile bootstrap, Efron 1979). */
final class BootstrapIntervals {
    private static final int MOST_SAMPLES = 200;
    private static final int FEWEST_SAMPLES = 40;
    private static final int MOST_ROWS = 400_000;
    private static final double TAIL = 0.025;

    private BootstrapIntervals() {}

    /** @return the lower and the upper end, by score */
    static Map<String, List<Double>> of(
            final PreparedTarget target, final double[][] predictions, final OperatingPoint point) {
        final int rows = predictions.length;
        final int samples = Math.clamp(MOST_ROWS / Math.max(1, rows), FEWEST_SAMPLES, MOST_SAMPLES);
        final Random random = new Random(target.seed());
        final Map<String, List<Double>> values = new TreeMap<>();
        for (int sample = 0; sample < samples; sample++) {
            final double[] truth = new double[rows];
            final double[][] resampled = new double[rows][];
            for (int row = 0; row < rows; row++) {
                final int chosen = random.nextInt(rows);
                truth[row] = target.heldOutLabels()[chosen];
                resampled[row] = predictions[chosen];
            }

            final ModelScores scores = target.task() == ModelTask.CLASSIFICATION
                    ? ModelScores.ofClasses(truth, resampled, target.classCount(), point)
                    : ModelScores.ofNumbers(truth, resampled);
            scores.values()
                    .forEach((name, value) -> values.computeIfAbsent(name, key -> new ArrayList<>())
                            .add(value));
        }

        final Map<String, List<Double>> intervals = new TreeMap<>();
        values.forEach((name, sampled) -> {
            Collections.sort(sampled);
            final int tail = (int) (TAIL * sampled.size());
            intervals.put(name, List.of(sampled.get(tail), sampled.get(sampled.size() - 1 - tail)));
        });
        return intervals;
    }
}
