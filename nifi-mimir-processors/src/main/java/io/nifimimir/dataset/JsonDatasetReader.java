/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dataset;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the JSON encoding as a stream. */
public final class JsonDatasetReader implements DatasetReader {
    private final JsonParser parser;
    private final DatasetHeader header;
    private final Map<String, Column> columnsByName = new HashMap<>();
    private long rowNumber;

    /**
     * Reads the header.
     *
     * @throws DatasetFormatException where the content is no dataset
     */
    public JsonDatasetReader(final InputStream input) throws IOException {
        parser = DatasetJson.MAPPER.createParser(input);
        header = readHeader();
        for (final Column column : header.columns()) {
            columnsByName.put(column.name(), column);
        }
    }

    @Override
    public DatasetHeader header() {
        return header;
    }

    @Override
    public DatasetEncoding encoding() {
        return new JsonDatasetEncoding();
    }

    /** Of the forms, JSON takes the types alone. */
    @Override
    public List<ColumnForm> forms() {
        return header.columns().stream()
                .map(column -> new ColumnForm(
                        column.name(),
                        column.dataType(),
                        ColumnForm.Numbers.DECIMAL,
                        Datetimes.Form.MIXED,
                        0,
                        Datetimes.Fraction.NANOS,
                        0,
                        0))
                .toList();
    }

    @Override
    public Object[] next() throws IOException {
        try {
            final JsonToken token = parser.nextToken();
            if (token == JsonToken.END_ARRAY) {
                return null;
            }
            rowNumber++;
            if (token != JsonToken.START_OBJECT) {
                throw new DatasetFormatException(
                        "Row %d: expected an object, found %s".formatted(rowNumber, describe(token)));
            }
            return readRow();
        } catch (final JsonProcessingException e) {
            throw new DatasetFormatException(
                    "Row %d is not complete JSON: %s".formatted(rowNumber, e.getOriginalMessage()), e);
        }
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }

    private DatasetHeader readHeader() throws IOException {
        try {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw DatasetJson.notADataset("it begins with " + describe(parser.currentToken()));
            }
            final ObjectNode fields = DatasetJson.MAPPER.createObjectNode();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                final String name = parser.currentName();
                final JsonToken value = parser.nextToken();
                if (DatasetJson.ROWS.equals(name)) {
                    if (value != JsonToken.START_ARRAY) {
                        throw DatasetJson.notADataset("[rows] holds " + describe(value));
                    }
                    return DatasetJson.toHeader(fields, "before [rows]");
                }
                fields.set(name, DatasetJson.MAPPER.<JsonNode>readTree(parser));
            }
            throw DatasetJson.notADataset("it has no [rows]");
        } catch (final JsonProcessingException e) {
            throw new DatasetFormatException("Expected a dataset in JSON: " + e.getOriginalMessage(), e);
        }
    }

    private Object[] readRow() throws IOException {
        final Object[] row = new Object[header.columnCount()];
        DatasetFormatException misfit = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            final Column column = columnsByName.get(parser.currentName());
            final JsonToken value = parser.nextToken();
            try {
                if (column == null) {
                    throw new DatasetFormatException(
                            "Row %d: column [%s] is not in the header".formatted(rowNumber, parser.currentName()));
                }
                row[column.index()] = readCell(value, column);
            } catch (final DatasetFormatException e) {
                misfit = misfit == null ? e : misfit;
                // To the end of the row, so that the next one can be read
                parser.skipChildren();
            }
        }
        if (misfit != null) {
            throw new RowMisfitException(rowNumber, misfit);
        }
        return row;
    }

    private Object readCell(final JsonToken token, final Column column) throws IOException {
        final Object cell = switch (token) {
            case VALUE_NULL -> null;
            case VALUE_STRING -> readText(column);
            case VALUE_NUMBER_INT -> narrowInteger();
            case VALUE_NUMBER_FLOAT ->
                Numbers.narrow(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            default -> throw misfit(column, describe(token));
        };
        final boolean fits = cell == null
                || switch (column.dataType()) {
                    case STRING -> cell instanceof String;
                    case NUMERIC -> cell instanceof Number;
                    case BOOLEAN -> cell instanceof Boolean;
                    case DATETIME -> token == JsonToken.VALUE_STRING;
                };
        if (!fits) {
            throw misfit(column, "[%s]".formatted(parser.getText()));
        }
        return cell;
    }

    private Object readText(final Column column) throws IOException {
        final String text = parser.getText();
        if (column.dataType() != DataType.DATETIME) {
            return text;
        }
        try {
            return Datetimes.ofText(text);
        } catch (final DateTimeException | IndexOutOfBoundsException e) {
            throw new DatasetFormatException(
                    misfit(column, "[%s]".formatted(text)).getMessage(), e);
        }
    }

    private Number narrowInteger() throws IOException {
        return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                ? Numbers.narrow(parser.getDecimalValue())
                : (Number) parser.getLongValue();
    }

    private DatasetFormatException misfit(final Column column, final String found) {
        return new DatasetFormatException("Row %d, column [%s]: expected %s, found %s"
                .formatted(rowNumber, column.name(), column.dataType().wireName(), found));
    }

    private static String describe(final JsonToken token) {
        return switch (token) {
            case null -> "nothing";
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NULL -> "null";
            default -> token.name();
        };
    }
}
