/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest;

import io.nifimimir.dataset.SourceType;
import io.nifimimir.ingest.csv.CsvOptions;
import io.nifimimir.ingest.excel.ExcelOptions;
import io.nifimimir.ingest.json.JsonOptions;
import io.nifimimir.ingest.selection.TableSelection;
import io.nifimimir.ingest.series.SeriesOptions;
import io.nifimimir.ingest.typing.TypingOptions;

import java.util.Optional;

/**
 * What the user has set about a conversion; what is absent is detected.
 *
 * @param format the kind of source, or absent: detected from the content, then the file name and MIME type
 * @param excel which sheets of a workbook are wanted, and its password
 * @param json where in a JSON text the table is, and what becomes of what is nested in it
 * @param csv how delimited text is written
 */
public record IngestOptions(
        Optional<SourceType> format,
        ExcelOptions excel,
        TypingOptions typing,
        SeriesOptions series,
        TableSelection selection,
        JsonOptions json,
        CsvOptions csv) {

    public static final IngestOptions DETECT_ALL = new IngestOptions(
            Optional.empty(),
            ExcelOptions.DETECT_ALL,
            TypingOptions.DETECT_ALL,
            SeriesOptions.DETECT_ALL,
            TableSelection.ALL,
            JsonOptions.DETECT_ALL,
            CsvOptions.DETECT_ALL);

    public IngestOptions with(final SeriesOptions changed) {
        return new IngestOptions(format, excel, typing, changed, selection, json, csv);
    }

    public IngestOptions with(final TypingOptions changed) {
        return new IngestOptions(format, excel, changed, series, selection, json, csv);
    }

    public IngestOptions withFormat(final SourceType changed) {
        return new IngestOptions(Optional.of(changed), excel, typing, series, selection, json, csv);
    }

    public IngestOptions withSheet(final String changed) {
        return with(excel.withSheet(changed));
    }

    public IngestOptions with(final ExcelOptions changed) {
        return new IngestOptions(format, changed, typing, series, selection, json, csv);
    }

    public IngestOptions with(final TableSelection changed) {
        return new IngestOptions(format, excel, typing, series, changed, json, csv);
    }

    public IngestOptions withJson(final JsonOptions changed) {
        return new IngestOptions(format, excel, typing, series, selection, changed, csv);
    }

    public IngestOptions withCsv(final CsvOptions changed) {
        return new IngestOptions(format, excel, typing, series, selection, json, changed);
    }
}
