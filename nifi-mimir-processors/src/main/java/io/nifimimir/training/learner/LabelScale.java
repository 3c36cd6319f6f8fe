/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.learner;

import io.nifimimir.training.ModelTask;

import java.util.Arrays;

/**
 * Values are learnt in units of their standard deviation around their mean: floats have no digits left for what varies in, say, an
 * amount in the billions.
 */
public record LabelScale(double mean, double deviation) {
    static final LabelScale NONE = new LabelScale(0, 1);

    public static LabelScale of(final LearningTask task) {
        if (task.task() == ModelTask.CLASSIFICATION) {
            return NONE;
        }

        final double mean = Arrays.stream(task.labels()).average().orElse(0);
        final double variance = Arrays.stream(task.labels())
                .map(label -> (label - mean) * (label - mean))
                .average()
                .orElse(0);
        return new LabelScale(mean, variance > 0 ? Math.sqrt(variance) : 1);
    }

    public double[] scale(final double[] labels) {
        return Arrays.stream(labels).map(label -> (label - mean) / deviation).toArray();
    }

    double restore(final double scaled) {
        return scaled * deviation + mean;
    }
}
