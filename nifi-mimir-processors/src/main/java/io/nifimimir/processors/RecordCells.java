/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.nifimimir.dataset.DataType;
import io.nifimimir.dataset.Datetimes;
import org.apache.nifi.serialization.record.Record;
import org.apache.nifi.serialization.record.RecordSchema;
import org.apache.nifi.serialization.record.type.RecordDataType;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.temporal.Temporal;

/** Finds the columns of a model in a record, and reads their values as the types that the model was trained on. */
final class RecordCells {
    private RecordCells() {}

    /** Whether the schema has a field for a column; {@code outer.inner} is a field within a record. */
    static boolean has(final RecordSchema schema, final String column) {
        if (schema.getField(column).isPresent()) {
            return true;
        }
        for (int point = column.indexOf('.'); point > 0; point = column.indexOf('.', point + 1)) {
            final String outer = column.substring(0, point);
            final boolean found = schema.getDataType(outer)
                    .filter(RecordDataType.class::isInstance)
                    .map(type -> ((RecordDataType) type).getChildSchema())
                    .isPresent();
            if (found && hasInner((RecordDataType) schema.getDataType(outer).get(), column.substring(point + 1))) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasInner(final RecordDataType type, final String column) {
        return has(type.getChildSchema(), column);
    }

    /**
     * The value of a column.
     *
     * @throws IllegalArgumentException where it is of another type; the message says what was found
     */
    static Object value(final Record record, final String column, final DataType type) {
        final Object value = find(record, column);
        try {
            return value == null ? null : fit(RecordTableReader.cell(value), type);
        } catch (final JsonProcessingException
                | DateTimeException
                | IndexOutOfBoundsException
                | NumberFormatException e) {
            throw misfit(value, type, e);
        }
    }

    private static Object find(final Record record, final String column) {
        if (record.getSchema().getField(column).isPresent()) {
            return record.getValue(column);
        }
        for (int point = column.indexOf('.'); point > 0; point = column.indexOf('.', point + 1)) {
            if (record.getValue(column.substring(0, point)) instanceof Record nested) {
                return find(nested, column.substring(point + 1));
            }
        }
        return null;
    }

    /** Readers of text give strings where their schema has no better type. */
    private static Object fit(final Object cell, final DataType type) {
        return switch (type) {
            case STRING -> cell == null ? null : cell.toString();
            case NUMERIC ->
                switch (cell) {
                    case null -> null;
                    case Number number -> number;
                    case String text -> text.isBlank() ? null : (Object) new BigDecimal(text.strip());
                    default -> throw misfit(cell, type, null);
                };
            case BOOLEAN ->
                switch (cell) {
                    case null -> null;
                    case Boolean flag -> flag;
                    case String text when text.isBlank() -> null;
                    case String text when "true".equalsIgnoreCase(text.strip()) -> true;
                    case String text when "false".equalsIgnoreCase(text.strip()) -> false;
                    default -> throw misfit(cell, type, null);
                };
            case DATETIME ->
                switch (cell) {
                    case null -> null;
                    case Temporal datetime -> datetime;
                    case String text -> text.isBlank() ? null : Datetimes.ofText(text.strip());
                    default -> throw misfit(cell, type, null);
                };
        };
    }

    private static IllegalArgumentException misfit(final Object found, final DataType type, final Exception cause) {
        return new IllegalArgumentException("expected %s, found [%s]".formatted(type.wireName(), found), cause);
    }
}
