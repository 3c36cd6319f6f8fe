/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dataset;

import com.fasterxml.jackson.annotation.JsonProperty;

import java.util.List;

/**
 * How a dataset reads as time series: one series for each metric column and each combination of entity values.
 *
 * @param frequency the usual distance between points; {@link Frequency#IRREGULAR} where there is none
 * @param stepSeconds the median distance between neighbouring points of a series, in seconds
 * @param startDate the first instant, ISO 8601, as the date column writes it
 * @param endDate the last instant
 * @param gapCount places where one or more steps are missing between two points of a series
 * @param gaps the longest gaps in the order of time, at most a hundred
 * @param duplicateCount rows whose series already has a point of the same instant
 */
public record TimeSeriesConfig(
        @JsonProperty("date_column") String dateColumn,
        @JsonProperty("metric_columns") List<String> metricColumns,
        @JsonProperty("entity_columns") List<String> entityColumns,
        Frequency frequency,
        @JsonProperty("step_seconds") long stepSeconds,
        @JsonProperty("start_date") String startDate,
        @JsonProperty("end_date") String endDate,
        @JsonProperty("has_gaps") boolean hasGaps,
        @JsonProperty("gap_count") long gapCount,
        @JsonProperty("duplicate_count") long duplicateCount,
        @JsonProperty("is_sorted") boolean isSorted,
        @JsonProperty("series_count") long seriesCount,
        List<SeriesGap> gaps) {

    public TimeSeriesConfig {
        metricColumns = List.copyOf(metricColumns);
        entityColumns = List.copyOf(entityColumns);
        gaps = gaps == null ? List.of() : List.copyOf(gaps);
    }
}
