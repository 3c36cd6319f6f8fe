/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir;

import io.nifimimir.dataset.DatasetHeader;
import io.nifimimir.dataset.JsonDatasetReader;
import io.nifimimir.ingest.Converted;
import io.nifimimir.ingest.IngestOptions;
import io.nifimimir.training.AutoTrainer;
import io.nifimimir.training.ColumnRoles;
import io.nifimimir.training.TrainingOutcome;
import io.nifimimir.training.TrainingRequest;
import io.nifimimir.training.table.TrainingTable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Public tables and series, as they were published; skipped where their folder is not beside the checkout. */
class PublicFilesTest {
    private static final Path FOLDER = Path.of("..", "..", "shared", "bench");

    @BeforeAll
    static void requireFolder() {
        Assumptions.assumeTrue(
                Files.isDirectory(FOLDER), "Skipped: no public files in shared/bench beside the checkout");
    }

    @Test
    void everyTableConverts() throws IOException {
        final List<Path> tables = files(FOLDER.resolve("automl").resolve("split"));
        assertFalse(tables.isEmpty());
        for (final Path table : tables) {
            final DatasetHeader header = header(convert(table));
            assertTrue(header.rowCount() > 50, table + ": " + header.rowCount());
            assertTrue(
                    header.columns().stream().noneMatch(column -> column.name().startsWith("column_")),
                    table.toString());
        }
    }

    @Test
    void everySeriesIsFound() throws IOException {
        final List<Path> series = files(FOLDER.resolve("anomaly").resolve("data"));
        assertFalse(series.isEmpty());
        for (final Path file : series) {
            final DatasetHeader header = header(convert(file));
            try (Stream<String> lines = Files.lines(file)) {
                assertEquals(lines.count() - 1, header.rowCount(), file.toString());
            }
            assertEquals("timestamp", header.timeSeries().dateColumn(), file.toString());
            assertEquals(List.of("value"), header.timeSeries().metricColumns(), file.toString());
            assertTrue(header.timeSeries().isSorted(), file.toString());
        }
    }

    @Test
    void namedTargetsBeatTheNaivePrediction() throws IOException {
        final Map<String, String> targets = Map.of("titanic.train.csv", "survived", "telco_churn.train.csv", "churn");
        for (final Map.Entry<String, String> target : targets.entrySet()) {
            final byte[] dataset =
                    convert(FOLDER.resolve("automl").resolve("split").resolve(target.getKey()));
            try (JsonDatasetReader reader = new JsonDatasetReader(new ByteArrayInputStream(dataset))) {
                final TrainingTable table = TrainingTable.load(reader, TrainingTable.DEFAULT_LIMIT_BYTES, () -> true);
                final TrainingRequest request = new TrainingRequest(
                        "public",
                        List.of(target.getValue()),
                        true,
                        true,
                        false,
                        0,
                        1,
                        42,
                        Duration.ofMinutes(1),
                        1,
                        ColumnRoles.DETECT,
                        "");
                final TrainingOutcome outcome =
                        new AutoTrainer().train(table, request.withKeyFor(table, false), () -> true, Clock.systemUTC());
                assertEquals(1, outcome.models().size(), outcome.report().summary());
                assertTrue(
                        outcome.models().getFirst().active(), outcome.report().summary());
            }
        }
    }

    private static List<Path> files(final Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".csv"))
                    .sorted()
                    .toList();
        }
    }

    private static byte[] convert(final Path file) throws IOException {
        return Converted.dataset(Files.readAllBytes(file), file.getFileName().toString(), IngestOptions.DETECT_ALL);
    }

    private static DatasetHeader header(final byte[] dataset) throws IOException {
        try (JsonDatasetReader reader = new JsonDatasetReader(new ByteArrayInputStream(dataset))) {
            return reader.header();
        }
    }
}
