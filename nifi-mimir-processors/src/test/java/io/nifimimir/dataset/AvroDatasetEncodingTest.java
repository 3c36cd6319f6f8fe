/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dataset;

import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class AvroDatasetEncodingTest {
    private static final DatasetEncoding ENCODING = new AvroDatasetEncoding();
    private static final LocalDateTime NOON = LocalDateTime.of(2024, 5, 1, 12, 0);

    @Test
    void stockAvroReadsTypedValues() throws IOException {
        final List<String> names = List.of(
                "text", "flag", "count", "share", "exact", "day", "local", "finer local", "instant", "finer instant");
        final List<DataType> types = List.of(
                DataType.STRING,
                DataType.BOOLEAN,
                DataType.NUMERIC,
                DataType.NUMERIC,
                DataType.NUMERIC,
                DataType.DATETIME,
                DataType.DATETIME,
                DataType.DATETIME,
                DataType.DATETIME,
                DataType.DATETIME);
        final OffsetDateTime instant = OffsetDateTime.parse("2024-05-01T12:00:00+04:30");
        final Object[] row = {
            "\u00e4\ud83d\ude00",
            true,
            -3L,
            0.25,
            new BigDecimal("1234567890123456789.25"),
            LocalDate.of(1969, 12, 31),
            NOON.plusNanos(1_000_000),
            NOON.plusNanos(1_000),
            instant,
            instant.plusNanos(1_000)
        };
        final byte[] dataset = Datasets.avro(header(names, types, 2), List.of(row, new Object[row.length]));

        try (DataFileStream<GenericRecord> file =
                new DataFileStream<>(new ByteArrayInputStream(dataset), new GenericDatumReader<>())) {
            final GenericRecord first = file.next();
            final long millis = NOON.toInstant(ZoneOffset.UTC).toEpochMilli();
            final List<Object> expected = List.of(
                    "\u00e4\ud83d\ude00",
                    true,
                    -3L,
                    0.25,
                    ByteBuffer.wrap(new BigInteger("123456789012345678925").toByteArray()),
                    -1,
                    millis + 1,
                    millis * 1_000 + 1,
                    instant.toInstant().toEpochMilli(),
                    instant.toInstant().toEpochMilli() * 1_000 + 1);
            for (int index = 0; index < row.length; index++) {
                final Object cell = first.get(index);
                assertEquals(
                        expected.get(index), cell instanceof CharSequence ? cell.toString() : cell, names.get(index));
            }
            final GenericRecord second = file.next();
            for (int index = 0; index < row.length; index++) {
                assertNull(second.get(index));
            }
            assertFalse(file.hasNext());
            assertEquals(
                    List.of(
                            "null",
                            "null",
                            "null",
                            "null",
                            "decimal",
                            "date",
                            "local-timestamp-millis",
                            "local-timestamp-micros",
                            "timestamp-millis",
                            "timestamp-micros"),
                    file.getSchema().getFields().stream()
                            .map(field -> String.valueOf(logicalType(field)))
                            .toList());
            final LogicalTypes.Decimal decimal = (LogicalTypes.Decimal)
                    value(file.getSchema().getField("exact")).getLogicalType();
            assertEquals(List.of(21, 2), List.of(decimal.getPrecision(), decimal.getScale()));
            assertEquals("+04:30", file.getSchema().getField("instant").getProp("mimir.offset"));
            assertEquals("finer local", file.getSchema().getField("finer_local").getProp("mimir.name"));
        }
    }

    private static Schema value(final Schema.Field field) {
        return field.schema().getTypes().get(1);
    }

    private static String logicalType(final Schema.Field field) {
        return value(field).getLogicalType() == null
                ? null
                : value(field).getLogicalType().getName();
    }

    @Test
    void datetimesThatNoTypeOfAvroHoldsAreTextThatSaysSo() {
        for (final ColumnForm form : List.of(
                datetimes(Datetimes.Form.MIXED, 0, Datetimes.Fraction.MILLIS),
                datetimes(Datetimes.Form.LOCAL, 0, Datetimes.Fraction.NANOS),
                datetimes(Datetimes.Form.OFFSET, 0, Datetimes.Fraction.NANOS))) {
            final Schema.Field field =
                    AvroSchemas.ofRows(List.of(form)).getFields().getFirst();

            assertEquals(Schema.Type.STRING, value(field).getType());
            assertEquals("datetime", field.getProp("mimir.type"));
        }
    }

    private static Stream<Arguments> misfits() {
        final Datetimes.Fraction millis = Datetimes.Fraction.MILLIS;
        final ColumnForm longs = numbers(ColumnForm.Numbers.LONG, 0, 0);
        final ColumnForm doubles = numbers(ColumnForm.Numbers.DOUBLE, 0, 0);
        final ColumnForm decimals = numbers(ColumnForm.Numbers.DECIMAL, 6, 2);
        final ColumnForm locals = datetimes(Datetimes.Form.LOCAL, 0, millis);
        final ColumnForm offsets = datetimes(Datetimes.Form.OFFSET, 3_600, millis);
        final ColumnForm days = datetimes(Datetimes.Form.DATE, 0, millis);
        return Stream.of(
                Arguments.of(longs, 0.5),
                Arguments.of(longs, new BigDecimal("9223372036854775808")),
                Arguments.of(longs, "1"),
                Arguments.of(doubles, new BigDecimal("0.12345678901234567890")),
                Arguments.of(doubles, (1L << 53) + 1),
                Arguments.of(doubles, new BigDecimal("1e-400")),
                Arguments.of(doubles, new BigDecimal("1e400")),
                Arguments.of(doubles, new BigDecimal("1.2345e-320")),
                Arguments.of(decimals, new BigDecimal("0.001")),
                Arguments.of(decimals, new BigDecimal("12345")),
                Arguments.of(locals, NOON.plusNanos(1_000)),
                Arguments.of(locals, NOON.toLocalDate()),
                Arguments.of(locals, OffsetDateTime.parse("2024-05-01T12:00:00Z")),
                Arguments.of(offsets, OffsetDateTime.parse("2024-05-01T12:00:00Z")),
                Arguments.of(offsets, NOON),
                Arguments.of(days, NOON),
                Arguments.of(datetimes(Datetimes.Form.MIXED, 0, millis), "text"),
                Arguments.of(form(DataType.STRING), true),
                Arguments.of(form(DataType.BOOLEAN), "true"));
    }

    @ParameterizedTest
    @MethodSource("misfits")
    void cellThatDoesNotFitIsTold(final ColumnForm form, final Object cell) throws IOException {
        final RowBuffer row = new RowBuffer();
        try (RowEncoder encoder = ENCODING.encodeRows(new ByteArrayOutputStream(), List.of(form))) {
            row.set(new Object[] {null});
            assertTrue(encoder.write(row));
            row.set(new Object[] {cell});
            assertFalse(encoder.write(row));
        }
    }

    @Test
    void columnThatIsFoundLateDoesNotFit() throws IOException {
        final List<ColumnForm> columns = new ArrayList<>(List.of(form(DataType.STRING)));
        final RowBuffer row = new RowBuffer();
        try (RowEncoder encoder = ENCODING.encodeRows(new ByteArrayOutputStream(), columns)) {
            row.set(new Object[] {"a"});
            columns.add(new ColumnForm(
                    "d", DataType.STRING, ColumnForm.Numbers.LONG, null, 0, Datetimes.Fraction.MILLIS, 0, 0));
            assertTrue(encoder.write(row), "Before the first row, columns may still be found");
            columns.add(form(DataType.BOOLEAN));
            assertFalse(encoder.write(row));
        }
        assertFalse(ENCODING.takesLateColumns());
    }

    @Test
    void widerFormThanNeededIsCompatible() {
        final Datetimes.Fraction millis = Datetimes.Fraction.MILLIS;
        final Datetimes.Fraction micros = Datetimes.Fraction.MICROS;
        final List<List<ColumnForm>> rising = List.of(
                List.of(
                        numbers(ColumnForm.Numbers.LONG, 0, 0),
                        numbers(ColumnForm.Numbers.DOUBLE, 0, 0),
                        numbers(ColumnForm.Numbers.DECIMAL, 20, 2),
                        numbers(ColumnForm.Numbers.DECIMAL, 21, 3),
                        numbers(ColumnForm.Numbers.DECIMAL, 22, 3)),
                List.of(
                        datetimes(Datetimes.Form.LOCAL, 0, millis),
                        datetimes(Datetimes.Form.LOCAL, 0, micros),
                        datetimes(Datetimes.Form.MIXED, 0, millis)),
                List.of(
                        datetimes(Datetimes.Form.OFFSET, 60, millis),
                        datetimes(Datetimes.Form.OFFSET, 60, micros),
                        datetimes(Datetimes.Form.OFFSET, 60, Datetimes.Fraction.NANOS)));
        for (final List<ColumnForm> forms : rising) {
            for (int encoded = 0; encoded < forms.size(); encoded++) {
                for (int settled = 0; settled < forms.size(); settled++) {
                    assertEquals(
                            encoded >= settled,
                            ENCODING.isCompatible(forms.get(encoded), forms.get(settled)),
                            forms.get(encoded) + " for " + forms.get(settled));
                }
            }
        }
    }

    @Test
    void otherFormIsNotCompatible() {
        final Datetimes.Fraction millis = Datetimes.Fraction.MILLIS;
        final ColumnForm offset = datetimes(Datetimes.Form.OFFSET, 60, millis);

        assertFalse(ENCODING.isCompatible(offset, datetimes(Datetimes.Form.OFFSET, 120, millis)));
        assertFalse(ENCODING.isCompatible(offset, datetimes(Datetimes.Form.LOCAL, 0, millis)));
        assertFalse(ENCODING.isCompatible(datetimes(Datetimes.Form.DATE, 0, millis), offset));
        assertFalse(ENCODING.isCompatible(offset, form(DataType.STRING)));
        assertTrue(ENCODING.isCompatible(offset, form(DataType.DATETIME)), "A column without a datetime");
    }

    @Test
    void blocksGoBehindTheHeaderAsTheyAre() throws IOException {
        final byte[] noRow = "no row of any kind".getBytes(StandardCharsets.UTF_8);
        final List<ColumnForm> columns = List.of(numbers(ColumnForm.Numbers.LONG, 0, 0));
        final ByteArrayOutputStream spool = new ByteArrayOutputStream();
        try (DataFileWriter<Object> file = new DataFileWriter<>(new GenericDatumWriter<>())) {
            file.create(AvroSchemas.ofRows(columns), spool);
            file.appendEncoded(ByteBuffer.wrap(noRow));
        }
        final ByteArrayOutputStream dataset = new ByteArrayOutputStream();

        ENCODING.assemble(
                header(List.of("c"), List.of(DataType.NUMERIC), 1),
                columns,
                new ByteArrayInputStream(spool.toByteArray()),
                dataset);

        final AvroContainer file = new AvroContainer(new ByteArrayInputStream(dataset.toByteArray()));
        assertTrue(file.next());
        assertArrayEquals(noRow, file.block().array());
        assertFalse(file.next());
    }

    @Test
    void streamsBeneathStayOpen() throws IOException {
        final ByteArrayOutputStream output = new ByteArrayOutputStream() {
            @Override
            public void close() {
                throw new AssertionError("The stream is the caller's");
            }
        };
        final ByteArrayOutputStream spool = new ByteArrayOutputStream();
        final List<ColumnForm> columns = List.of(form(DataType.STRING));
        ENCODING.encodeRows(output, columns).close();
        ENCODING.encodeRows(spool, columns).close();

        ENCODING.assemble(
                header(List.of("c"), List.of(DataType.STRING), 0),
                columns,
                new ByteArrayInputStream(spool.toByteArray()),
                output);
    }

    @Test
    void halfOfASurrogatePairIsReplaced() throws IOException {
        final byte[] dataset = Datasets.avro(
                header(List.of("c"), List.of(DataType.STRING), 2),
                List.of(new Object[] {"a\ud83d"}, new Object[] {"\ude00b"}));

        try (DatasetReader reader = new AvroDatasetReader(new ByteArrayInputStream(dataset))) {
            assertArrayEquals(new Object[] {"a\ufffd"}, reader.next());
            assertArrayEquals(new Object[] {"\ufffdb"}, reader.next());
        }
    }

    private static DatasetHeader header(final List<String> names, final List<DataType> types, final long rows) {
        final List<Column> columns = new ArrayList<>();
        for (int index = 0; index < names.size(); index++) {
            columns.add(
                    new Column(names.get(index), index, types.get(index), false, 0, 0, true, null, List.of(), null));
        }
        return new DatasetHeader(
                SourceType.CSV, Map.of(), columns, rows, null, null, Map.of(), Instant.ofEpochSecond(0));
    }

    private static ColumnForm form(final DataType type) {
        return new ColumnForm("c", type, ColumnForm.Numbers.LONG, null, 0, Datetimes.Fraction.MILLIS, 0, 0);
    }

    private static ColumnForm numbers(final ColumnForm.Numbers numbers, final int precision, final int scale) {
        return new ColumnForm("c", DataType.NUMERIC, numbers, null, 0, Datetimes.Fraction.MILLIS, precision, scale);
    }

    private static ColumnForm datetimes(
            final Datetimes.Form form, final int offsetSeconds, final Datetimes.Fraction fraction) {
        return new ColumnForm("c", DataType.DATETIME, ColumnForm.Numbers.LONG, form, offsetSeconds, fraction, 0, 0);
    }
}
