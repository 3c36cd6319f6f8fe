/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.forecast;

import java.util.Arrays;

/**
 * How far forecasts of a backtest were from what came.
 *
 * @param errors what came less what was forecast, by origin and step; NaN where nothing came or nothing was forecast
 * @param symmetric 200 |error| / (|came| + |forecast|), by origin and step: the terms of the sMAPE, in percent
 */
@SuppressWarnings("ArrayRecordComponent")
record BacktestErrors(String name, BacktestPlan plan, double[][] errors, double[][] symmetric) {

    static BacktestErrors of(
            final String name, final BacktestPlan plan, final double[][] forecasts, final double[] values) {
        final double[][] errors = new double[forecasts.length][plan.horizon()];
        final double[][] symmetric = new double[forecasts.length][plan.horizon()];
        for (int index = 0; index < forecasts.length; index++) {
            for (int step = 0; step < plan.horizon(); step++) {
                final int target = plan.origins()[index] + step;
                final double came = target < values.length ? values[target] : Double.NaN;
                final double forecast = forecasts[index][step];
                final double size = Math.abs(came) + Math.abs(forecast);
                errors[index][step] = came - forecast;
                symmetric[index][step] = size == 0 ? 0 : 200 * Math.abs(came - forecast) / size;
            }
        }

        return new BacktestErrors(name, plan, errors, symmetric);
    }

    /** Whether no forecast was a number: where a recursion ran away. */
    boolean isEmpty() {
        return Double.isNaN(meanAbsolute());
    }

    double meanAbsolute() {
        return mean(errors, 0, plan.groups(), plan.length());
    }

    double meanSymmetric() {
        return mean(symmetric, 0, plan.groups(), plan.length());
    }

    double meanAbsolute(final int group) {
        return mean(errors, group, group + 1, plan.length());
    }

    double meanSymmetric(final int group) {
        return mean(symmetric, group, group + 1, plan.length());
    }

    /**
     * Mean absolute errors of each group up to one, as far as they could be known at an index.
     *
     * @param known index of the first value that was not known
     */
    double[] groupMeans(final int groups, final int known) {
        final double[] means = new double[groups];
        for (int group = 0; group < groups; group++) {
            means[group] = mean(errors, group, group + 1, known);
        }

        return means;
    }

    private double mean(final double[][] terms, final int fromGroup, final int toGroup, final int known) {
        double sum = 0;
        int count = 0;
        for (int index = 0; index < terms.length; index++) {
            if (plan.group()[index] < fromGroup || plan.group()[index] >= toGroup) {
                continue;
            }

            final int steps = Math.min(plan.horizon(), known - plan.origins()[index]);
            for (int step = 0; step < steps; step++) {
                if (Double.isFinite(terms[index][step])) {
                    sum += Math.abs(terms[index][step]);
                    count++;
                }
            }
        }

        return count == 0 ? Double.NaN : sum / count;
    }

    double[] oneStepAhead() {
        return Arrays.stream(errors)
                .mapToDouble(row -> row[0])
                .filter(Double::isFinite)
                .toArray();
    }
}
