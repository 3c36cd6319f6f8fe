/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.csv;

import io.nifimimir.ingest.AmbiguousContentException;
import io.nifimimir.ingest.layout.HeaderFinder;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells the dialect of a delimited text by its first rows, and refuses to where two dialects fit about equally well. */
final class DialectDetector {
    static final String DELIMITERS = ",;\t|";

    /** How Excel is told the delimiter: a line of its own above all others. */
    private static final Pattern DELIMITER_LINE =
            Pattern.compile("\"?sep=([^\"])\"?\\R.*", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

    private static final String FIELD_ENDS = DELIMITERS + "\r\n";

    private final String text;
    private final boolean textIsAll;
    private final CsvOptions options;
    private final boolean escapedQuotes;

    private DialectDetector(final String text, final boolean textIsAll, final CsvOptions options) {
        this.text = text;
        this.textIsAll = textIsAll;
        this.options = options;
        escapedQuotes = hasEscapedQuotes(text);
    }

    /**
     * Detects a dialect.
     *
     * @param text the beginning of the content
     * @param textIsAll whether it is not cut off
     * @throws AmbiguousContentException where the dialect cannot be told, with the readings that are about equally likely
     */
    static CsvDialect detect(final String text, final boolean textIsAll, final CsvOptions options)
            throws AmbiguousContentException {
        return new DialectDetector(text, textIsAll, options).detect();
    }

    private CsvDialect detect() throws AmbiguousContentException {
        final List<DialectReading> readings = new ArrayList<>();
        for (final char delimiter : delimiters()) {
            for (final char quote : quotes()) {
                readings.add(read(delimiter, quote));
            }
        }
        // Of equal ones the first, which is the more usual
        final DialectReading likeliest = readings.stream()
                .sorted(Comparator.comparingDouble(DialectReading::score).reversed())
                .findFirst()
                .orElseThrow();
        final DialectReading best =
                readings.stream().filter(likeliest::isQuotedFormOf).findFirst().orElse(likeliest);
        final Optional<DialectReading> rival = readings.stream()
                .filter(other -> best.hasRival(other) && !other.isQuotedFormOf(best))
                .findFirst();
        if (rival.isPresent()) {
            throw new AmbiguousContentException(
                    "The delimiter cannot be told: %s and %s fit about equally well. The property CSV Delimiter settles it"
                            .formatted(
                                    best.dialect().describe(),
                                    rival.get().dialect().describe()),
                    List.of(best.toReading(), rival.get().toReading()));
        }
        best.requireNamesForAll();
        return best.dialect();
    }

    private List<Character> delimiters() {
        if (options.delimiter().isPresent()) {
            return List.of(options.delimiter().get());
        }
        final Matcher line = DELIMITER_LINE.matcher(text);
        if (line.matches()) {
            return List.of(line.group(1).charAt(0));
        }
        final List<Character> delimiters = new ArrayList<>();
        for (final char delimiter : DELIMITERS.toCharArray()) {
            delimiters.add(delimiter);
        }
        delimiters.add(CsvDialect.NO_DELIMITER);
        return delimiters;
    }

    private List<Character> quotes() {
        if (options.quote().isPresent()) {
            return List.of(options.quote().get());
        }
        return hasSingleQuoted(text) ? List.of('"', '\'') : List.of('"');
    }

    /** Whether some field stands between single quotes. */
    private static boolean hasSingleQuoted(final String text) {
        int start = text.indexOf('\'');
        while (start >= 0) {
            final int end = text.indexOf('\'', start + 1);
            if (end < 0) {
                return false;
            }
            if (isFieldEnd(text, start - 1) && isFieldEnd(text, end + 1) && isWithinLine(text, start, end)) {
                return true;
            }
            start = end;
        }
        return false;
    }

    /** Whether a quote stands behind a backslash within a field, and not at its end. */
    private static boolean hasEscapedQuotes(final String text) {
        int index = text.indexOf("\\\"", 1);
        while (index >= 0) {
            if (text.charAt(index - 1) != '\\' && index + 2 < text.length() && !isFieldEnd(text, index + 2)) {
                return true;
            }
            index = text.indexOf("\\\"", index + 1);
        }
        return false;
    }

    /** Whether no field goes on there. */
    private static boolean isFieldEnd(final String text, final int index) {
        return index < 0 || index >= text.length() || FIELD_ENDS.indexOf(text.charAt(index)) >= 0;
    }

    private static boolean isWithinLine(final String text, final int start, final int end) {
        for (int index = start; index < end; index++) {
            if (text.charAt(index) == '\n' || text.charAt(index) == '\r') {
                return false;
            }
        }
        return true;
    }

    private DialectReading read(final char delimiter, final char quote) {
        final boolean spaced = text.contains(delimiter + " " + quote);
        CsvDialect dialect =
                new CsvDialect(delimiter, quote, escapedQuotes, spaced, false, 0, false, 0, Optional.empty());
        List<String[]> records = records(dialect);
        if (hasComments(records)) {
            dialect = dialect.withComments(Optional.empty());
            final List<String[]> withComments = records;
            records = records(dialect);
            final Optional<List<String>> header = commentHeader(withComments, records);
            if (header.isPresent()) {
                return DialectReading.of(dialect.withComments(header), records);
            }
        }
        return DialectReading.of(withTable(dialect, records), records);
    }

    private CsvDialect withTable(final CsvDialect dialect, final List<String[]> records) {
        final List<Object[]> rows = records.stream().map(row -> (Object[]) row).toList();
        final int header;
        if (options.header().isEmpty()) {
            header = HeaderFinder.find(rows);
        } else {
            header = options.header().get() ? HeaderFinder.firstFull(rows) : -1;
        }
        return dialect.withTable(
                header >= 0 ? header : HeaderFinder.titles(rows), header >= 0, HeaderFinder.usualWidth(rows));
    }

    /** Whether there are lines that begin with #, and none of them is a row of the table, or a row of tags below its header. */
    private static boolean hasComments(final List<String[]> records) {
        final List<Object[]> rows = records.stream()
                .filter(row -> !isComment(row))
                .map(row -> (Object[]) row)
                .toList();
        final int width = HeaderFinder.usualWidth(rows);
        boolean found = false;
        for (int index = 0; index < records.size(); index++) {
            final String[] row = records.get(index);
            if (isComment(row)) {
                final boolean isRow = width > 1
                        && (row.length == width || DialectReading.trimmed(row).size() == width);
                final boolean isAboveRows =
                        isRow && index + 1 < records.size() && isFirstRow(records, index + 1, width);
                if (isRow && !isAboveRows || width < 2 && !row[0].startsWith("# ")) {
                    return false;
                }
                found = true;
            }
        }
        return found;
    }

    /** Whether no row of this width stands above. */
    private static boolean isFirstRow(final List<String[]> records, final int index, final int width) {
        return records.subList(0, index).stream()
                .noneMatch(row -> !isComment(row) && DialectReading.trimmed(row).size() == width);
    }

    /** The last comment above the first row, where it has as many cells as the row and that one is no header itself. */
    private static Optional<List<String>> commentHeader(
            final List<String[]> withComments, final List<String[]> records) {
        int last = -1;
        while (last + 1 < withComments.size() && isComment(withComments.get(last + 1))) {
            last++;
        }
        final boolean isHeaderless =
                !records.isEmpty() && HeaderFinder.find(List.<Object[]>of((Object[]) records.getFirst())) < 0;
        if (last < 0 || !isHeaderless) {
            return Optional.empty();
        }
        final List<String> cells = new ArrayList<>(DialectReading.trimmed(withComments.get(last)));
        cells.set(0, cells.getFirst().substring(1).strip());
        return !cells.getFirst().isEmpty()
                        && cells.size()
                                == DialectReading.trimmed(records.getFirst()).size()
                ? Optional.of(cells)
                : Optional.empty();
    }

    private static boolean isComment(final String[] row) {
        return row[0].length() > 1 && row[0].charAt(0) == CsvDialect.COMMENT;
    }

    private static CSVFormat format(final CsvDialect dialect) {
        final CSVFormat.Builder builder = CSVFormat.RFC4180
                .builder()
                .setDelimiter(dialect.delimiter())
                .setQuote(dialect.quote())
                .setIgnoreSurroundingSpaces(dialect.spacedQuotes())
                .setTrailingData(true)
                .setIgnoreEmptyLines(true);
        if (dialect.escapedQuotes()) {
            builder.setEscape('\\');
        }
        if (dialect.comments()) {
            builder.setCommentMarker(CsvDialect.COMMENT);
        }
        return builder.get();
    }

    private List<String[]> records(final CsvDialect dialect) {
        final List<String[]> rows = new ArrayList<>();
        try (CSVParser parser = CSVParser.builder()
                .setReader(new StringReader(text))
                .setFormat(format(dialect))
                .get()) {
            for (final CSVRecord csvRecord : parser) {
                rows.add(csvRecord.values());
                if (rows.size() == HeaderFinder.ROWS_TO_SEARCH) {
                    return rows;
                }
            }
        } catch (final UncheckedIOException | IOException e) {
            // Under this dialect the quotes do not fit; the rows before that count
            return rows;
        }
        if (!textIsAll && rows.size() > 1) {
            // Cut off in the middle
            rows.removeLast();
        }
        return rows;
    }
}
