/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dataset;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class JsonDatasetReaderTest {
    private static final DatasetHeader HEADER = new DatasetHeader(
            SourceType.CSV,
            Map.of("delimiter", ";"),
            List.of(
                    column("text", 0, DataType.STRING),
                    column("number", 1, DataType.NUMERIC),
                    column("time", 2, DataType.DATETIME),
                    column("flag", 3, DataType.BOOLEAN)),
            4,
            new TimeSeriesConfig(
                    "time",
                    List.of("number"),
                    List.of("text"),
                    Frequency.DAILY,
                    86_400,
                    "2024-01-01",
                    "2024-01-03",
                    false,
                    0,
                    0,
                    true,
                    1,
                    List.of(new SeriesGap(List.of("x"), "2024-01-01T00:00:00Z", "2024-01-03T00:00:00Z", 1))),
            new DatasetProfile(0, 0, 1, List.of(new DatasetProfile.NullPattern(List.of("text"), 3))),
            Map.of("source_label", "test"),
            Instant.parse("2024-05-01T12:00:00Z"));

    @Test
    void everyKindOfCellComesBackAsItWas() throws IOException {
        final List<Object[]> rows = List.of(
                new Object[] {"a \"quoted\" text", 9007199254740993L, LocalDate.of(2024, 1, 1), true},
                new Object[] {"", 0.1, LocalDateTime.of(2024, 1, 1, 0, 0), false},
                new Object[] {
                    null,
                    new BigDecimal("12345678901234567890.123456789"),
                    OffsetDateTime.parse("2024-01-01T10:00:00+04:30"),
                    null
                },
                new Object[] {"z", -1.5e300, null, null});
        final byte[] encoded = Datasets.json(HEADER, rows);

        try (JsonDatasetReader reader = new JsonDatasetReader(new ByteArrayInputStream(encoded))) {
            assertEquals(HEADER, reader.header());
            for (final Object[] row : rows) {
                assertArrayEquals(row, reader.next());
            }
            assertNull(reader.next());
        }
    }

    @Test
    void wireNamesAreThoseOfTheDesign() throws IOException {
        final String json = new String(Datasets.json(HEADER, List.of()), StandardCharsets.UTF_8);

        for (final String name : List.of(
                "source",
                "source_info",
                "columns",
                "data_type",
                "is_numeric",
                "is_datetime",
                "is_timeseries",
                "has_nulls",
                "null_count",
                "unique_count",
                "sample_values",
                "column_count",
                "row_count",
                "timeseries_config",
                "date_column",
                "metric_columns",
                "entity_columns",
                "frequency",
                "start_date",
                "end_date",
                "has_gaps",
                "is_sorted",
                "metadata",
                "created_at")) {
            assertTrue(json.contains("\"" + name + "\":"), name + " is missing in " + json);
        }
        assertTrue(json.endsWith("\"rows\":[]}"), json);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [] | begins with an array
            {"a": 1} | has no [rows]
            {"rows": []} | [source] is missing
            {"source": "csv", "columns": [], "row_count": 0, "rows": 3} | [rows] holds a number
            {"source": "csv", "columns": [], "row_count": 0, "created_at": "May", "rows": []} | found [May]
            """)
    void contentThatIsNoDatasetIsRefused(final String json, final String expected) {
        final DatasetFormatException e = assertThrows(
                DatasetFormatException.class,
                () -> new JsonDatasetReader(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8))));

        assertTrue(e.getMessage().contains(expected), e.getMessage());
    }

    @Test
    void cellOfAnotherTypeIsNamed() throws IOException {
        final String json = new String(Datasets.json(HEADER, List.of()), StandardCharsets.UTF_8)
                .replace("\"rows\":[]", "\"rows\":[{\"number\":\"x\"}]");

        try (JsonDatasetReader reader =
                new JsonDatasetReader(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)))) {
            final DatasetFormatException e = assertThrows(DatasetFormatException.class, reader::next);
            assertEquals("Row 1, column [number]: expected numeric, found [x]", e.getMessage());
        }
    }

    private static Column column(final String name, final int index, final DataType type) {
        return new Column(name, index, type, false, 0, 1, true, null, List.of(), null);
    }
}
