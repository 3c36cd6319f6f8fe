/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training;

import java.util.Arrays;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The predictor that any model must beat: the mean, or the frequencies of the classes, whatever the features say. */
final class NaiveLearner implements CandidateLearner {

    @Override
    public String name() {
        return "naive";
    }

    @Override
    public FittedModel fit(final LearningTask task, final BooleanSupplier keepGoing) {
        if (task.task() == ModelTask.REGRESSION) {
            return new NaiveModel(
                    new double[] {Arrays.stream(task.labels()).average().orElse(0)});
        }

        final double[] frequencies = new double[task.classCount()];
        for (final double label : task.labels()) {
            frequencies[(int) label] += 1.0 / task.labels().length;
        }

        return new NaiveModel(frequencies);
    }

    /** @param prediction the same for every row */
    @SuppressWarnings("ArrayRecordComponent")
    private record NaiveModel(double[] prediction) implements FittedModel {
        @Override
        public double[][] predict(final FeatureMatrix features) {
            final double[][] predictions = new double[features.rows()][];
            Arrays.fill(predictions, prediction);
            return predictions;
        }

        @Override
        public byte[] toBytes() {
            return TrainingJson.write(prediction);
        }

        @Override
        public Map<String, Double> settings() {
            return Map.of();
        }

        @Override
        public double validationLoss() {
            return Double.POSITIVE_INFINITY;
        }

        @Override
        public void close() {
            // Holds nothing
        }
    }
}
