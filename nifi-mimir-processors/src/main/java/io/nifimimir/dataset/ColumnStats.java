/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dataset;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Moments and quantiles of a numeric column over its cells that are not null.
 *
 * @param median the 0.5 quantile; exact while the column has few distinct values, else from a sketch, see {@link ColumnProfile}
 * @param standardDeviation sample standard deviation (divisor n - 1), 0 for a single value
 * @param count cells that are not null
 */
public record ColumnStats(
        double min,
        double max,
        double mean,
        double median,
        @JsonProperty("std_dev") double standardDeviation,
        double sum,
        long count) {}
