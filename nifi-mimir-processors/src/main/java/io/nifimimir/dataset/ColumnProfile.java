/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dataset;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

import java.util.List;
import java.util.Map;

/**
 * What is known of a column's values beyond its numbers of nulls and distinct values.
 *
 * @param uniqueCountError relative standard error of the column's distinct count; 0 where it is exact
 * @param quantiles values by rank from 0 to 1, for numbers only; exact while the column has few distinct values, else from a sketch
 * @param quantileRankError how far the rank of a quantile may be off, 99 % of the time; 0 where it is exact
 * @param frequentValues the most frequent values, the most frequent one first
 * @param frequencyError how far the count of a frequent value may be off; 0 where it is exact
 * @param range the first and the last datetime; null for other types
 * @param lengths null unless the column holds texts
 * @param patterns the most frequent shapes of texts, {@code A} for a capital letter, {@code a} for a small one, {@code 9} for a digit
 * @param sketches mergeable sketches by name, in the form that the profiler gives them
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ColumnProfile(
        @JsonProperty("unique_count_error") double uniqueCountError,
        Map<String, Double> quantiles,
        @JsonProperty("quantile_rank_error") double quantileRankError,
        @JsonProperty("frequent_values") List<Frequency> frequentValues,
        @JsonProperty("frequency_error") long frequencyError,
        Range range,
        Lengths lengths,
        List<Frequency> patterns,
        Map<String, byte[]> sketches) {

    public ColumnProfile {
        quantiles = quantiles == null ? Map.of() : quantiles;
        frequentValues = frequentValues == null ? List.of() : List.copyOf(frequentValues);
        patterns = patterns == null ? List.of() : List.copyOf(patterns);
        sketches = sketches == null ? Map.of() : sketches;
    }

    /** A value, or a pattern, and how many cells have it. */
    public record Frequency(String value, long count) {}

    /** Datetimes in ISO 8601, as the column writes them. */
    public record Range(String min, String max) {}

    /** Characters of a text. */
    public record Lengths(int min, double mean, int max) {}
}
