/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest;

import io.nifimimir.dataset.SourceType;
import io.nifimimir.ingest.selection.TableSelection;
import io.nifimimir.ingest.series.SeriesOptions;
import io.nifimimir.ingest.typing.TypingOptions;

import java.util.Optional;

/**
 * What the user has set about a conversion; what is absent is detected.
 *
 * @param format the kind of source, or absent: detected from the content, then the file name and MIME type
 * @param sheet name of the Excel sheet, or absent: the first one that holds a table
 */
public record IngestOptions(
        Optional<SourceType> format,
        Optional<String> sheet,
        TypingOptions typing,
        SeriesOptions series,
        TableSelection selection) {

    public static final IngestOptions DETECT_ALL = new IngestOptions(
            Optional.empty(), Optional.empty(), TypingOptions.DETECT_ALL, SeriesOptions.DETECT_ALL, TableSelection.ALL);

    public IngestOptions with(final SeriesOptions changed) {
        return new IngestOptions(format, sheet, typing, changed, selection);
    }

    public IngestOptions with(final TypingOptions changed) {
        return new IngestOptions(format, sheet, changed, series, selection);
    }

    public IngestOptions withFormat(final SourceType changed) {
        return new IngestOptions(Optional.of(changed), sheet, typing, series, selection);
    }

    public IngestOptions withSheet(final String changed) {
        return new IngestOptions(format, Optional.of(changed), typing, series, selection);
    }

    public IngestOptions with(final TableSelection changed) {
        return new IngestOptions(format, sheet, typing, series, changed);
    }
}
