/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.csv;

import io.nifimimir.ingest.AmbiguousContentException;
import io.nifimimir.ingest.layout.ColumnNames;
import io.nifimimir.ingest.layout.HeaderFinder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The first rows of a text under one dialect, and how well they fit.
 *
 * <p>The score is that of G. J. J. van den Burg, A. Nazabal and C. Sutton, "Wrangling messy CSV files by detecting row and type patterns" (Data Mining
 * and Knowledge Discovery 33, 2019), in spirit: rows that are alike, weighed by their width, times the share of cells that look like values. It differs
 * where their measure is not for tables below titles and notes: rows above the header do not count, and a header over each column speaks for a reading.
 *
 * @param header cells of the header, empty where there is none
 * @param rows the rows below the header
 */
record DialectReading(CsvDialect dialect, List<String> header, List<String[]> rows, Fit fit) {
    private static final int ROWS_TO_SHOW = 3;

    /** Two readings whose scores are nearer to each other than this are not told apart. */
    private static final double ALIKE = 0.9;

    private static final double HEADER_BONUS = 1.2;
    private static final double MESSY_HEADER = 0.2;

    /** A column of decimal commas is as likely as two columns of integers; any other single column needs that nothing else fits. */
    private static final double DECIMAL_COLUMN_WEIGHT = 0.5;

    private static final double SINGLE_COLUMN_WEIGHT = 0.4;
    private static final double MAJORITY = 0.9;

    /** Digits with decimals, or in groups of three, between signs, currencies and percent. */
    private static final Pattern NUMBER = Pattern.compile(
            "[^\\p{L}\\d,;|\\t]{0,3}(\\d+|\\d{1,3}([.,' \u00a0\u202f]\\d{2,3})+)([.,]\\d*)?([eE][-+]?\\d+)?[^\\p{L}\\d,;|\\t]{0,3}");

    private static final Pattern DECIMAL_COMMA = Pattern.compile("[-+]?\\d+,\\d+");
    private static final Pattern ROW_NAME = Pattern.compile("\\d+|\\p{L}.*");

    /**
     * How well the rows fit together.
     *
     * @param width number of columns
     * @param consistency share of rows that have this width
     * @param cleanness share of cells that look like values
     * @param header weight of the header: 1 where there is none
     */
    private record Fit(int width, double consistency, double cleanness, double header, boolean decimals) {
        double score() {
            final double single = decimals ? DECIMAL_COLUMN_WEIGHT : SINGLE_COLUMN_WEIGHT;
            final double weight = width == 1 ? single : 1 - 1.0 / width;
            return width == 0 ? 0 : consistency * consistency * weight * cleanness * header;
        }

        boolean isMessy() {
            return cleanness < MAJORITY || header < 1;
        }
    }

    /** @param records all records, comments left out, cut at the first rows */
    static DialectReading of(final CsvDialect dialect, final List<String[]> records) {
        final List<String> header = header(dialect, records);
        final List<String[]> rows = records.subList(dialect.notes() + (dialect.headed() ? 1 : 0), records.size());
        return new DialectReading(dialect, header, rows, fit(dialect, header, rows));
    }

    private static List<String> header(final CsvDialect dialect, final List<String[]> records) {
        if (dialect.commentHeader().isPresent()) {
            return dialect.commentHeader().get();
        }
        return dialect.headed() ? trimmed(records.get(dialect.notes())) : List.of();
    }

    private static Fit fit(final CsvDialect dialect, final List<String> header, final List<String[]> rows) {
        final int width = header.isEmpty() ? HeaderFinder.usualWidth(objects(rows)) : header.size();
        long alike = 0;
        long cells = 0;
        long clean = 0;
        boolean decimals = true;
        for (final String[] row : rows) {
            alike += row.length == width || trimmed(row).size() == width ? 1 : 0;
            cells += row.length;
            for (final String cell : row) {
                clean += isClean(cell, dialect.delimiter()) ? 1 : 0;
                decimals &= cell.indexOf(',') < 0
                        || DECIMAL_COMMA.matcher(cell.strip()).matches();
            }
        }
        final double consistency = rows.isEmpty() ? 1 : (double) alike / rows.size();
        final double cleanness = cells == 0 ? 1 : (double) clean / cells;
        return new Fit(width, consistency, cleanness, headerWeight(dialect, header), decimals);
    }

    private static double headerWeight(final CsvDialect dialect, final List<String> header) {
        if (header.isEmpty()) {
            return 1;
        }
        return header.stream().allMatch(cell -> isClean(cell, dialect.delimiter())) ? HEADER_BONUS : MESSY_HEADER;
    }

    /** Whether a cell is a number, or a text in which no other delimiter stands but as people write it in a sentence. */
    private static boolean isClean(final String cell, final char delimiter) {
        if (NUMBER.matcher(cell).matches()) {
            return true;
        }
        boolean letters = false;
        for (int index = 0; index < cell.length(); index++) {
            final char character = cell.charAt(index);
            letters |= Character.isLetter(character);
            final boolean foreign = character != delimiter && DialectDetector.DELIMITERS.indexOf(character) >= 0;
            final boolean sentence = index + 1 < cell.length() && cell.charAt(index + 1) == ' ' && letters;
            if (foreign && !sentence) {
                return false;
            }
        }
        return true;
    }

    /** From 0; the larger, the likelier. */
    double score() {
        return fit.score();
    }

    /**
     * Whether a reading that scores less cannot be left out: it scores nearly the same, or it is as regular where this one finds delimiters that it has no
     * use for.
     */
    boolean hasRival(final DialectReading other) {
        final boolean near = other.score() > 0 && other.score() >= ALIKE * score();
        final boolean asRegular =
                fit.isMessy() && other.fit.width > 1 && other.fit.consistency == 1 && other.fit.header >= fit.header;
        return (near || asRegular) && !isSameAs(other);
    }

    /** Whether another reading gives the same cells, and takes off the single quotes around them which this one leaves. */
    boolean isQuotedFormOf(final DialectReading other) {
        return dialect.quote() == '"'
                && other.dialect.quote() == '\''
                && dialect.delimiter() == other.dialect.delimiter()
                && rows.size() == other.rows.size()
                && isQuotedForm(header, other.header)
                && IntStream.range(0, rows.size())
                        .allMatch(row -> isQuotedForm(List.of(rows.get(row)), List.of(other.rows.get(row))));
    }

    private static boolean isQuotedForm(final List<String> cells, final List<String> others) {
        return cells.size() == others.size()
                && IntStream.range(0, cells.size())
                        .allMatch(index -> isQuotedForm(cells.get(index), others.get(index)));
    }

    private static boolean isQuotedForm(final String cell, final String other) {
        return cell.equals(other) || cell.strip().equals("'" + other.replace("'", "''") + "'");
    }

    /** Whether another reading gives the same rows. */
    private boolean isSameAs(final DialectReading other) {
        return header.equals(other.header)
                && rows.size() == other.rows.size()
                && Arrays.deepEquals(rows.toArray(), other.rows.toArray());
    }

    AmbiguousContentException.Reading toReading() {
        return toReading(dialect.describe(), "CSV Delimiter = " + CsvDialect.name(dialect.delimiter()), header, rows);
    }

    /**
     * Refuses a table in which nearly all rows have the same number of fields, but more than the header has names.
     *
     * @throws AmbiguousContentException with the ways to give names to them
     */
    void requireNamesForAll() throws AmbiguousContentException {
        final int names = header.size();
        final int width = HeaderFinder.usualWidth(objects(rows));
        final List<String[]> wide =
                rows.stream().filter(row -> trimmed(row).size() == width).toList();
        if (names == 0 || width <= names || wide.size() < 2 || wide.size() < MAJORITY * rows.size()) {
            return;
        }
        final List<AmbiguousContentException.Reading> readings = new ArrayList<>();
        if (width == names + 1
                && wide.stream().allMatch(row -> ROW_NAME.matcher(row[0]).matches())) {
            final List<String> shifted = new ArrayList<>(Collections.nCopies(width - names, ""));
            shifted.addAll(header);
            readings.add(toReading("the first column has no name", "a name for it in the header", shifted, wide));
        }
        readings.add(toReading("the last columns have no name", "names for them in the header", header, wide));
        readings.add(toReading(
                "decimal commas or other commas in texts are not quoted",
                "quotes, or another delimiter",
                header,
                wide));
        throw new AmbiguousContentException(
                "The header has %d names, and the rows below it have %d fields (delimiter %s): which belongs to which is not told"
                        .formatted(names, width, CsvDialect.name(dialect.delimiter())),
                readings);
    }

    private static AmbiguousContentException.Reading toReading(
            final String description, final String settledBy, final List<String> header, final List<String[]> rows) {
        final List<List<String>> shown = new ArrayList<>();
        shown.add(ColumnNames.of(header).names());
        rows.stream().limit(ROWS_TO_SHOW).map(List::of).forEach(shown::add);
        return new AmbiguousContentException.Reading(description, settledBy, shown);
    }

    private static List<Object[]> objects(final List<String[]> rows) {
        return rows.stream().map(row -> (Object[]) row).toList();
    }

    /** The cells of a row without the blank ones at its end. */
    static List<String> trimmed(final String[] row) {
        int width = row.length;
        while (width > 0 && row[width - 1].isBlank()) {
            width--;
        }
        return List.of(row).subList(0, width);
    }
}
