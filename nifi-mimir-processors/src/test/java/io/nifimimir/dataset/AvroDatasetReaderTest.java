/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dataset;

import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class AvroDatasetReaderTest {
    private static final List<Object[]> ROWS = List.of(new Object[] {"a", 1L}, new Object[] {"b", 2L});

    @Test
    void randomTablesReadLikeTheirJson() throws IOException {
        for (int seed = 0; seed < 400; seed++) {
            final RandomTables table = new RandomTables(seed);

            final List<Object[]> json =
                    rows(new JsonDatasetReader(stream(Datasets.json(table.header(), table.rows()))));
            final List<Object[]> avro =
                    rows(new AvroDatasetReader(stream(Datasets.avro(table.header(), table.rows()))));

            assertEquals(table.rows().size(), avro.size());
            for (int row = 0; row < avro.size(); row++) {
                assertArrayEquals(json.get(row), avro.get(row), "Table of the seed %d, row %d".formatted(seed, row));
            }
        }
    }

    @Test
    void headerComesBackAsItWas() throws IOException {
        final DatasetHeader header = header(2);

        try (DatasetReader reader = new AvroDatasetReader(stream(Datasets.avro(header, ROWS)))) {
            assertEquals(header, reader.header());
        }
    }

    @Test
    void rowsAreReadAsTheyCome() throws IOException {
        final List<Object[]> rows = Collections.nCopies(100_000, new Object[] {"some text", 123_456_789L});
        final byte[] dataset = Datasets.avro(header(rows.size()), rows);
        final long[] taken = {0};
        final InputStream counted = new FilterInputStream(stream(dataset)) {
            @Override
            public int read(final byte[] bytes, final int offset, final int length) throws IOException {
                final int count = super.read(bytes, offset, length);
                taken[0] += count;
                return count;
            }
        };

        try (DatasetReader reader = new AvroDatasetReader(counted)) {
            assertArrayEquals(rows.getFirst(), reader.next());
            assertTrue(taken[0] < dataset.length / 4, () -> "%d of %d".formatted(taken[0], dataset.length));
        }
    }

    @Test
    void endStaysTheEnd() throws IOException {
        try (DatasetReader reader = new AvroDatasetReader(stream(Datasets.avro(header(0), List.of())))) {
            assertNull(reader.next());
            assertNull(reader.next());
        }
    }

    @Test
    void cellThatIsNoneIsNamed() throws IOException {
        assertFails(
                file(2, new byte[] {2, 2, 'a', 2, 4}, new byte[] {2, 2, 'b', 6, 4}),
                "Row 2, column [count]: expected numeric, found branch 3 of two");
    }

    @Test
    void cellThatClaimsMoreThanItsBlockIsNamed() throws IOException {
        assertFails(
                file(1, new byte[] {2, 100, 'a'}),
                "Row 1, column [name]: expected string, found a length of 50 bytes, where 1 are left");
    }

    @Test
    void cellThatIsCutOffIsNamed() throws IOException {
        assertFails(
                file(1, new byte[] {2, 2, 'a'}), "Row 1, column [count]: expected numeric, found the end of its block");
    }

    @Test
    void bytesBehindTheLastRowOfABlockAreRefused() throws IOException {
        assertFails(file(1, new byte[] {2, 2, 'a', 2, 4, 0}), "Row 1: 1 bytes follow it in its block");
    }

    @Test
    void fewerRowsThanTheHeaderSaysAreRefused() throws IOException {
        assertFails(
                file(3, new byte[] {2, 2, 'a', 2, 4}),
                "The Avro file ends after 1 rows, expected 3 as the header says");
    }

    @Test
    void moreRowsThanTheHeaderSaysAreRefused() throws IOException {
        assertFails(file(0, new byte[] {2, 2, 'a', 2, 4}), "Row 1: expected 0 rows, as the header says");
    }

    @Test
    void everyFileThatIsCutOffIsRefused() throws IOException {
        final byte[] dataset = Datasets.avro(header(2), ROWS);
        for (int length = 4; length < dataset.length; length++) {
            final byte[] cut = Arrays.copyOf(dataset, length);
            assertThrows(DatasetFormatException.class, () -> rows(new AvroDatasetReader(stream(cut))));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 0x10, 0x55, 0x80, 0xff})
    void everyDamagedByteReadsOrIsRefused(final int flipped) throws IOException {
        final byte[] dataset = Datasets.avro(header(2), ROWS);
        for (int position = 4; position < dataset.length; position++) {
            final byte[] damaged = dataset.clone();
            damaged[position] ^= (byte) flipped;
            try {
                rows(new AvroDatasetReader(stream(damaged)));
            } catch (final DatasetFormatException e) {
                assertTrue(e.getMessage().length() > 20, e.getMessage());
            }
        }
    }

    @Test
    void blockThatDoesNotEndWithItsMarkIsRefused() throws IOException {
        final byte[] dataset = Datasets.avro(header(2), ROWS);
        dataset[dataset.length - 1] ^= 1;

        assertFails(dataset, "Block 1 of the Avro file is damaged: it does not end where it should");
    }

    /** In the heap of the tests, there is no room for what it claims. */
    @Test
    void claimOfAHugeLengthTakesNoMemory() {
        final byte[] claim = {'O', 'b', 'j', 1, 2, (byte) 0xfe, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0xf};

        assertFails(claim, "Expected a dataset in Avro, but it ends within its header");
    }

    @Test
    void avroThatIsNoDatasetIsRefused() throws IOException {
        final ByteArrayOutputStream output = new ByteArrayOutputStream();
        try (DataFileWriter<Object> file = new DataFileWriter<>(new GenericDatumWriter<>())) {
            file.create(Schema.create(Schema.Type.LONG), output);
        }

        assertFails(
                output.toByteArray(),
                "Expected a dataset as ConvertToUnifiedDataset writes it, but its Avro file has no metadata [mimir.dataset]");
    }

    @Test
    void compressedBlocksAreRefused() throws IOException {
        final ByteArrayOutputStream output = new ByteArrayOutputStream();
        try (DataFileWriter<Object> file = new DataFileWriter<>(new GenericDatumWriter<>())) {
            file.setCodec(CodecFactory.deflateCodec(1));
            file.create(Schema.create(Schema.Type.LONG), output);
        }

        assertFails(
                output.toByteArray(),
                "Expected a dataset as ConvertToUnifiedDataset writes it, but the blocks of its Avro file are compressed by [deflate]");
    }

    @Test
    void schemaOfOtherColumnsIsRefused() throws IOException {
        final Schema other = AvroSchemas.ofRows(List.of(form("name", DataType.STRING), form("count", DataType.STRING)));

        final String expected =
                "but the numeric column [count] stands in the field [count] of type [\"null\",\"string\"]";
        final byte[] file = file(other, header(0));
        final DatasetFormatException e =
                assertThrows(DatasetFormatException.class, () -> new AvroDatasetReader(stream(file)));
        assertTrue(e.getMessage().endsWith(expected), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"source\": \"csv\"}", "[]", "{"})
    void headerThatIsNoneIsRefused(final String json) throws IOException {
        final ByteArrayOutputStream output = new ByteArrayOutputStream();
        try (DataFileWriter<Object> file = new DataFileWriter<>(new GenericDatumWriter<>())) {
            file.setMeta(AvroDatasetEncoding.HEADER, json);
            file.create(Schema.create(Schema.Type.LONG), output);
        }

        final DatasetFormatException e =
                assertThrows(DatasetFormatException.class, () -> new AvroDatasetReader(stream(output.toByteArray())));
        assertTrue(e.getMessage().contains("in the metadata [mimir.dataset]"), e.getMessage());
    }

    private static void assertFails(final byte[] dataset, final String message) {
        final DatasetFormatException e =
                assertThrows(DatasetFormatException.class, () -> rows(new AvroDatasetReader(stream(dataset))));
        assertEquals(message, e.getMessage());
    }

    /** A dataset of a string and a long whose rows are these bytes. */
    private static byte[] file(final int rowCount, final byte[]... rows) throws IOException {
        return file(
                AvroSchemas.ofRows(List.of(form("name", DataType.STRING), form("count", DataType.NUMERIC))),
                header(rowCount),
                rows);
    }

    private static byte[] file(final Schema schema, final DatasetHeader header, final byte[]... rows)
            throws IOException {
        final ByteArrayOutputStream output = new ByteArrayOutputStream();
        try (DataFileWriter<Object> file = new DataFileWriter<>(new GenericDatumWriter<>())) {
            file.setMeta(AvroDatasetEncoding.HEADER, DatasetJson.MAPPER.writeValueAsBytes(header));
            file.create(schema, output);
            for (final byte[] row : rows) {
                file.appendEncoded(ByteBuffer.wrap(row));
            }
        }
        return output.toByteArray();
    }

    private static ColumnForm form(final String name, final DataType type) {
        return new ColumnForm(name, type, ColumnForm.Numbers.LONG, null, 0, Datetimes.Fraction.MILLIS, 0, 0);
    }

    private static DatasetHeader header(final long rows) {
        return new DatasetHeader(
                SourceType.CSV,
                Map.of("delimiter", ";"),
                List.of(
                        new Column("name", 0, DataType.STRING, false, 0, 1, true, null, List.of("a"), null),
                        new Column("count", 1, DataType.NUMERIC, false, 0, 1, true, null, List.of(1), null)),
                rows,
                null,
                null,
                Map.of("source_label", "test"),
                Instant.parse("2024-05-01T12:00:00Z"));
    }

    private static List<Object[]> rows(final DatasetReader reader) throws IOException {
        try (reader) {
            final List<Object[]> rows = new ArrayList<>();
            for (Object[] row = reader.next(); row != null; row = reader.next()) {
                rows.add(row);
            }
            return rows;
        }
    }

    private static InputStream stream(final byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }
}
