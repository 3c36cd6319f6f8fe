/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.learner;

import io.nifimimir.training.ModelFormatException;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads Universal Binary JSON (ubjson.org, draft 12), as far as XGBoost writes it: objects as {@code Map<String, Object>}, arrays as {@link
 * Numbers} where they have a type and as {@code List<Object>} else, and {@link String}, {@link Number}, {@link Boolean} or null.
 */
final class Ubjson {
    private static final char NO_TYPE = 0;

    private final ByteBuffer bytes;

    private Ubjson(final byte[] content) {
        bytes = ByteBuffer.wrap(content);
    }

    /** An array of numbers of one type, left where it is: a model has millions of them. */
    record Numbers(ByteBuffer bytes, char type, int size) {
        double get(final int index) {
            return switch (type) {
                case 'd' -> bytes.getFloat(index * Float.BYTES);
                case 'D' -> bytes.getDouble(index * Double.BYTES);
                case 'i' -> bytes.get(index);
                case 'U' -> Byte.toUnsignedInt(bytes.get(index));
                case 'I' -> bytes.getShort(index * Short.BYTES);
                case 'l' -> bytes.getInt(index * Integer.BYTES);
                default -> bytes.getLong(index * Long.BYTES);
            };
        }

        int getInt(final int index) {
            return (int) get(index);
        }
    }

    /** @throws ModelFormatException where the bytes end too soon, or hold what is not expected */
    static Object read(final byte[] content) throws ModelFormatException {
        final Ubjson reader = new Ubjson(content);
        try {
            return reader.value(reader.marker());
        } catch (final BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException exception) {
            throw new ModelFormatException(
                    "The trees are damaged at byte %,d of %,d".formatted(reader.bytes.position(), content.length),
                    exception);
        }
    }

    private char marker() {
        return (char) bytes.get();
    }

    private Object value(final char type) throws ModelFormatException {
        return switch (type) {
            case '{' -> object();
            case '[' -> array();
            case 'S' -> text(length(marker()));
            case 'd' -> (double) bytes.getFloat();
            case 'D' -> bytes.getDouble();
            case 'i' -> (long) bytes.get();
            case 'U' -> Byte.toUnsignedLong(bytes.get());
            case 'I' -> (long) bytes.getShort();
            case 'l' -> (long) bytes.getInt();
            case 'L' -> bytes.getLong();
            case 'T' -> Boolean.TRUE;
            case 'F' -> Boolean.FALSE;
            case 'Z' -> null;
            default ->
                throw new ModelFormatException(
                        "The trees are damaged: unknown marker [%s] at byte %,d".formatted(type, bytes.position() - 1));
        };
    }

    private Map<String, Object> object() throws ModelFormatException {
        final Map<String, Object> fields = new LinkedHashMap<>();
        for (char marker = marker(); marker != '}'; marker = marker()) {
            final String name = text(length(marker));
            fields.put(name, value(marker()));
        }

        return fields;
    }

    private Object array() throws ModelFormatException {
        char marker = marker();
        char type = NO_TYPE;
        if (marker == '$') {
            type = marker();
            marker = marker();
        }

        if (marker == '#') {
            final int size = length(marker());
            return type == NO_TYPE ? values(size) : numbers(type, size);
        }

        final List<Object> values = new ArrayList<>();
        while (marker != ']') {
            values.add(value(marker));
            marker = marker();
        }

        return values;
    }

    private List<Object> values(final int size) throws ModelFormatException {
        final List<Object> values = new ArrayList<>();
        for (int index = 0; index < size; index++) {
            values.add(value(marker()));
        }

        return values;
    }

    private Numbers numbers(final char type, final int size) throws ModelFormatException {
        final int width = switch (type) {
            case 'i', 'U' -> Byte.BYTES;
            case 'I' -> Short.BYTES;
            case 'd', 'l' -> Integer.BYTES;
            case 'D', 'L' -> Long.BYTES;
            default -> throw new ModelFormatException("The trees are damaged: an array of [%s]".formatted(type));
        };
        final int length = Math.multiplyExact(size, width);
        final ByteBuffer content = bytes.slice(bytes.position(), length);
        bytes.position(bytes.position() + length);
        return new Numbers(content, type, size);
    }

    private int length(final char type) throws ModelFormatException {
        if (value(type) instanceof final Long length && length >= 0 && length <= bytes.remaining()) {
            return length.intValue();
        }

        throw new ModelFormatException(
                "The trees are damaged: no length stands at byte %,d".formatted(bytes.position() - 1));
    }

    private String text(final int length) {
        final String text = new String(bytes.array(), bytes.position(), length, StandardCharsets.UTF_8);
        bytes.position(bytes.position() + length);
        return text;
    }
}
