/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.csv;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvReader;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a delimited text is written.
 *
 * @param delimiter between two fields, {@link #NO_DELIMITER} where each line is one field
 * @param quote around fields that hold delimiters or line breaks
 * @param escapedQuotes whether a quote inside of a field has a backslash before it, and is not doubled
 * @param spacedQuotes whether there are spaces between delimiters and quotes
 * @param comments whether lines that begin with # are comments
 * @param notes records above the table, comments not counted
 * @param headed whether the first record of the table is its header
 * @param width fields of most records, at which a table without a header is taken
 * @param commentHeader names of the columns where they stand in a comment
 */
record CsvDialect(
        char delimiter,
        char quote,
        boolean escapedQuotes,
        boolean spacedQuotes,
        boolean comments,
        int notes,
        boolean headed,
        int width,
        Optional<List<String>> commentHeader) {

    static final char COMMENT = '#';

    /** No text file has this control character. */
    static final char NO_DELIMITER = '\u001f';

    CsvDialect withTable(final int recordsAbove, final boolean headerFirst, final int usualWidth) {
        return new CsvDialect(
                delimiter,
                quote,
                escapedQuotes,
                spacedQuotes,
                comments,
                recordsAbove,
                headerFirst,
                usualWidth,
                commentHeader);
    }

    CsvDialect withComments(final Optional<List<String>> header) {
        return new CsvDialect(delimiter, quote, escapedQuotes, spacedQuotes, true, notes, headed, width, header);
    }

    boolean hasHeader() {
        return headed || commentHeader.isPresent();
    }

    CsvReader.CsvReaderBuilder configure(final CsvReader.CsvReaderBuilder builder) {
        return builder.fieldSeparator(delimiter)
                .quoteCharacter(quote)
                .trimWhitespacesAroundQuotes(spacedQuotes)
                .commentCharacter(COMMENT)
                .commentStrategy(comments ? CommentStrategy.READ : CommentStrategy.NONE);
    }

    /** In words for a person. */
    String describe() {
        return (delimiter == NO_DELIMITER ? "one column, no delimiter" : "delimiter " + name(delimiter))
                + (quote == '"' ? "" : ", quote " + quote);
    }

    static String name(final char delimiter) {
        return switch (delimiter) {
            case ',' -> "comma";
            case ';' -> "semicolon";
            case '\t' -> "tab";
            case '|' -> "vertical bar";
            default -> "[" + delimiter + "]";
        };
    }

    /** What was found, by the names of {@code source_info}. */
    Map<String, Object> sourceInfo() {
        final Map<String, Object> info = new LinkedHashMap<>();
        info.put("delimiter", delimiter == NO_DELIMITER ? "none" : String.valueOf(delimiter));
        if (quote != '"') {
            info.put("quote", String.valueOf(quote));
        }
        if (escapedQuotes) {
            info.put("escape", "\\");
        }
        if (notes > 0) {
            info.put(headed ? "rows_above_header" : "rows_above_table", notes);
        }
        info.put("has_header", hasHeader());
        return info;
    }
}
