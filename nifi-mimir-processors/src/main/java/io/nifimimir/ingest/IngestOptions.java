/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest;

import io.nifimimir.dataset.SourceType;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the user has set about a conversion; what is absent is detected.
 *
 * @param format the kind of source, or absent: detected from the content, then the file name and MIME type
 * @param sheet name of the Excel sheet, or absent: the first one that holds a table
 * @param dateColumn the time axis, or absent
 * @param metricColumns the metrics, or empty: each numeric column that varies
 * @param nullWords texts that stand for a missing value, compared without regard to case, the empty text always among them
 */
public record IngestOptions(
        Optional<SourceType> format,
        Optional<String> sheet,
        Optional<String> dateColumn,
        List<String> metricColumns,
        Set<String> nullWords) {

    /** What people write where there is nothing to write. */
    public static final Set<String> DEFAULT_NULL_WORDS = Set.of("na", "n/a", "null", "none", "nan", "-", "--");

    public static final IngestOptions DETECT_ALL =
            new IngestOptions(Optional.empty(), Optional.empty(), Optional.empty(), List.of(), DEFAULT_NULL_WORDS);

    public IngestOptions {
        metricColumns = List.copyOf(metricColumns);
        nullWords = Set.copyOf(nullWords);
    }
}
