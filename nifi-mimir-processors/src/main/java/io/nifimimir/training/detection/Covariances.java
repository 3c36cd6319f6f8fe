/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.detection;

import java.util.Arrays;
import java.util.List;

/** Least squares of a target on a few columns, from the sums of their products. */
final class Covariances {
    /** Share of its own variance that a column must add to those before it, or it is one of them again. */
    private static final double SINGULAR = 1e-9;

    private final double[][] products;
    private final double[] withTarget;
    private final double ofTarget;

    /** @param columns centred here; as long as the target */
    Covariances(final List<double[]> columns, final double[] target) {
        final List<double[]> centred =
                columns.stream().map(Covariances::centred).toList();
        final double[] centredTarget = centred(target);
        this.products = new double[columns.size()][columns.size()];
        this.withTarget = new double[columns.size()];
        for (int first = 0; first < columns.size(); first++) {
            for (int second = 0; second <= first; second++) {
                products[first][second] = product(centred.get(first), centred.get(second));
                products[second][first] = products[first][second];
            }

            withTarget[first] = product(centred.get(first), centredTarget);
        }

        this.ofTarget = product(centredTarget, centredTarget);
    }

    private static double[] centred(final double[] values) {
        final double mean = Arrays.stream(values).average().orElse(0);
        return Arrays.stream(values).map(value -> value - mean).toArray();
    }

    private static double product(final double[] first, final double[] second) {
        double sum = 0;
        for (int index = 0; index < first.length; index++) {
            sum += first[index] * second[index];
        }

        return sum;
    }

    int columns() {
        return withTarget.length;
    }

    /** Share of the target's variance that these columns leave; 1 where they cannot be told apart. */
    double left(final int[] chosen) {
        final double[] weights = weights(chosen);
        double explained = 0;
        for (int index = 0; index < weights.length; index++) {
            explained += weights[index] * withTarget[chosen[index]];
        }

        final double left = 1 - explained / ofTarget;
        return weights.length == 0 || !Double.isFinite(left) ? 1 : Math.max(0, left);
    }

    /** By how much the weights differ in size, as a share of the largest. */
    double weightsDiffer(final int[] chosen) {
        final double[] sizes =
                Arrays.stream(weights(chosen)).map(Math::abs).sorted().toArray();
        return sizes.length == 0 ? 1 : 1 - sizes[0] / sizes[sizes.length - 1];
    }

    /** Gaussian elimination; empty where the columns cannot be told apart. */
    private double[] weights(final int[] chosen) {
        final int size = chosen.length;
        final double[][] rows = new double[size][size + 1];
        for (int row = 0; row < size; row++) {
            for (int column = 0; column < size; column++) {
                rows[row][column] = products[chosen[row]][chosen[column]];
            }

            rows[row][size] = withTarget[chosen[row]];
        }

        for (int pivot = 0; pivot < size; pivot++) {
            // The matrix has no negative eigenvalue, so the diagonal serves without exchange of rows
            if (!(rows[pivot][pivot] > SINGULAR * products[chosen[pivot]][chosen[pivot]])) {
                return new double[0];
            }

            for (int row = 0; row < size; row++) {
                final double factor = row == pivot ? 0 : rows[row][pivot] / rows[pivot][pivot];
                for (int column = pivot; column <= size && factor != 0; column++) {
                    rows[row][column] -= factor * rows[pivot][column];
                }
            }
        }

        final double[] weights = new double[size];
        Arrays.setAll(weights, index -> rows[index][size] / rows[index][index]);
        return weights;
    }
}
