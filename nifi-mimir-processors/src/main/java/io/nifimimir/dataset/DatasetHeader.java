/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dataset;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * All that is known of a dataset but its rows.
 *
 * @param sourceInfo what was found in the source and what was decided about it: charset, delimiter, sheet, header row, reasons
 * @param timeSeries null where the dataset is no time series; {@code sourceInfo} then holds the reason
 * @param profile null where only the columns are known
 * @param metadata what the flow adds: source label, file name
 */
@JsonPropertyOrder({
    "source",
    "source_info",
    "columns",
    "column_count",
    "row_count",
    "timeseries_config",
    "profile",
    "metadata",
    "created_at"
})
public record DatasetHeader(
        SourceType source,
        @JsonProperty("source_info") Map<String, Object> sourceInfo,
        List<Column> columns,
        @JsonProperty("row_count") long rowCount,
        @JsonProperty("timeseries_config") TimeSeriesConfig timeSeries,
        @JsonInclude(JsonInclude.Include.NON_NULL) DatasetProfile profile,
        Map<String, Object> metadata,
        @JsonProperty("created_at") Instant createdAt) {

    /** Under this name, {@code source_info} tells which words of a column were read as missing values, and how often. */
    public static final String NULL_WORDS = "null_words";

    public DatasetHeader {
        Objects.requireNonNull(source, "Source required");
        columns = List.copyOf(columns);
        sourceInfo = unmodifiableCopy(sourceInfo);
        metadata = unmodifiableCopy(metadata);
    }

    @JsonProperty("column_count")
    public int columnCount() {
        return columns.size();
    }

    public Optional<TimeSeriesConfig> findTimeSeries() {
        return Optional.ofNullable(timeSeries);
    }

    public Optional<Column> findColumn(final String name) {
        return columns.stream().filter(column -> column.name().equals(name)).findFirst();
    }

    /** Which words of the column were read as missing values, such as {@code 2,073 as NA}; empty where none was. */
    public Optional<String> findNullWords(final String column) {
        return sourceInfo.get(NULL_WORDS) instanceof List<?> columnsWithWords
                ? columnsWithWords.stream()
                        .filter(named -> named instanceof Map<?, ?> entry && column.equals(entry.get("name")))
                        .map(named -> String.valueOf(((Map<?, ?>) named).get("value")))
                        .findFirst()
                : Optional.empty();
    }

    private static Map<String, Object> unmodifiableCopy(final Map<String, Object> map) {
        return map == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
