/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest;

import io.nifimimir.dataset.AvroDatasetEncoding;
import io.nifimimir.dataset.DatasetReader;
import io.nifimimir.dataset.DatasetReaders;
import io.nifimimir.dataset.JsonDatasetEncoding;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** Conversions whose rows go into Avro: the columns' forms are told by the whole table, however late they show. */
class AvroConversionTest {
    /** More than the conversion looks at before it begins. */
    private static final int ROWS = 1_500;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1                           | 2                          | long
            1                           | 0.5                        | double
            1                           | 1.5e-320                   | double
            0.5                         | 1e-999                     | decimal(1000, 999)
            0.5                         | 1.2345e-320                | decimal(325, 324)
            1                           | 9007199254740993           | long
            0.5                         | 9007199254740993           | decimal(17, 1)
            0.5                         | 0.12345678901234567890     | decimal(21, 20)
            0.12345678901234567890      | 1.5e+30                    | decimal(51, 20)
            yes                         | no                         | boolean
            x                           | 1                          | string
            2024-05-01                  | 2024-05-02                 | date
            2024-05-01                  | 2024-05-02T10:00:00        | local-timestamp-millis
            2024-05-01T10:00:00         | 2024-05-01T10:00:00.123    | local-timestamp-millis
            2024-05-01T10:00:00         | 2024-05-01T10:00:00.123456 | local-timestamp-micros
            2024-05-01T10:00:00.1234567 | 2024-05-01T10:00:00.1      | string
            2024-05-01T10:00:00+04:30   | 2024-05-02T10:00:00+04:30  | timestamp-millis
            2024-05-01T10:00:00Z        | 2024-05-02T10:00:00.0001Z  | timestamp-micros
            2024-05-01T10:00:00+02:00   | 2024-10-31T10:00:00+01:00  | string
            2024-05-01T10:00:00+02:00   | 2024-10-31T10:00:00        | string
            """)
    void typeHoldsEachCellOfTheColumn(final String usual, final String late, final String type) throws IOException {
        final StringBuilder csv = new StringBuilder("measure,number\n");
        for (int row = 0; row < ROWS; row++) {
            csv.append(row == ROWS - 10 ? late : usual).append(',').append(row).append('\n');
        }
        final byte[] content = csv.toString().getBytes(StandardCharsets.UTF_8);

        assertEquals(type, typeOf(avro(content), "measure"));
        assertReadAlike(content);
    }

    private static String typeOf(final byte[] dataset, final String column) throws IOException {
        try (DataFileStream<GenericRecord> file =
                new DataFileStream<>(new ByteArrayInputStream(dataset), new GenericDatumReader<>())) {
            final Schema schema =
                    file.getSchema().getField(column).schema().getTypes().get(1);
            final LogicalType logicalType = schema.getLogicalType();
            if (logicalType == null) {
                return schema.getName();
            }
            return schema.getType() == Schema.Type.BYTES
                    ? "decimal(%s, %s)".formatted(schema.getObjectProp("precision"), schema.getObjectProp("scale"))
                    : logicalType.getName();
        }
    }

    @Test
    void columnsOfLateRowsAreThereFromTheFirst() throws IOException {
        final StringBuilder lines = new StringBuilder();
        for (int row = 0; row < ROWS; row++) {
            lines.append("{\"a\": %d%s}\n".formatted(row, row > ROWS - 10 ? ", \"b\": 1e5" : ""));
        }

        assertReadAlike(lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void randomTextsReadAlike() throws IOException {
        final Random random = new Random(7);
        final String[] words = {
            "",
            "1",
            "-0",
            "1.0",
            "10.00",
            "1e+3",
            "1.5e3",
            "-7",
            "0.1",
            "1'500",
            "2024-05-01",
            "03/04/2024",
            "yes",
            "no",
            "x y",
            "\u00e4\ud83d\ude00",
            "2024-05-01 10:00",
            "2024-05-01T10:00:00.5Z",
            "12345678901234567",
            "NA"
        };
        for (int table = 0; table < 60; table++) {
            final StringBuilder csv = new StringBuilder("a;b c;b_c\n");
            final int first = random.nextInt(words.length);
            final int kinds = 1 + random.nextInt(4);
            // Half of the tables have rows that the conversion does not look at before it begins, with cells of other
            // kinds
            final int usual = table % 2 == 0 ? 50 : 1_100;
            for (int row = 0; row < usual + 20; row++) {
                for (int column = 0; column < 3; column++) {
                    final int kind =
                            row < usual ? column * 5 + random.nextInt(kinds) : random.nextInt(2 * kinds) + column * 5;
                    csv.append(words[(first + kind) % words.length]).append(column == 2 ? "\n" : ";");
                }
            }
            assertReadAlike(csv.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void assertReadAlike(final byte[] content) throws IOException {
        final List<Object[]> json =
                rows(Converted.dataset(content, null, IngestOptions.DETECT_ALL, new JsonDatasetEncoding()));
        final List<Object[]> avro = rows(avro(content));

        assertEquals(json.size(), avro.size());
        for (int row = 0; row < avro.size(); row++) {
            assertArrayEquals(json.get(row), avro.get(row), "row " + row);
        }
    }

    private static byte[] avro(final byte[] content) throws IOException {
        return Converted.dataset(content, null, IngestOptions.DETECT_ALL, new AvroDatasetEncoding());
    }

    private static List<Object[]> rows(final byte[] dataset) throws IOException {
        final List<Object[]> rows = new ArrayList<>();
        try (DatasetReader reader = DatasetReaders.open(new ByteArrayInputStream(dataset))) {
            for (Object[] row = reader.next(); row != null; row = reader.next()) {
                rows.add(row);
            }
        }
        return rows;
    }
}
