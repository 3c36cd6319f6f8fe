/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.nifimimir.dataset.RowBuffer;
import io.nifimimir.ingest.IngestException;
import io.nifimimir.ingest.TableReader;
import io.nifimimir.ingest.layout.ColumnNames;

import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The objects of a JSON text as rows. */
final class JsonTableReader implements TableReader {
    private final JsonParser parser;
    private final boolean array;
    private final FieldPath root = FieldPath.root();
    private final Deque<FieldPath> path = new ArrayDeque<>();
    private final List<String> columns = new ArrayList<>();
    private final Set<String> taken = new HashSet<>();
    private final RowBuffer unordered = new RowBuffer();
    private int[] places = new int[0];
    private JsonToken token;
    private long rowNumber;

    JsonTableReader(final JsonParser parser) throws IOException {
        this.parser = parser;
        try {
            advance();
            if (token == null) {
                throw new IngestException("The file is empty: expected a JSON array of objects");
            }
            array = token == JsonToken.START_ARRAY;
            if (array) {
                advance();
            }
        } catch (final IOException e) {
            parser.close();
            throw e;
        }
    }

    @Override
    public boolean next(final RowBuffer row) throws IOException {
        row.clear();
        if (token == null || token == JsonToken.END_ARRAY) {
            return false;
        }
        rowNumber++;
        try {
            if (token != JsonToken.START_OBJECT) {
                throw new IngestException("Element %d (%s): expected an object, found [%s]"
                        .formatted(rowNumber, place(), parser.getText()));
            }
            row.setPosition(rowNumber);
            readRow(row);
            advance();
            return true;
        } catch (final JsonProcessingException e) {
            // The text of a value is only looked at when it is asked for
            throw broken(e);
        }
    }

    /** Reads the fields in the order in which they stand, and puts them in that of the columns where the two differ. */
    private void readRow(final RowBuffer row) throws IOException {
        boolean ordered = true;
        FieldPath object = root;
        path.clear();
        while (true) {
            advance();
            if (token == JsonToken.END_OBJECT) {
                if (path.isEmpty()) {
                    break;
                }
                object = path.pop();
                continue;
            }
            final FieldPath field = object.field(parser.currentName());
            advance();
            if (token == JsonToken.START_OBJECT) {
                path.push(object);
                object = field;
                continue;
            }
            final int index = columnOf(field);
            if (ordered && index < row.size()) {
                ordered = false;
                Arrays.fill(places, -1);
                for (int known = 0; known < row.size(); known++) {
                    places[known] = known;
                }
            }
            if (ordered) {
                row.padTo(index);
            } else {
                places[index] = row.size();
            }
            readValue(row);
        }
        if (!ordered) {
            row.select(places, unordered);
            row.copy(unordered);
        }
    }

    private int columnOf(final FieldPath field) {
        if (field.column() < 0) {
            field.setColumn(columns.size());
            final String name = field.name();
            final String wanted = name.isBlank() ? "column_" + (columns.size() + 1) : name;
            columns.add(ColumnNames.unique(wanted, taken));
            taken.add(columns.getLast());
            places = Arrays.copyOf(places, columns.size());
            places[columns.size() - 1] = -1;
        }
        return field.column();
    }

    private void readValue(final RowBuffer row) throws IOException {
        switch (token) {
            case VALUE_STRING ->
                row.addText(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                row.addNumber(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
            case VALUE_TRUE -> row.addBoolean(true);
            case VALUE_FALSE -> row.addBoolean(false);
            case VALUE_NULL -> row.addNull();
            case START_ARRAY -> row.addText(readArrayAsText());
            default ->
                throw new IngestException("%s: found [%s] in place of a value".formatted(place(), parser.getText()));
        }
    }

    private String readArrayAsText() throws IOException {
        final StringWriter text = new StringWriter();
        try (JsonGenerator generator = JsonAdapter.FACTORY.createGenerator(text)) {
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
            throw new IngestException("%s: the file ends in the middle of element %d".formatted(place(), rowNumber));
        }
    }

    private IngestException broken(final JsonProcessingException e) {
        final long element = Math.max(rowNumber, 1);
        if (e instanceof JsonEOFException) {
            return new IngestException("%s: the file ends in the middle of element %d".formatted(place(), element), e);
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
    public String place(final long position) {
        return "element " + position;
    }

    /** Where the parser stands. */
    private String place() {
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
