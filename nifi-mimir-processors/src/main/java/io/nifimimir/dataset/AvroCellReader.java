/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dataset;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Reads the cells of one column from Avro's binary encoding. */
final class AvroCellReader {
    private static final long VALUE = 1;
    private static final int MILLIS = 1_000;
    private static final int MICROS = 1_000_000;
    private static final int NANOS = 1_000_000_000;

    private final AvroColumn column;
    private final ZoneOffset offset;

    AvroCellReader(final AvroColumn column) {
        this.column = column;
        offset = ZoneOffset.ofTotalSeconds(column.offsetSeconds());
    }

    /**
     * Reads the next cell.
     *
     * @param block little-endian, on an array from its beginning
     * @throws IllegalArgumentException where there is none of the column's type; the message says what was found
     * @throws DateTimeException where there is no datetime
     * @throws java.nio.BufferUnderflowException where the block ends within the cell
     */
    Object read(final ByteBuffer block) {
        final long branch = readLong(block);
        if (branch == 0) {
            return null;
        }
        if (branch != VALUE) {
            throw new IllegalArgumentException("branch %d of two".formatted(branch));
        }
        return switch (column.type()) {
            case STRING -> readText(block);
            case BOOLEAN -> readBoolean(block);
            case LONG -> readLong(block);
            case DOUBLE -> readDouble(block);
            case DECIMAL -> readDecimal(block);
            case DATE -> LocalDate.ofEpochDay(readLong(block));
            case LOCAL_MILLIS -> datetime(readLong(block), MILLIS);
            case LOCAL_MICROS -> datetime(readLong(block), MICROS);
            case OFFSET_MILLIS ->
                datetime(readLong(block), MILLIS)
                        .plusSeconds(column.offsetSeconds())
                        .atOffset(offset);
            case OFFSET_MICROS ->
                datetime(readLong(block), MICROS)
                        .plusSeconds(column.offsetSeconds())
                        .atOffset(offset);
            case DATETIME_TEXT -> readDatetimeText(block);
        };
    }

    private static LocalDateTime datetime(final long count, final int unitsPerSecond) {
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(count, (long) unitsPerSecond),
                Math.floorMod(count, unitsPerSecond) * (NANOS / unitsPerSecond),
                ZoneOffset.UTC);
    }

    private static Object readDatetimeText(final ByteBuffer block) {
        final String text = readText(block);
        try {
            return Datetimes.ofText(text);
        } catch (final DateTimeException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("[%s]".formatted(text), e);
        }
    }

    private static Boolean readBoolean(final ByteBuffer block) {
        final byte value = block.get();
        if (value != 0 && value != 1) {
            throw new IllegalArgumentException("the byte %d".formatted(value));
        }
        return value == 1;
    }

    private static Number readDouble(final ByteBuffer block) {
        final double value = block.getDouble();
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("[%s]".formatted(value));
        }
        return Numbers.narrow(value);
    }

    private Number readDecimal(final ByteBuffer block) {
        final int length = readLength(block);
        if (length == 0) {
            throw new IllegalArgumentException("a number of no bytes");
        }
        final BigInteger digits = new BigInteger(block.array(), block.position(), length);
        block.position(block.position() + length);
        return Numbers.narrow(new BigDecimal(digits, column.scale()));
    }

    private static String readText(final ByteBuffer block) {
        final int length = readLength(block);
        final String text = new String(block.array(), block.position(), length, StandardCharsets.UTF_8);
        block.position(block.position() + length);
        return text;
    }

    private static int readLength(final ByteBuffer block) {
        final long length = readLong(block);
        if (length < 0 || length > block.remaining()) {
            throw new IllegalArgumentException(
                    "a length of %,d bytes, where %,d are left".formatted(length, block.remaining()));
        }
        return (int) length;
    }

    private static long readLong(final ByteBuffer block) {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            final byte next = block.get();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value >>> 1 ^ -(value & 1);
            }
        }
        throw new IllegalArgumentException("a number of more than ten bytes");
    }
}
