/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.forecast;

import java.util.function.ToDoubleFunction;

/**
 * Minimises a function of a few variables within bounds, without derivatives (Nelder and Mead 1965); points outside are moved onto the
 * bounds. Uses nothing random: the same function gives the same minimum.
 */
final class NelderMead {
    private static final double FIRST_STEP = 0.2;
    private static final double TOLERANCE = 1e-7;

    private final double[] lower;
    private final double[] upper;
    private final int mostEvaluations;

    NelderMead(final double[] lower, final double[] upper, final int mostEvaluations) {
        this.lower = lower.clone();
        this.upper = upper.clone();
        this.mostEvaluations = mostEvaluations;
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Vertex(double[] point, double value) {}

    double[] minimise(final ToDoubleFunction<double[]> function, final double[] start) {
        final int size = start.length;
        final Vertex[] simplex = new Vertex[size + 1];
        simplex[0] = vertex(function, start);
        for (int index = 0; index < size; index++) {
            final double[] point = start.clone();
            final double reach = FIRST_STEP * (upper[index] - lower[index]);
            point[index] += point[index] + reach <= upper[index] ? reach : -reach;
            simplex[index + 1] = vertex(function, point);
        }

        int evaluations = size + 1;
        sort(simplex);
        while (evaluations < mostEvaluations && !converged(simplex)) {
            evaluations += step(function, simplex);
            sort(simplex);
        }

        return simplex[0].point();
    }

    /** One change of the simplex; returns the evaluations that it took. */
    private int step(final ToDoubleFunction<double[]> function, final Vertex[] simplex) {
        final int worst = simplex.length - 1;
        final double[] centre = centre(simplex);
        final Vertex reflected = vertex(function, along(centre, simplex[worst].point(), -1));
        if (reflected.value() < simplex[0].value()) {
            final Vertex expanded = vertex(function, along(centre, simplex[worst].point(), -2));
            simplex[worst] = expanded.value() < reflected.value() ? expanded : reflected;
            return 2;
        }

        if (reflected.value() < simplex[worst - 1].value()) {
            simplex[worst] = reflected;
            return 1;
        }

        final Vertex better = reflected.value() < simplex[worst].value() ? reflected : simplex[worst];
        final Vertex contracted = vertex(function, along(centre, better.point(), 0.5));
        if (contracted.value() < better.value()) {
            simplex[worst] = contracted;
            return 2;
        }

        for (int index = 1; index < simplex.length; index++) {
            simplex[index] = vertex(function, along(simplex[0].point(), simplex[index].point(), 0.5));
        }

        return 2 + worst;
    }

    private Vertex vertex(final ToDoubleFunction<double[]> function, final double[] point) {
        final double[] inside = new double[point.length];
        for (int index = 0; index < point.length; index++) {
            inside[index] = Math.clamp(point[index], lower[index], upper[index]);
        }

        final double value = function.applyAsDouble(inside);
        return new Vertex(inside, Double.isNaN(value) ? Double.POSITIVE_INFINITY : value);
    }

    private static double[] centre(final Vertex[] simplex) {
        final double[] centre = new double[simplex.length - 1];
        for (int index = 0; index < simplex.length - 1; index++) {
            for (int axis = 0; axis < centre.length; axis++) {
                centre[axis] += simplex[index].point()[axis] / centre.length;
            }
        }

        return centre;
    }

    private static double[] along(final double[] from, final double[] towards, final double share) {
        final double[] point = new double[from.length];
        for (int axis = 0; axis < point.length; axis++) {
            point[axis] = from[axis] + share * (towards[axis] - from[axis]);
        }

        return point;
    }

    /** By insertion: stable, and as good as sorted already. */
    private static void sort(final Vertex[] simplex) {
        for (int index = 1; index < simplex.length; index++) {
            final Vertex vertex = simplex[index];
            int place = index;
            while (place > 0 && simplex[place - 1].value() > vertex.value()) {
                simplex[place] = simplex[place - 1];
                place--;
            }

            simplex[place] = vertex;
        }
    }

    private static boolean converged(final Vertex[] simplex) {
        final double best = simplex[0].value();
        return simplex[simplex.length - 1].value() - best <= TOLERANCE * Math.abs(best);
    }
}
