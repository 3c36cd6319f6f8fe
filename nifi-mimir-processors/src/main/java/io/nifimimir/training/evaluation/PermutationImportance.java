/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.evaluation;

import io.nifimimir.training.ModelTask;
import io.nifimimir.training.feature.ColumnEncoding;
import io.nifimimir.training.feature.FeaturePlan;
import io.nifimimir.training.learner.FeatureMatrix;
import io.nifimimir.training.learner.HoldOut;
import io.nifimimir.training.learner.Losses;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/** How much worse a model gets where the cells of one column stand in rows that they do not belong to (Breiman 2001). */
public final class PermutationImportance {
    private static final int MOST_ROWS = 500;
    private static final int MOST_COLUMNS = 200;

    private PermutationImportance() {}

    /**
     * @param features of held-out rows
     * @return the mean loss that is added, by column, the largest first
     */
    public static Map<String, Double> of(
            final FeaturePlan plan,
            final ModelTask task,
            final FeatureMatrix features,
            final double[] labels,
            final Function<FeatureMatrix, double[][]> model,
            final long seed) {
        final int rows = Math.min(features.rows(), MOST_ROWS);
        if (rows == 0) {
            return Map.of();
        }

        final int[] sample = new Random(seed)
                .ints(0, features.rows())
                .distinct()
                .limit(rows)
                .sorted()
                .toArray();
        final FeatureMatrix sampled = features.select(sample);
        final double[] truth = HoldOut.select(labels, sample);
        final double before = loss(task, truth, model.apply(sampled));
        final Map<String, Double> importance = new HashMap<>();
        plan.requiredColumns().keySet().stream().limit(MOST_COLUMNS).forEach(column -> {
            final FeatureMatrix shuffled = shuffle(plan, sampled, column, new Random(seed));
            importance.put(column, loss(task, truth, model.apply(shuffled)) - before);
        });
        final Map<String, Double> sorted = new LinkedHashMap<>();
        importance.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }

    private static double loss(final ModelTask task, final double[] truth, final double[][] predictions) {
        double loss = 0;
        for (int row = 0; row < truth.length; row++) {
            loss += Losses.of(task, truth[row], predictions[row], 0, predictions[row].length);
        }

        return loss / truth.length;
    }

    /** All features of the column move together, as its cells would. */
    private static FeatureMatrix shuffle(
            final FeaturePlan plan, final FeatureMatrix features, final String column, final Random random) {
        final int[] order = new int[features.rows()];
        for (int row = 0; row < order.length; row++) {
            final int other = random.nextInt(row + 1);
            order[row] = order[other];
            order[other] = row;
        }

        final float[] values = features.values().clone();
        final int width = features.columns();
        int offset = 0;
        for (final ColumnEncoding encoding : plan.encodings()) {
            final int length = encoding.features().size();
            for (int row = 0; row < order.length && encoding.column().equals(column); row++) {
                System.arraycopy(features.values(), order[row] * width + offset, values, row * width + offset, length);
            }

            offset += length;
        }

        plan.fillPairs(values);
        return new FeatureMatrix(values, features.rows(), features.names(), features.categorical());
    }
}
