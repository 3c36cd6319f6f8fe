/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.forecast;

import java.util.Arrays;

/**
 * The Theta method (Assimakopoulos and Nikolopoulos 2000) in its state space form (Fiorucci et al. 2016): exponential smoothing with the
 * drift of a regression line, of which a share {@code 1 - 1 / theta} is taken; a theta of 2 is the standard method (Hyndman and Billah
 * 2003).
 *
 * @param intercept of the regression line at the step before the first
 * @param count steps seen
 */
record Theta(double alpha, double theta, double intercept, double slope, double level, int count)
        implements FittedForecaster {
    static final String NAME = "theta";
    static final String OPTIMISED_NAME = "theta_optimised";

    private static final double STANDARD = 2;
    private static final double LARGEST = 20;
    private static final double SMALLEST = 1e-3;
    private static final int MOST_EVALUATIONS = 80;

    static Theta fitStandard(final double[] history) {
        final LinearTrend line = LinearTrend.of(history);
        final double[] best = new NelderMead(new double[] {SMALLEST}, new double[] {1}, MOST_EVALUATIONS)
                .minimise(
                        point -> squaredErrors(first(point[0], STANDARD, line, history), history), new double[] {0.3});
        return after(first(best[0], STANDARD, line, history), history);
    }

    static Theta fitOptimised(final double[] history) {
        final LinearTrend line = LinearTrend.of(history);
        final double[] lower = {SMALLEST, 1};
        final double[] upper = {1, LARGEST};
        final double[] best = new NelderMead(lower, upper, MOST_EVALUATIONS)
                .minimise(
                        point -> squaredErrors(first(point[0], point[1], line, history), history),
                        new double[] {0.3, STANDARD});
        return after(first(best[0], best[1], line, history), history);
    }

    private static Theta first(final double alpha, final double theta, final LinearTrend line, final double[] history) {
        final double first =
                Arrays.stream(history).filter(Double::isFinite).findFirst().orElse(0);
        return new Theta(alpha, theta, line.intercept() - line.slope(), line.slope(), first / theta, 0);
    }

    private static Theta after(final Theta first, final double[] history) {
        Theta state = first;
        for (final double value : history) {
            state = state.update(value);
        }

        return state;
    }

    /** The recursion of {@link #update} without its objects. */
    private static double squaredErrors(final Theta first, final double[] history) {
        final double share = 1 - 1 / first.theta;
        double level = first.level;
        double faded = 1;
        double sum = 0;
        for (final double value : history) {
            final double next = faded * (1 - first.alpha);
            final double expected = level + share * (faded * first.intercept + (1 - next) / first.alpha * first.slope);
            final double error = Double.isNaN(value) ? 0 : value - expected;
            sum += error * error;
            level += first.alpha * (expected + error - level);
            faded = next;
        }

        return sum;
    }

    private double next() {
        final double faded = Math.pow(1 - alpha, count);
        return level + (1 - 1 / theta) * (faded * intercept + (1 - faded * (1 - alpha)) / alpha * slope);
    }

    @Override
    public double[] forecast(final int horizon) {
        final double[] path = new double[horizon];
        Theta state = this;
        for (int step = 0; step < horizon; step++) {
            path[step] = state.next();
            state = state.update(path[step]);
        }

        return path;
    }

    @Override
    public Theta update(final double observed) {
        final double value = Double.isNaN(observed) ? next() : observed;
        return new Theta(alpha, theta, intercept, slope, level + alpha * (value - level), count + 1);
    }

    @Override
    public double spread(final int stepsAhead) {
        return Math.sqrt(1 + (stepsAhead - 1) * alpha * alpha);
    }
}
