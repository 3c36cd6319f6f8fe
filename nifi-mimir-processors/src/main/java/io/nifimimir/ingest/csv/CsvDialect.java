/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.csv;

import de.siegmar.fastcsv.reader.CsvReader;
import io.nifimimir.ingest.layout.HeaderFinder;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a delimited text is written, told by its first lines: the delimiter under which the most rows have the same, largest number of fields.
 *
 * @param headerRow index among the records where the header stands, or -1 where there is none
 * @param width the usual number of fields
 */
record CsvDialect(char delimiter, int headerRow, int width) {
    private static final char[] DELIMITERS = {',', ';', '\t', '|'};

    static CsvDialect detect(final String text, final boolean textIsAll) {
        CsvDialect best = new CsvDialect(',', -1, 0);
        double bestScore = -1;
        for (final char delimiter : DELIMITERS) {
            final List<Object[]> rows = firstRows(text, delimiter, textIsAll);
            final int width = HeaderFinder.usualWidth(rows);
            final double score = score(rows, width);
            if (score > bestScore) {
                bestScore = score;
                best = new CsvDialect(delimiter, HeaderFinder.find(rows), width);
            }
        }
        return best;
    }

    boolean hasHeader() {
        return headerRow >= 0;
    }

    CsvReader.CsvReaderBuilder configure(final CsvReader.CsvReaderBuilder builder) {
        return builder.fieldSeparator(delimiter);
    }

    /** What was found, by the names of {@code source_info}. */
    Map<String, Object> sourceInfo() {
        final Map<String, Object> info = new LinkedHashMap<>();
        info.put("delimiter", String.valueOf(delimiter));
        if (headerRow > 0) {
            info.put("rows_above_header", headerRow);
        }
        info.put("has_header", hasHeader());
        return info;
    }

    private static CSVFormat format(final char delimiter) {
        return CSVFormat.RFC4180
                .builder()
                .setDelimiter(delimiter)
                .setIgnoreEmptyLines(true)
                .get();
    }

    /** Share of rows that have the usual width, weighed by that width, so that a comma inside of decimals does not win over a semicolon. */
    private static double score(final List<Object[]> rows, final int width) {
        if (width < 2) {
            return 0;
        }
        long same = 0;
        for (final Object[] row : rows) {
            same += row.length == width ? 1 : 0;
        }
        final double share = (double) same / rows.size();
        return share * share * Math.log(width + 1.0);
    }

    private static List<Object[]> firstRows(final String text, final char delimiter, final boolean textIsAll) {
        final List<Object[]> rows = new ArrayList<>();
        try (CSVParser parser = CSVParser.builder()
                .setReader(new StringReader(text))
                .setFormat(format(delimiter))
                .get()) {
            for (final CSVRecord csvRecord : parser) {
                rows.add(csvRecord.values());
                if (rows.size() == HeaderFinder.ROWS_TO_SEARCH) {
                    return rows;
                }
            }
        } catch (final UncheckedIOException | IOException e) {
            // Under this delimiter the quotes do not fit; the rows before that count
            return rows;
        }
        if (!textIsAll && rows.size() > 1) {
            // Cut off in the middle
            rows.removeLast();
        }
        return rows;
    }
}
