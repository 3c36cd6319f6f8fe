/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dataset;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Writes the cells of one column in Avro's binary encoding. */
final class AvroCellWriter {
    /** The branches of a nullable field. */
    private static final long NULL = 0;

    private static final long VALUE = 1;

    /** Digits that a long holds whatever they are. */
    private static final int LONG_DIGITS = 18;

    private static final long MILLIS = 1_000;
    private static final long MICROS = 1_000_000;
    private static final int NANOS = 1_000_000_000;

    private final AvroColumn column;
    private final AvroBytes bytes;

    AvroCellWriter(final AvroColumn column, final AvroBytes bytes) {
        this.column = column;
        this.bytes = bytes;
    }

    /** Returns false where the cell does not fit the column. */
    boolean write(final RowBuffer row, final int index) {
        final CellKind kind = row.kind(index);
        if (kind == CellKind.NULL) {
            bytes.putLong(NULL);
            return true;
        }
        return switch (column.type()) {
            case STRING -> kind == CellKind.TEXT && writeText(row, index);
            case BOOLEAN -> kind == CellKind.BOOLEAN && writeBoolean(row.isTrue(index));
            case LONG -> kind == CellKind.NUMBER && writeInteger(row.text(), row.start(index), row.end(index));
            case DOUBLE -> kind == CellKind.NUMBER && writeDouble(row, index);
            case DECIMAL -> kind == CellKind.NUMBER && writeDecimal(row, index);
            case DATE ->
                kind == CellKind.DATE && writeLong(Math.floorDiv(row.localSeconds(index), Datetimes.SECONDS_PER_DAY));
            case LOCAL_MILLIS ->
                kind == CellKind.DATETIME && writeInstant(row.localSeconds(index), row.nanos(index), MILLIS);
            case LOCAL_MICROS ->
                kind == CellKind.DATETIME && writeInstant(row.localSeconds(index), row.nanos(index), MICROS);
            case OFFSET_MILLIS ->
                hasOffset(row, index) && writeInstant(row.epochSeconds(index), row.nanos(index), MILLIS);
            case OFFSET_MICROS ->
                hasOffset(row, index) && writeInstant(row.epochSeconds(index), row.nanos(index), MICROS);
            case DATETIME_TEXT -> kind.isTemporal() && writeText(row, index);
        };
    }

    private boolean hasOffset(final RowBuffer row, final int index) {
        return row.kind(index) == CellKind.OFFSET_DATETIME && row.offsetSeconds(index) == column.offsetSeconds();
    }

    private boolean writeText(final RowBuffer row, final int index) {
        bytes.putLong(VALUE);
        bytes.putText(row.text(), row.start(index), row.end(index));
        return true;
    }

    private boolean writeBoolean(final boolean value) {
        bytes.putLong(VALUE);
        bytes.putBoolean(value);
        return true;
    }

    private boolean writeLong(final long value) {
        bytes.putLong(VALUE);
        bytes.putLong(value);
        return true;
    }

    private boolean writeInteger(final char[] text, final int start, final int end) {
        final boolean negative = text[start] == '-';
        int position = negative ? start + 1 : start;
        if (end - position > LONG_DIGITS) {
            return writeExactInteger(text, start, end);
        }
        long value = 0;
        while (position < end) {
            final int digit = text[position++] - '0';
            if (digit < 0 || digit > 9) {
                return writeExactInteger(text, start, end);
            }
            value = value * 10 + digit;
        }
        return writeLong(negative ? -value : value);
    }

    /** The way for integers of many digits, or with an exponent. */
    private boolean writeExactInteger(final char[] text, final int start, final int end) {
        final BigDecimal exact = new BigDecimal(text, start, end - start);
        final Number narrow = Numbers.narrow(exact);
        return narrow instanceof Long && writeLong(narrow.longValue());
    }

    private boolean writeDouble(final RowBuffer row, final int index) {
        if (!row.isDouble(index)) {
            return false;
        }
        bytes.putLong(VALUE);
        bytes.putDouble(row.number(index));
        return true;
    }

    private boolean writeDecimal(final RowBuffer row, final int index) {
        final int start = row.start(index);
        final BigDecimal exact = new BigDecimal(row.text(), start, row.end(index) - start).stripTrailingZeros();
        if (exact.scale() > column.scale() || exact.precision() - exact.scale() > column.precision() - column.scale()) {
            return false;
        }
        bytes.putLong(VALUE);
        bytes.putBytes(exact.setScale(column.scale(), RoundingMode.UNNECESSARY)
                .unscaledValue()
                .toByteArray());
        return true;
    }

    /** @param units how many of the unit that is written make a second */
    private boolean writeInstant(final long seconds, final int nanos, final long units) {
        final int nanosPerUnit = (int) (NANOS / units);
        return nanos % nanosPerUnit == 0 && writeLong(seconds * units + nanos / nanosPerUnit);
    }
}
