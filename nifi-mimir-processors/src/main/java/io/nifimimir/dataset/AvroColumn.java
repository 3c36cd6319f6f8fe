/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dataset;

/**
 * How the cells of a column stand in Avro.
 *
 * @param precision digits that a {@link AvroType#DECIMAL} may have
 * @param scale how many of them stand behind the point
 * @param offsetSeconds the offset from UTC of a type that has one
 */
record AvroColumn(AvroType type, int precision, int scale, int offsetSeconds) {

    static AvroColumn of(final ColumnForm form) {
        final AvroType type = switch (form.dataType()) {
            case STRING -> AvroType.STRING;
            case BOOLEAN -> AvroType.BOOLEAN;
            case NUMERIC ->
                switch (form.numbers()) {
                    case LONG -> AvroType.LONG;
                    case DOUBLE -> AvroType.DOUBLE;
                    case DECIMAL -> AvroType.DECIMAL;
                };
            case DATETIME -> datetimes(form);
        };
        return new AvroColumn(
                type,
                type == AvroType.DECIMAL ? form.precision() : 0,
                type == AvroType.DECIMAL ? form.scale() : 0,
                type.hasOffset() ? form.offsetSeconds() : 0);
    }

    /** A form that is written in this very type. */
    ColumnForm toForm(final String name) {
        final ColumnForm.Numbers numbers = switch (type) {
            case DOUBLE -> ColumnForm.Numbers.DOUBLE;
            case DECIMAL -> ColumnForm.Numbers.DECIMAL;
            default -> ColumnForm.Numbers.LONG;
        };
        final Datetimes.Form datetimes = switch (type) {
            case DATE -> Datetimes.Form.DATE;
            case LOCAL_MILLIS, LOCAL_MICROS -> Datetimes.Form.LOCAL;
            case OFFSET_MILLIS, OFFSET_MICROS -> Datetimes.Form.OFFSET;
            case DATETIME_TEXT -> Datetimes.Form.MIXED;
            default -> null;
        };
        final Datetimes.Fraction fraction = switch (type) {
            case LOCAL_MICROS, OFFSET_MICROS -> Datetimes.Fraction.MICROS;
            case DATETIME_TEXT -> Datetimes.Fraction.NANOS;
            default -> Datetimes.Fraction.MILLIS;
        };
        return new ColumnForm(name, type.dataType(), numbers, datetimes, offsetSeconds, fraction, precision, scale);
    }

    /** Days, where the column holds no datetime: a type has to be named, and this one holds the least. */
    private static AvroType datetimes(final ColumnForm form) {
        if (form.datetimes() == null || form.datetimes() == Datetimes.Form.DATE) {
            return AvroType.DATE;
        }
        if (form.datetimes() == Datetimes.Form.MIXED || form.fraction() == Datetimes.Fraction.NANOS) {
            return AvroType.DATETIME_TEXT;
        }
        final boolean millis = form.fraction() == Datetimes.Fraction.MILLIS;
        if (form.datetimes() == Datetimes.Form.LOCAL) {
            return millis ? AvroType.LOCAL_MILLIS : AvroType.LOCAL_MICROS;
        }
        return millis ? AvroType.OFFSET_MILLIS : AvroType.OFFSET_MICROS;
    }

    /** Whether each cell that fits the other column fits this one, or has been seen to fit when it was written. */
    boolean holds(final AvroColumn other) {
        return switch (type) {
            case STRING, BOOLEAN, DATE -> other.type == type;
            case LONG -> other.type == AvroType.LONG;
            case DOUBLE -> other.type == AvroType.LONG || other.type == AvroType.DOUBLE;
            case DECIMAL ->
                other.type.dataType() == DataType.NUMERIC
                        && scale >= other.scale
                        && precision - scale >= other.precision - other.scale;
            case LOCAL_MILLIS -> other.type == AvroType.LOCAL_MILLIS;
            case LOCAL_MICROS -> other.type == AvroType.LOCAL_MILLIS || other.type == AvroType.LOCAL_MICROS;
            case OFFSET_MILLIS -> other.type == AvroType.OFFSET_MILLIS && other.offsetSeconds == offsetSeconds;
            case OFFSET_MICROS -> other.type.hasOffset() && other.offsetSeconds == offsetSeconds;
            case DATETIME_TEXT -> other.type.dataType() == DataType.DATETIME;
        };
    }
}
