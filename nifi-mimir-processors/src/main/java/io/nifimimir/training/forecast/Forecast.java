/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.forecast;

/**
 * What is expected of a series, step by step.
 *
 * @param epochMillis the instants
 * @param lower lower ends of the prediction intervals; NaN where the series is too short to tell
 * @param upper upper ends
 * @param level the share of values that is expected to lie within each interval
 */
@SuppressWarnings("ArrayRecordComponent")
public record Forecast(long[] epochMillis, double[] mean, double[] lower, double[] upper, double level) {}
