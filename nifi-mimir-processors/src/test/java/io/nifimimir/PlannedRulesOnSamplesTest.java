/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir;

import io.nifimimir.dataset.DatasetReader;
import io.nifimimir.dataset.DatasetReaders;
import io.nifimimir.dataset.JsonDatasetEncoding;
import io.nifimimir.ingest.ContentSource;
import io.nifimimir.ingest.Conversion;
import io.nifimimir.ingest.ConvertedDataset;
import io.nifimimir.ingest.DatasetConverter;
import io.nifimimir.ingest.IngestOptions;
import io.nifimimir.ingest.NoRejections;
import io.nifimimir.monitoring.JobRunner;
import io.nifimimir.monitoring.alert.Alert;
import io.nifimimir.monitoring.planning.AlertBudget;
import io.nifimimir.monitoring.planning.MonitoringPlan;
import io.nifimimir.monitoring.planning.MonitoringPlanner;
import io.nifimimir.monitoring.planning.PlannedRule;
import io.nifimimir.monitoring.series.SeriesKey;
import io.nifimimir.monitoring.series.SeriesPoint;
import io.nifimimir.store.SqliteStore;
import io.nifimimir.training.table.TrainingTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The rules that are set up for the sample files find what these hold, and no more than their budget allows. */
class PlannedRulesOnSamplesTest {
    private static final Path SAMPLES = Path.of("..", "samples");

    private static final Instant NOW = Instant.parse("2026-06-01T06:00:00Z");

    private static final long TABLE_LIMIT = 1L << 27;

    @TempDir
    private Path directory;

    @Test
    void findTheFridgeThatFails() throws IOException {
        final Watched watched = watch("cold_chain_sensors.csv");

        assertTrue(
                watched.active().stream().anyMatch(title -> title.startsWith("temperature_c of KBL-03")),
                watched.toString());
        assertFalse(watched.active().stream().anyMatch(title -> title.contains("KBL-01")), watched.toString());
        assertBudgetIsKept(watched.plan());
    }

    @Test
    void findTheOutbreak() throws IOException {
        final Watched watched = watch("field_reports.json");

        assertTrue(
                watched.active().stream().anyMatch(title -> title.startsWith("cases.diarrhoea of camp_south")),
                watched.toString());
        assertFalse(watched.active().stream().anyMatch(title -> title.contains("camp_north")), watched.toString());
        assertBudgetIsKept(watched.plan());
    }

    @Test
    void keepWithinTheBudgetOnStocks() throws IOException {
        assertBudgetIsKept(watch("stock_levels.csv").plan());
    }

    private static void assertBudgetIsKept(final MonitoringPlan plan) {
        assertTrue(plan.expectedPerWeek() <= AlertBudget.DEFAULT.alertsPerWeek(), plan.toString());
        assertFalse(plan.planned().isEmpty());
        for (final PlannedRule planned : plan.planned()) {
            assertTrue(planned.dryRun().orElseThrow().complete(), planned.toString());
        }
    }

    /** @param active titles of what still lasts at the end of the file */
    private record Watched(MonitoringPlan plan, List<String> active) {}

    private Watched watch(final String name) throws IOException {
        try (SqliteStore store = SqliteStore.open(directory, Clock.fixed(NOW, ZoneOffset.UTC))) {
            final TrainingTable table = load(SAMPLES.resolve(name));
            table.series()
                    .forEach(series -> store.monitoring()
                            .appendPoints(
                                    new SeriesKey(name, series.entity(), series.metric()),
                                    IntStream.range(0, series.values().length)
                                            .mapToObj(index -> new SeriesPoint(
                                                    Instant.ofEpochMilli(series.epochMillis()[index]),
                                                    series.values()[index]))
                                            .iterator()));
            final MonitoringPlan plan = new MonitoringPlanner(store.monitoring(), AlertBudget.DEFAULT)
                    .plan(name, table.header(), ZoneOffset.UTC)
                    .orElseThrow();
            assertEquals(name, plan.job().ontologyId());
            store.monitoring().saveJob(plan.job(), plan.rules(), NOW);
            new JobRunner(store.monitoring(), Clock.fixed(NOW, ZoneOffset.UTC))
                    .runAndFinish(
                            store.monitoring().claimNow(plan.job().id(), NOW).orElseThrow());
            return new Watched(
                    plan,
                    store.monitoring().alerts(1_000).stream().map(Alert::title).toList());
        }
    }

    private static TrainingTable load(final Path file) throws IOException {
        final byte[] content = Files.readAllBytes(file);
        final ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        try (Conversion conversion = DatasetConverter.standard()
                        .open(
                                new ContentSource(
                                        () -> new ByteArrayInputStream(content),
                                        file.getFileName().toString(),
                                        null),
                                IngestOptions.DETECT_ALL);
                ConvertedDataset dataset =
                        conversion.convert(0, new JsonDatasetEncoding(), Map.of(), NoRejections.INSTANCE)) {
            dataset.writeTo(encoded);
        }
        try (DatasetReader reader = DatasetReaders.open(new ByteArrayInputStream(encoded.toByteArray()))) {
            return TrainingTable.load(reader, TABLE_LIMIT, () -> true);
        }
    }
}
