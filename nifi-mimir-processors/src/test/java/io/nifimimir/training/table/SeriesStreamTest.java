/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.table;

import io.nifimimir.dataset.DatasetReader;
import io.nifimimir.dataset.DatasetReaders;
import io.nifimimir.ingest.Converted;
import io.nifimimir.ingest.IngestOptions;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SeriesStreamTest {

    @Test
    void testPointsAreThoseOfTheTable() throws IOException {
        final StringBuilder csv = new StringBuilder("day,region,clinic,cases,deaths\n");
        for (int row = 0; row < 200; row++) {
            csv.append("2024-%02d-%02d,%s,%d,%s,%d%n"
                    .formatted(
                            1 + row / 4 / 28,
                            1 + row / 4 % 28,
                            row % 2 == 0 ? "north" : "south",
                            row / 2 % 2 + 7,
                            row % 17 == 3 ? "" : Integer.toString(row * 3),
                            row % 5));
        }
        final byte[] dataset = Converted.dataset(
                csv.toString().getBytes(StandardCharsets.UTF_8), "cases.csv", IngestOptions.DETECT_ALL);
        final Set<String> expected = new TreeSet<>();
        try (DatasetReader reader = open(dataset)) {
            TrainingTable.load(reader, TrainingTable.DEFAULT_LIMIT_BYTES, () -> true)
                    .series()
                    .forEach(series -> {
                        for (int point = 0; point < series.values().length; point++) {
                            expected.add("%s %s %d %s"
                                    .formatted(
                                            series.entity(),
                                            series.metric(),
                                            series.epochMillis()[point],
                                            series.values()[point]));
                        }
                    });
        }
        final Set<String> found = new TreeSet<>();
        try (DatasetReader reader = open(dataset)) {
            final SeriesStream stream = SeriesStream.of(reader).orElseThrow();
            stream.forEach((entity, metric, epochMillis, value) ->
                    found.add("%s %s %d %s".formatted(entity, stream.metrics().get(metric), epochMillis, value)));
        }
        assertFalse(expected.isEmpty());
        assertEquals(expected, found);
    }

    @Test
    void testTableWithoutDatesHasNone() throws IOException {
        final byte[] dataset = Converted.dataset(
                "a,b\nx,1\ny,2\n".getBytes(StandardCharsets.UTF_8), "ab.csv", IngestOptions.DETECT_ALL);
        try (DatasetReader reader = open(dataset)) {
            assertTrue(SeriesStream.of(reader).isEmpty());
        }
    }

    private static DatasetReader open(final byte[] dataset) throws IOException {
        return DatasetReaders.open(new ByteArrayInputStream(dataset));
    }
}
