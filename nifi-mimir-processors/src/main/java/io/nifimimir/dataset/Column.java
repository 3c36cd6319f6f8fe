/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dataset;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * A column of a dataset with its profile.
 *
 * @param timeSeries whether the column takes part in the dataset's time series, as its date column or as a metric
 * @param uniqueCount distinct values that are not null; an estimate where {@code uniqueCountExact} is false
 * @param stats null unless the column is numeric and has a value
 * @param sampleValues the first distinct values, as on the wire
 * @param profile null where only the bare facts are known
 */
@JsonIgnoreProperties(
        value = {"is_numeric", "is_datetime", "has_nulls"},
        allowGetters = true)
public record Column(
        String name,
        int index,
        @JsonProperty("data_type") DataType dataType,
        @JsonProperty("is_timeseries") boolean timeSeries,
        @JsonProperty("null_count") long nullCount,
        @JsonProperty("unique_count") long uniqueCount,
        @JsonProperty("unique_count_exact") boolean uniqueCountExact,
        @JsonInclude(JsonInclude.Include.NON_NULL) ColumnStats stats,
        @JsonProperty("sample_values") List<Object> sampleValues,
        @JsonInclude(JsonInclude.Include.NON_NULL) ColumnProfile profile) {

    public Column {
        Objects.requireNonNull(name, "Column name required");
        Objects.requireNonNull(dataType, "Data type required");
        // A list that may hold nulls when it comes from outside, so List.copyOf does not fit
        sampleValues = sampleValues == null ? List.of() : Collections.unmodifiableList(new ArrayList<>(sampleValues));
    }

    @JsonProperty("is_numeric")
    public boolean isNumeric() {
        return dataType == DataType.NUMERIC;
    }

    @JsonProperty("is_datetime")
    public boolean isDatetime() {
        return dataType == DataType.DATETIME;
    }

    @JsonProperty("has_nulls")
    public boolean hasNulls() {
        return nullCount > 0;
    }
}
