/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.nifimimir.dataset.SourceType;

import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads JSON: an array of objects, or objects one after the other (JSON lines). Nested objects become columns named {@code outer.inner}; arrays stay
 * JSON text.
 */
public final class JsonAdapter implements DataAdapter {
    private static final JsonFactory FACTORY = new JsonFactory();

    @Override
    public SourceType sourceType() {
        return SourceType.JSON;
    }

    @Override
    public Confidence recognise(final ContentSource source) {
        final Charsets charsets = Charsets.detect(source.prefix(), source.isPrefixAll());
        final String text = new String(
                        source.prefix(),
                        charsets.byteOrderMark(),
                        source.prefix().length - charsets.byteOrderMark(),
                        charsets.charset())
                .stripLeading();
        if (text.startsWith("[") || text.startsWith("{")) {
            return Confidence.CERTAIN;
        }
        final boolean named = source.fileName()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .filter(name -> name.matches(".*\\.(json|jsonl|ndjson)"))
                        .isPresent()
                || source.mimeType().filter(type -> type.contains("json")).isPresent();
        return named ? Confidence.NAMED : Confidence.NONE;
    }

    @Override
    public TableReader open(final ContentSource source, final IngestOptions options, final RejectedRows rejections)
            throws IOException {
        return new JsonTableReader(FACTORY.createParser(source.stream()));
    }

    private static final class JsonTableReader implements TableReader {
        private final JsonParser parser;
        private final boolean array;
        private final Map<String, Integer> indexes = new LinkedHashMap<>();
        private final List<String> columns = new ArrayList<>();
        private final Set<String> taken = new HashSet<>();
        private JsonToken token;
        private long rowNumber;

        JsonTableReader(final JsonParser parser) throws IOException {
            this.parser = parser;
            advance();
            if (token == null) {
                throw new IngestException("The file is empty: expected a JSON array of objects");
            }
            array = token == JsonToken.START_ARRAY;
            if (array) {
                advance();
            }
        }

        @Override
        public Object[] next() throws IOException {
            if (token == null || token == JsonToken.END_ARRAY) {
                return null;
            }
            rowNumber++;
            try {
                if (token != JsonToken.START_OBJECT) {
                    throw new IngestException("Element %d (%s): expected an object, found [%s]"
                            .formatted(rowNumber, place(), parser.getText()));
                }
                final Object[] row = readRow();
                advance();
                return row;
            } catch (final JsonProcessingException e) {
                // The text of a value is only looked at when it is asked for
                throw broken(e);
            }
        }

        private Object[] readRow() throws IOException {
            Object[] row = new Object[columns.size()];
            final StringBuilder path = new StringBuilder();
            final List<Integer> prefixLengths = new ArrayList<>();
            while (true) {
                advance();
                if (token == JsonToken.END_OBJECT) {
                    if (prefixLengths.isEmpty()) {
                        return row;
                    }
                    path.setLength(prefixLengths.removeLast());
                    continue;
                }
                final String name = parser.currentName();
                advance();
                if (token == JsonToken.START_OBJECT) {
                    prefixLengths.add(path.length());
                    path.append(name).append('.');
                    continue;
                }
                final Object value = readValue();
                final int index = indexOf(path.isEmpty() ? name : path + name);
                if (index >= row.length) {
                    row = Arrays.copyOf(row, columns.size());
                }
                row[index] = value;
            }
        }

        private int indexOf(final String name) {
            final Integer known = indexes.get(name);
            if (known != null) {
                return known;
            }
            indexes.put(name, columns.size());
            final String wanted = name.isBlank() ? "column_" + (columns.size() + 1) : name;
            columns.add(ColumnNames.unique(wanted, taken));
            taken.add(columns.getLast());
            return columns.size() - 1;
        }

        private Object readValue() throws IOException {
            return switch (token) {
                case VALUE_STRING -> parser.getText();
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> NumberStyle.PLAIN.parse(parser.getText());
                case VALUE_TRUE -> Boolean.TRUE;
                case VALUE_FALSE -> Boolean.FALSE;
                case VALUE_NULL -> null;
                case START_ARRAY -> readArrayAsText();
                default ->
                    throw new IngestException(
                            "%s: found [%s] in place of a value".formatted(place(), parser.getText()));
            };
        }

        private String readArrayAsText() throws IOException {
            final StringWriter text = new StringWriter();
            try (JsonGenerator generator = FACTORY.createGenerator(text)) {
                generator.copyCurrentStructure(parser);
            } catch (final JsonProcessingException e) {
                throw broken(e);
            }
            return text.toString();
        }

        private void advance() throws IOException {
            try {
                token = parser.nextToken();
            } catch (final JsonProcessingException e) {
                throw broken(e);
            }
            if (token == null && !parser.getParsingContext().inRoot()) {
                throw new IngestException(
                        "%s: the file ends in the middle of element %d".formatted(place(), rowNumber));
            }
        }

        private IngestException broken(final JsonProcessingException e) {
            final long element = Math.max(rowNumber, 1);
            if (e instanceof JsonEOFException) {
                return new IngestException(
                        "%s: the file ends in the middle of element %d".formatted(place(), element), e);
            }
            return new IngestException(
                    "%s, element %d: not valid JSON: %s".formatted(place(), element, e.getOriginalMessage()), e);
        }

        @Override
        public List<String> columns() {
            return columns;
        }

        @Override
        public Map<String, Object> sourceInfo() {
            return Map.of("json_layout", array ? "array of objects" : "objects one after the other");
        }

        @Override
        public String place() {
            return "line %d, column %d"
                    .formatted(
                            parser.currentLocation().getLineNr(),
                            parser.currentLocation().getColumnNr());
        }

        @Override
        public boolean isTextTyped() {
            return true;
        }

        @Override
        public void close() throws IOException {
            parser.close();
        }
    }
}
