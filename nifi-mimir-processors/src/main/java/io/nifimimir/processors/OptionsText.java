/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.ingest.IngestOptions;
import io.nifimimir.ingest.selection.RowFilter;
import io.nifimimir.ingest.typing.DateCalendar;

import java.util.ArrayList;
import java.util.List;

/** Says in words what a conversion would do. */
final class OptionsText {
    private OptionsText() {}

    static String describe(final IngestOptions options) {
        final List<String> parts = new ArrayList<>();
        parts.add(
                options.format().map(format -> "Reads " + format.wireName()).orElse("Tells the format by the content"));
        parts.add("sheet: "
                + (options.excel().isAllSheets()
                        ? "all with a table"
                        : options.excel().sheet().orElse("the first with a table")));
        if (options.excel().password().isPresent()) {
            parts.add("opens workbooks with the password");
        }
        options.csv()
                .delimiter()
                .ifPresent(delimiter -> parts.add("CSV delimiter: " + (delimiter == '\t' ? "tab" : delimiter)));
        options.csv().quote().ifPresent(quote -> parts.add("CSV quote: " + quote));
        options.csv().charset().ifPresent(charset -> parts.add("CSV character set: " + charset.name()));
        options.csv().header().ifPresent(header -> parts.add("CSV header: " + (header ? "yes" : "no")));
        parts.add("columns: " + names(options.selection().columns(), "all"));
        if (!options.selection().renames().isEmpty()) {
            parts.add("new names: " + options.selection().renames());
        }
        if (!options.typing().hints().isEmpty()) {
            parts.add("types set: " + options.typing().hints());
        }
        if (options.typing().maxMisfitShare() > 0) {
            parts.add("cells that do not fit: up to a share of "
                    + options.typing().maxMisfitShare());
        }
        if (options.typing().calendar() != DateCalendar.GREGORIAN) {
            parts.add("date calendar: " + options.typing().calendar());
        }
        parts.add(
                "rows: " + options.selection().filter().map(RowFilter::toString).orElse("all"));
        if (options.selection().rowLimit() < Long.MAX_VALUE) {
            parts.add("at most %,d rows".formatted(options.selection().rowLimit()));
        }
        parts.add("date column: " + options.series().dateColumn().orElse("detected"));
        parts.add("metric columns: " + names(options.series().metricColumns(), "detected"));
        parts.add("entity columns: " + names(options.series().entityColumns(), "detected"));
        if (options.series().required()) {
            parts.add("a table without time series goes to failure");
        }
        return String.join("; ", parts);
    }

    private static String names(final List<String> names, final String none) {
        return names.isEmpty() ? none : String.join(", ", names);
    }
}
