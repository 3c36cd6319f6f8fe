/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dataset;

import com.fasterxml.jackson.annotation.JsonProperty;

import java.util.List;

/**
 * What is known of a dataset's rows as wholes.
 *
 * @param duplicateRows rows that equal an earlier one in each cell
 * @param duplicateRowsError relative standard error of the number of distinct rows that the duplicates are told by; 0 where it is exact
 * @param completeRows rows without a null
 * @param nullPatterns which columns are null together, the most frequent combination first
 */
public record DatasetProfile(
        @JsonProperty("duplicate_rows") long duplicateRows,
        @JsonProperty("duplicate_rows_error") double duplicateRowsError,
        @JsonProperty("complete_rows") long completeRows,
        @JsonProperty("null_patterns") List<NullPattern> nullPatterns) {

    public DatasetProfile {
        nullPatterns = nullPatterns == null ? List.of() : List.copyOf(nullPatterns);
    }

    /** Columns that are null, all of them and no other, and in how many rows. The field {@code rows} is the dataset's alone: readers look for it by its name. */
    public record NullPattern(List<String> columns, long count) {}
}
