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
import io.nifimimir.ingest.layout.Charsets;
import io.nifimimir.ingest.layout.ColumnNames;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rows of a delimited text below its header. */
final class CsvTableReader implements TableReader {
    /** Characters of a record: more than any row, less than what would exhaust the memory where a quote is never closed. */
    private static final int MAX_RECORD = 16 * 1024 * 1024;

    private final CsvReader<RowRecord> parser;
    private final CloseableIterator<RowRecord> records;
    private final RowRecordHandler handler = new RowRecordHandler();
    private final Charsets charsets;
    private final CsvDialect dialect;
    private final Rejections rejections;
    private final Map<String, Object> sourceInfo = new LinkedHashMap<>();
    private final List<String> columns;
    private final RowBuffer firstRow;
    private boolean firstRowWaits;
    private long shortRows;
    private long rejectedRows;

    CsvTableReader(final Reader reader, final Charsets charsets, final CsvDialect dialect, final Rejections rejections)
            throws IOException {
        parser = dialect.configure(CsvReader.builder())
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .skipEmptyLines(true)
                .allowUnclosedQuote(false)
                .maxBufferSize(MAX_RECORD)
                .build(handler, reader);
        records = parser.iterator();
        this.charsets = charsets;
        this.dialect = dialect;
        this.rejections = rejections;
        sourceInfo.put("charset", charsets.charset().name());
        sourceInfo.put("charset_reason", charsets.reason());
        sourceInfo.putAll(dialect.sourceInfo());
        final RowBuffer row = new RowBuffer();
        for (int skipped = 0; skipped <= dialect.headerRow() || skipped == 0; skipped++) {
            nextRecord(row);
        }
        if (row.size() > DatasetConverter.MAX_COLUMNS) {
            throw new IngestException("%s: %,d columns, expected at most %,d"
                    .formatted(place(handler.line()), row.size(), DatasetConverter.MAX_COLUMNS));
        }
        columns = readHeader(row);
        firstRow = row;
        firstRowWaits = !dialect.hasHeader();
    }

    private List<String> readHeader(final RowBuffer row) {
        if (!dialect.hasHeader()) {
            return ColumnNames.of(Collections.nCopies(row.size(), null)).names();
        }
        trimEnd(row);
        final List<String> header = new ArrayList<>(row.size());
        for (int index = 0; index < row.size(); index++) {
            header.add(row.string(index));
        }
        final ColumnNames names = ColumnNames.of(header);
        if (!names.renamed().isEmpty()) {
            sourceInfo.put("renamed_columns", names.renamed());
        }
        return names.names();
    }

    @Override
    public boolean next(final RowBuffer row) throws IOException {
        if (firstRowWaits) {
            firstRowWaits = false;
            row.copy(firstRow);
            return true;
        }
        while (nextRecord(row)) {
            final int width = columns.size();
            if (row.size() == width) {
                return true;
            }
            if (row.size() < width) {
                shortRows++;
                return true;
            }
            trimEnd(row);
            if (row.size() <= width) {
                return true;
            }
            rejectedRows++;
            rejections.row(place(handler.line()), "%d fields, expected %d".formatted(row.size(), width), joined(row));
        }
        return false;
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
                if (!records.next().isComment()) {
                    row.setPosition(handler.line());
                    return true;
                }
            }
            return false;
        } catch (final CsvParseException e) {
            throw new IngestException("Line %d or after: %s".formatted(handler.line(), e.getMessage()), e);
        } catch (final UncheckedIOException e) {
            if (e.getCause() instanceof CharacterCodingException) {
                throw new IngestException(
                        "Line %d or after: bytes that are no %s, which the beginning of the file was told to be (%s)"
                                .formatted(handler.line(), charsets.charset().name(), charsets.reason()),
                        e);
            }
            throw new IOException(e.getCause().getMessage(), e);
        }
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public Map<String, Object> sourceInfo() {
        final Map<String, Object> info = new LinkedHashMap<>(sourceInfo);
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
