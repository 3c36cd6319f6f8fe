/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.csv;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.nifimimir.dataset.RowBuffer;
import io.nifimimir.ingest.DatasetConverter;
import io.nifimimir.ingest.IngestException;
import io.nifimimir.ingest.Rejections;
import io.nifimimir.ingest.TableReader;
import io.nifimimir.ingest.layout.ColumnNames;
import io.nifimimir.ingest.layout.DetectedReader;
import io.nifimimir.ingest.layout.HxlTags;
import io.nifimimir.ingest.layout.TableEnd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rows of a delimited text below its header. */
final class CsvTableReader implements TableReader {
    /** Characters of a record: more than any row, less than what would exhaust the memory where a quote is never closed. */
    private static final int MAX_RECORD = 16 * 1024 * 1024;

    private static final char END_OF_FILE = '\u001a';
    private static final int MAX_NOTES = 10;
    private static final int MAX_NOTE_LENGTH = 500;

    private final CsvReader<RowRecord> parser;
    private final CloseableIterator<RowRecord> records;
    private final RowRecordHandler handler;
    private final DetectedReader text;
    private final CsvDialect dialect;
    private final Rejections rejections;
    private final Map<String, Object> sourceInfo = new LinkedHashMap<>();
    private final List<String> header = new ArrayList<>();
    private final List<String> columns;
    private final TableEnd end = new TableEnd();
    private final Deque<RowBuffer> waiting = new ArrayDeque<>();
    private long shortRows;
    private long rejectedRows;
    private long commentLines;
    private long repeatedHeaders;

    CsvTableReader(final DetectedReader text, final CsvDialect dialect, final Rejections rejections)
            throws IOException {
        handler = new RowRecordHandler(dialect.quote());
        parser = dialect.configure(CsvReader.builder())
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .skipEmptyLines(true)
                .allowUnclosedQuote(false)
                .maxBufferSize(MAX_RECORD)
                .build(handler, dialect.escapedQuotes() ? new EscapedQuotes(text, dialect.quote()) : text);
        records = parser.iterator();
        this.text = text;
        this.dialect = dialect;
        this.rejections = rejections;
        sourceInfo.putAll(dialect.sourceInfo());
        final RowBuffer row = new RowBuffer();
        skipNotes(row);
        nextRecord(row);
        if (row.size() > DatasetConverter.MAX_COLUMNS) {
            throw new IngestException(
                    "%s: more than %,d columns".formatted(place(handler.line()), DatasetConverter.MAX_COLUMNS));
        }
        columns = readHeader(row);
        handler.setWidth(columns.size());
        readTags();
    }

    /** What stands above the table says what the table is about. */
    private void skipNotes(final RowBuffer row) throws IOException {
        final List<String> notes = new ArrayList<>();
        for (int skipped = 0; skipped < dialect.notes(); skipped++) {
            nextRecord(row);
            trimEnd(row);
            if (notes.size() < MAX_NOTES) {
                notes.add(note(row));
            }
        }
        if (!notes.isEmpty()) {
            sourceInfo.put(dialect.headed() ? "notes_above_header" : "notes_above_table", notes);
        }
    }

    /** Takes the names of the columns from the first row; a row that is no header waits to be read as data. */
    private List<String> readHeader(final RowBuffer first) {
        if (dialect.headed()) {
            trimEnd(first);
            for (int index = 0; index < first.size(); index++) {
                header.add(first.string(index));
            }
        } else {
            header.addAll(
                    dialect.commentHeader().orElse(Collections.nCopies(Math.max(first.size(), dialect.width()), null)));
            waiting.add(first);
        }
        final ColumnNames names = ColumnNames.of(header);
        if (dialect.hasHeader() && !names.renamed().isEmpty()) {
            sourceInfo.put("renamed_columns", names.renamed());
        }
        return names.names();
    }

    /** A row of tags below the header is no data. */
    private void readTags() throws IOException {
        final RowBuffer row = new RowBuffer();
        if (!dialect.headed() || !nextRecord(row)) {
            return;
        }
        final List<String> cells = new ArrayList<>();
        for (int index = 0; index < row.size(); index++) {
            cells.add(row.string(index));
        }
        final Map<String, String> tags = HxlTags.of(columns, cells);
        if (tags.isEmpty()) {
            waiting.add(row);
        } else {
            sourceInfo.put("hxl_tags", tags);
        }
    }

    @Override
    public boolean next(final RowBuffer row) throws IOException {
        while (take(row)) {
            if (fits(row)) {
                return true;
            }
        }
        return false;
    }

    /** Takes the next row that is not held back; at the end of the text it says what stands below the table. */
    private boolean take(final RowBuffer row) throws IOException {
        if (!waiting.isEmpty()) {
            row.copy(waiting.remove());
            return true;
        }
        while (nextRecord(row)) {
            if (!isRepeatedHeader(row) && !end.holdsBack(row, columns.size())) {
                if (end.isHolding()) {
                    final RowBuffer current = new RowBuffer();
                    current.copy(row);
                    waiting.addAll(end.release());
                    waiting.add(current);
                    row.copy(waiting.remove());
                }
                return true;
            }
        }
        finish();
        return false;
    }

    private void finish() throws IOException {
        final TableEnd.Found found = end.finish();
        for (final RowBuffer total : found.totals()) {
            rejectedRows++;
            rejections.row(place(total.position()), "a row of totals below the data, expected data", joined(total));
        }
        if (!found.notes().isEmpty()) {
            sourceInfo.put(
                    "notes_below_table",
                    found.notes().stream().map(CsvTableReader::note).toList());
        }
    }

    private boolean fits(final RowBuffer row) throws IOException {
        final int width = columns.size();
        if (row.size() > width) {
            trimEnd(row);
        }
        if (row.size() > width) {
            rejectedRows++;
            final String fields = row.size() > DatasetConverter.MAX_COLUMNS
                    ? "more than %d".formatted(DatasetConverter.MAX_COLUMNS)
                    : String.valueOf(row.size());
            rejections.row(place(row.position()), "%s fields, expected %d".formatted(fields, width), joined(row));
            return false;
        }
        shortRows += row.size() < width ? 1 : 0;
        return true;
    }

    /** Files put behind one another, and pages, repeat their header. */
    private boolean isRepeatedHeader(final RowBuffer row) {
        if (!dialect.headed() || row.size() != header.size()) {
            return false;
        }
        for (int index = 0; index < row.size(); index++) {
            final String name = header.get(index);
            if (row.end(index) - row.start(index) != name.length()
                    || !row.string(index).equals(name)) {
                return false;
            }
        }
        repeatedHeaders++;
        return true;
    }

    private static String note(final RowBuffer row) {
        final StringBuilder note = new StringBuilder();
        for (int index = 0; index < row.size(); index++) {
            note.append(note.isEmpty() ? "" : " ").append(row.string(index).strip());
        }
        return note.substring(0, Math.min(note.length(), MAX_NOTE_LENGTH)).strip();
    }

    /** Fields behind the last one that holds something come from delimiters at the end of a line. */
    private static void trimEnd(final RowBuffer row) {
        while (row.size() > 1 && row.string(row.size() - 1).isBlank()) {
            row.removeLast();
        }
    }

    private String joined(final RowBuffer row) {
        final StringBuilder joined = new StringBuilder();
        for (int index = 0; index < row.size(); index++) {
            joined.append(index == 0 ? "" : dialect.delimiter()).append(row.string(index));
        }
        return joined.toString();
    }

    private boolean nextRecord(final RowBuffer row) throws IOException {
        handler.fill(row);
        try {
            while (records.hasNext()) {
                if (records.next().isComment()) {
                    commentLines++;
                } else if (!isEndOfFileMark(row)) {
                    row.setPosition(handler.line());
                    return true;
                }
            }
            return false;
        } catch (final CsvParseException e) {
            rethrowError(e.getCause());
            throw new IngestException("Line %d or after: %s".formatted(handler.line(), e.getMessage()), e);
        } catch (final UncheckedIOException e) {
            if (e.getCause() instanceof CharacterCodingException) {
                throw new IngestException(
                        "Line %d or after: bytes that are no %s, which the text was told to be (%s)"
                                .formatted(
                                        handler.line(),
                                        text.charsets().charset().name(),
                                        text.charsets().reason()),
                        e);
            }
            throw new IOException(e.getCause().getMessage(), e);
        }
    }

    /** The parser takes each failure for one of the content; a memory that is exhausted is none. */
    private static void rethrowError(final Throwable cause) {
        if (cause instanceof final Error error) {
            throw error;
        }
    }

    /** Programs of the time of DOS put it below the last line. */
    private static boolean isEndOfFileMark(final RowBuffer row) {
        return row.size() == 1 && row.characters() == 1 && row.text()[row.start(0)] == END_OF_FILE;
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public Map<String, Object> sourceInfo() {
        final Map<String, Object> info = new LinkedHashMap<>();
        info.put("charset", text.charsets().charset().name());
        info.put("charset_reason", text.charsets().reason());
        info.putAll(sourceInfo);
        if (commentLines > 0) {
            info.put("comment_lines", commentLines);
        }
        if (repeatedHeaders > 0) {
            info.put("repeated_headers", repeatedHeaders);
        }
        if (shortRows > 0) {
            info.put("short_rows", shortRows);
        }
        if (rejectedRows > 0) {
            info.put("rejected_rows", rejectedRows);
        }
        return info;
    }

    @Override
    public String place(final long position) {
        return "line " + position;
    }

    @Override
    public boolean isTextTyped() {
        return false;
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
