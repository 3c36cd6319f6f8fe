/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest;

import io.nifimimir.dataset.SourceType;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** Reads delimited text: charset, delimiter and header are detected, lines above the header are left out. */
public final class CsvAdapter implements DataAdapter {

    @Override
    public SourceType sourceType() {
        return SourceType.CSV;
    }

    @Override
    public Confidence recognise(final ContentSource source) {
        final Charsets charsets = Charsets.detect(source.prefix(), source.isPrefixAll());
        final String text = decode(source, charsets);
        if (text.isBlank() || binaryCharacter(text) >= 0) {
            return Confidence.NONE;
        }
        final boolean named = source.fileName()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .filter(name -> name.matches(".*\\.(csv|tsv|tab|txt)"))
                        .isPresent()
                || source.mimeType()
                        .filter(type -> type.startsWith("text/csv") || type.startsWith("text/tab-separated"))
                        .isPresent();
        return named ? Confidence.NAMED : Confidence.POSSIBLE;
    }

    @Override
    public TableReader open(final ContentSource source, final IngestOptions options, final RejectedRows rejections)
            throws IOException {
        final Charsets charsets = Charsets.detect(source.prefix(), source.isPrefixAll());
        final String prefix = decode(source, charsets);
        if (prefix.isBlank() && source.isPrefixAll()) {
            throw new IngestException("The file is empty: expected delimited text with a header");
        }
        final int binary = binaryCharacter(prefix);
        if (binary >= 0) {
            throw new IngestException(
                    "Character %d is the control character U+%04X: expected delimited text, found binary data"
                            .formatted(binary + 1, (int) prefix.charAt(binary)));
        }
        final CsvDialect dialect = CsvDialect.detect(prefix, source.isPrefixAll());
        final InputStream stream = source.stream();
        stream.skipNBytes(charsets.byteOrderMark());
        return new CsvTableReader(
                new BufferedReader(new InputStreamReader(stream, charsets.charset())), charsets, dialect, rejections);
    }

    /** Index of the first control character that no text file has, or -1. */
    private static int binaryCharacter(final String text) {
        for (int index = 0; index < text.length(); index++) {
            final char character = text.charAt(index);
            final boolean layout = character == '\t' || character == '\n' || character == '\r' || character == '\f';
            // An old end-of-file mark of DOS is harmless
            if (character < ' ' && !layout && character != '\u001a') {
                return index;
            }
        }
        return -1;
    }

    private static String decode(final ContentSource source, final Charsets charsets) {
        final byte[] prefix = source.prefix();
        final int start = charsets.byteOrderMark();
        return new String(prefix, start, prefix.length - start, charsets.charset());
    }

    private static final class CsvTableReader implements TableReader {
        private final CSVParser parser;
        private final Iterator<CSVRecord> records;
        private final RejectedRows rejections;
        private final Map<String, Object> sourceInfo = new LinkedHashMap<>();
        private final List<String> columns;
        private final String[] fields;
        private Object[] firstRow;
        private long line;
        private long shortRows;
        private long rejectedRows;

        CsvTableReader(
                final Reader reader, final Charsets charsets, final CsvDialect dialect, final RejectedRows rejections)
                throws IOException {
            parser = CSVParser.builder()
                    .setReader(reader)
                    .setFormat(CsvDialect.format(dialect.delimiter()))
                    .get();
            records = parser.iterator();
            this.rejections = rejections;
            sourceInfo.put("charset", charsets.charset().name());
            sourceInfo.put("charset_reason", charsets.reason());
            sourceInfo.put("delimiter", String.valueOf(dialect.delimiter()));
            for (int skipped = 0; skipped < dialect.headerRow(); skipped++) {
                nextRecord();
            }
            if (dialect.headerRow() > 0) {
                sourceInfo.put("rows_above_header", dialect.headerRow());
            }
            final String[] first = nextRecord();
            if (first.length > DatasetConverter.MAX_COLUMNS) {
                throw new IngestException("%s: %,d columns, expected at most %,d"
                        .formatted(place(), first.length, DatasetConverter.MAX_COLUMNS));
            }
            final boolean hasHeader = dialect.headerRow() >= 0;
            sourceInfo.put("has_header", hasHeader);
            final ColumnNames names = ColumnNames.of(
                    hasHeader
                            ? Arrays.asList(trimEnd(first))
                            : IntStream.range(0, first.length)
                                    .mapToObj(index -> (String) null)
                                    .toList());
            if (hasHeader && !names.renamed().isEmpty()) {
                sourceInfo.put("renamed_columns", names.renamed());
            }
            columns = names.names();
            fields = columns.toArray(String[]::new);
            firstRow = hasHeader ? null : first;
        }

        @Override
        public Object[] next() throws IOException {
            if (firstRow != null) {
                final Object[] row = firstRow;
                firstRow = null;
                return row;
            }
            while (true) {
                final String[] values = nextRecord();
                if (values == null) {
                    return null;
                }
                if (values.length <= fields.length) {
                    shortRows += values.length < fields.length ? 1 : 0;
                    return values;
                }
                final String[] trimmed = trimEnd(values);
                if (trimmed.length <= fields.length) {
                    return trimmed;
                }
                rejectedRows++;
                rejections.reject(
                        place(),
                        "%d fields, expected %d".formatted(trimmed.length, fields.length),
                        String.join(sourceInfo.get("delimiter").toString(), trimmed));
            }
        }

        /** Fields behind the last one that holds something come from delimiters at the end of a line. */
        private static String[] trimEnd(final String[] values) {
            int length = values.length;
            while (length > 1 && values[length - 1].isBlank()) {
                length--;
            }
            return length == values.length ? values : Arrays.copyOf(values, length);
        }

        private String[] nextRecord() throws IOException {
            try {
                final long next = parser.getCurrentLineNumber() + 1;
                if (!records.hasNext()) {
                    return null;
                }
                line = next;
                return records.next().values();
            } catch (final UncheckedIOException | IllegalStateException e) {
                final Throwable cause = e.getCause() == null ? e : e.getCause();
                throw new IngestException(
                        "Line %d or after: a field in quotes is not closed, or text follows its end (%s)"
                                .formatted(parser.getCurrentLineNumber(), cause.getMessage()),
                        e);
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
        public String place() {
            return "line " + line;
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
}
