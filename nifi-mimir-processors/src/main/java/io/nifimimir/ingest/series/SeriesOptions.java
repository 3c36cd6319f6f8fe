/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.series;

import java.util.List;
import java.util.Optional;

/**
 * What the user has set about time series.
 *
 * @param dateColumn the time axis, or absent: detected
 * @param metricColumns the metrics, or empty: each numeric column that varies
 * @param entityColumns what tells stacked series apart, or empty: detected, which takes several rows of each
 * @param required whether a table that holds no time series is an error
 */
public record SeriesOptions(
        Optional<String> dateColumn, List<String> metricColumns, List<String> entityColumns, boolean required) {

    public static final SeriesOptions DETECT_ALL = new SeriesOptions(Optional.empty(), List.of(), List.of(), false);

    public SeriesOptions {
        metricColumns = List.copyOf(metricColumns);
        entityColumns = List.copyOf(entityColumns);
    }
}
