/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.learner;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.nifimimir.training.ModelTask;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How much a row counts in learning, by its class. A model that has learnt from weighted rows takes rare classes for more likely than
 * they are; dividing its probabilities by the weights gives those of the rows as they came (Elkan 2001).
 *
 * @param weights of the classes; empty where all count alike
 */
public record ClassWeights(@JsonProperty("weights") List<Double> weights) {
    public static final ClassWeights NONE = new ClassWeights(List.of());

    /** Share of what the rarest class would have were all alike, below which classes are unbalanced. */
    private static final double UNBALANCED = 0.5;

    /** A class of fewer rows is not learnt by counting them more. */
    private static final int FEWEST_ROWS = 20;

    public ClassWeights {
        weights = List.copyOf(weights);
    }

    /**
     * For classes that are unbalanced: halfway (by the square root) to all of them weighing alike. The whole way would drown the many rows
     * of a frequent class in the noise of the few.
     */
    public static Optional<ClassWeights> balancing(final ModelTask task, final double[] labels, final int classCount) {
        if (task != ModelTask.CLASSIFICATION) {
            return Optional.empty();
        }

        final int[] rows = new int[classCount];
        for (final double label : labels) {
            rows[(int) label]++;
        }

        final int fewest = Arrays.stream(rows).min().orElse(0);
        if (fewest < FEWEST_ROWS || fewest >= UNBALANCED * labels.length / classCount) {
            return Optional.empty();
        }

        final double total = Arrays.stream(rows).mapToDouble(Math::sqrt).sum();
        return Optional.of(new ClassWeights(Arrays.stream(rows)
                .mapToObj(count -> labels.length / (total * Math.sqrt(count)))
                .toList()));
    }

    /** Of rows; their mean is 1. */
    float[] of(final double[] labels) {
        final float[] ofRows = new float[labels.length];
        for (int row = 0; row < labels.length; row++) {
            ofRows[row] = weights.get((int) labels[row]).floatValue();
        }

        return ofRows;
    }

    /** Turns the probabilities of a model that has learnt with the weights into those of the rows as they came, in place. */
    void restore(final double[][] probabilities) {
        if (weights.isEmpty()) {
            return;
        }

        for (final double[] row : probabilities) {
            double total = 0;
            for (int index = 0; index < row.length; index++) {
                row[index] /= weights.get(index);
                total += row[index];
            }

            for (int index = 0; index < row.length; index++) {
                row[index] /= total;
            }
        }
    }
}
