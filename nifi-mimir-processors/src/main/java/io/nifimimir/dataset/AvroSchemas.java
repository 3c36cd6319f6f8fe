/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dataset;

import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

import java.time.DateTimeException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * The Avro schema of a dataset's rows: a record of nullable fields in the order of the columns. What the types of Avro do not say stands in properties of the
 * fields. There are no aliases: a column whose name is legal in Avro has it, and any other name is not legal as an alias either.
 */
final class AvroSchemas {
    /** The property that holds a column's true name. */
    static final String NAME = "mimir.name";

    /** The property that holds the column's type where Avro's type does not tell it. */
    static final String TYPE = "mimir.type";

    /** The property that holds the offset from UTC of all datetimes of a column, such as {@code +04:30}. */
    static final String OFFSET = "mimir.offset";

    private static final String LOCAL_MILLIS =
            LogicalTypes.localTimestampMillis().getName();
    private static final String LOCAL_MICROS =
            LogicalTypes.localTimestampMicros().getName();
    private static final String MILLIS = LogicalTypes.timestampMillis().getName();
    private static final String MICROS = LogicalTypes.timestampMicros().getName();

    private AvroSchemas() {}

    static Schema ofRows(final List<ColumnForm> columns) {
        final List<String> names =
                AvroNames.of(columns.stream().map(ColumnForm::name).toList());
        final List<Schema.Field> fields = new ArrayList<>();
        for (int index = 0; index < columns.size(); index++) {
            fields.add(field(names.get(index), columns.get(index)));
        }
        return Schema.createRecord("Row", null, "io.nifimimir.dataset", false, fields);
    }

    private static Schema.Field field(final String name, final ColumnForm form) {
        final AvroColumn column = AvroColumn.of(form);
        final Schema nullable = Schema.createUnion(Schema.create(Schema.Type.NULL), schema(column));
        final Schema.Field field = new Schema.Field(name, nullable, null, Schema.Field.NULL_DEFAULT_VALUE);
        field.addProp(NAME, form.name());
        if (column.type() == AvroType.DATETIME_TEXT) {
            field.addProp(TYPE, DataType.DATETIME.wireName());
        }
        if (column.type().hasOffset()) {
            field.addProp(
                    OFFSET, ZoneOffset.ofTotalSeconds(column.offsetSeconds()).getId());
        }
        return field;
    }

    private static Schema schema(final AvroColumn column) {
        return switch (column.type()) {
            case STRING, DATETIME_TEXT -> Schema.create(Schema.Type.STRING);
            case BOOLEAN -> Schema.create(Schema.Type.BOOLEAN);
            case LONG -> Schema.create(Schema.Type.LONG);
            case DOUBLE -> Schema.create(Schema.Type.DOUBLE);
            case DECIMAL ->
                LogicalTypes.decimal(column.precision(), column.scale()).addToSchema(Schema.create(Schema.Type.BYTES));
            case DATE -> LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT));
            case LOCAL_MILLIS -> ofLong(LogicalTypes.localTimestampMillis());
            case LOCAL_MICROS -> ofLong(LogicalTypes.localTimestampMicros());
            case OFFSET_MILLIS -> ofLong(LogicalTypes.timestampMillis());
            case OFFSET_MICROS -> ofLong(LogicalTypes.timestampMicros());
        };
    }

    private static Schema ofLong(final LogicalType type) {
        return type.addToSchema(Schema.create(Schema.Type.LONG));
    }

    /**
     * How the cells of these columns stand in rows of this schema.
     *
     * @throws DatasetFormatException where the schema is not of these columns
     */
    static List<AvroColumn> columns(final Schema rows, final List<Column> columns) throws DatasetFormatException {
        if (rows.getType() != Schema.Type.RECORD || rows.getFields().size() != columns.size()) {
            throw DatasetJson.notADataset("the rows are %s, not records of %,d fields"
                    .formatted(
                            rows.getType() == Schema.Type.RECORD
                                    ? "records of %,d fields"
                                            .formatted(rows.getFields().size())
                                    : "of type " + rows.getType().getName(),
                            columns.size()));
        }
        final List<AvroColumn> found = new ArrayList<>();
        for (int index = 0; index < columns.size(); index++) {
            found.add(column(rows.getFields().get(index), columns.get(index)));
        }
        return found;
    }

    private static AvroColumn column(final Schema.Field field, final Column column) throws DatasetFormatException {
        final AvroType type = column.name().equals(field.getProp(NAME)) ? type(field.schema(), column) : null;
        if (type == null) {
            throw DatasetJson.notADataset("the %s column [%s] stands in the field [%s] of type %s"
                    .formatted(column.dataType().wireName(), column.name(), field.name(), field.schema()));
        }
        final boolean decimal = type == AvroType.DECIMAL;
        final LogicalTypes.Decimal digits = decimal
                ? (LogicalTypes.Decimal) field.schema().getTypes().get(1).getLogicalType()
                : null;
        return new AvroColumn(
                type,
                decimal ? digits.getPrecision() : 0,
                decimal ? digits.getScale() : 0,
                type.hasOffset() ? offsetSeconds(field, column) : 0);
    }

    /** Null where the schema is none that columns of this type are written in. */
    private static AvroType type(final Schema schema, final Column column) {
        final boolean nullable = schema.getType() == Schema.Type.UNION
                && schema.getTypes().size() == 2
                && schema.getTypes().get(0).getType() == Schema.Type.NULL;
        if (!nullable) {
            return null;
        }
        final Schema value = schema.getTypes().get(1);
        final AvroType type = switch (value.getType()) {
            case STRING -> column.dataType() == DataType.DATETIME ? AvroType.DATETIME_TEXT : AvroType.STRING;
            case BOOLEAN -> AvroType.BOOLEAN;
            case DOUBLE -> AvroType.DOUBLE;
            case LONG -> typeOfLong(value.getLogicalType());
            case INT -> LogicalTypes.date().equals(value.getLogicalType()) ? AvroType.DATE : null;
            case BYTES -> value.getLogicalType() instanceof LogicalTypes.Decimal ? AvroType.DECIMAL : null;
            default -> null;
        };
        return type != null && type.dataType() == column.dataType() ? type : null;
    }

    private static AvroType typeOfLong(final LogicalType type) {
        if (type == null) {
            return AvroType.LONG;
        }
        final String name = type.getName();
        if (name.equals(LOCAL_MILLIS)) {
            return AvroType.LOCAL_MILLIS;
        }
        if (name.equals(LOCAL_MICROS)) {
            return AvroType.LOCAL_MICROS;
        }
        if (name.equals(MILLIS)) {
            return AvroType.OFFSET_MILLIS;
        }
        return name.equals(MICROS) ? AvroType.OFFSET_MICROS : null;
    }

    private static int offsetSeconds(final Schema.Field field, final Column column) throws DatasetFormatException {
        final String offset = field.getProp(OFFSET);
        try {
            return offset == null ? 0 : ZoneOffset.of(offset).getTotalSeconds();
        } catch (final DateTimeException e) {
            throw new DatasetFormatException(
                    "Column [%s]: expected an offset such as +04:30 in the property [%s], found [%s]"
                            .formatted(column.name(), OFFSET, offset),
                    e);
        }
    }
}
