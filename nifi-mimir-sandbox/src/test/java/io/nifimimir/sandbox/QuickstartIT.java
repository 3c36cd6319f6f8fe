/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nifimimir.sandbox.client.Bulletin;
import io.nifimimir.sandbox.client.ControllerService;
import io.nifimimir.sandbox.client.ExtensionType;
import io.nifimimir.sandbox.client.NiFiClient;
import io.nifimimir.sandbox.client.ProcessGroup;
import io.nifimimir.sandbox.client.Processor;
import io.nifimimir.sandbox.client.ProvenanceEvent;
import io.nifimimir.sandbox.client.VerificationStep;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The quickstart flow in a real NiFi, on the sample files: what a new user sees, also when the power goes. */
@ExtendWith(Troubleshooting.class)
@Timeout(900)
class QuickstartIT {
    private static final Duration READY = Duration.ofMinutes(3);
    private static final Duration WORKED_THROUGH = Duration.ofMinutes(5);
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Path CHECKOUT = Path.of("..");
    private static final Path TEMPLATE = CHECKOUT.resolve("templates").resolve("mimir-quickstart.json");
    private static final Path SAMPLES = CHECKOUT.resolve("samples");
    private static final Set<String> GOOD =
            Set.of("archery_scores_2024.xlsx", "cold_chain_sensors.csv", "field_reports.json", "stock_levels.csv");

    private NiFiInstance instance;

    @AfterEach
    void tearDown() {
        if (instance != null) {
            instance.kill();
        }
    }

    @Test
    void samplesBecomeModelsJobsAndAlertsAndDamagedFilesAreExplained() throws IOException {
        final Folders folders = start("quickstart");
        final Quickstart quickstart = new Quickstart(instance.client(), TEMPLATE, folders);
        final ProcessGroup group = quickstart.start();
        assertEquals(0, group.invalid());

        final Set<String> names = quickstart.feed(Quickstart.samples(SAMPLES));
        final Quickstart.Progress progress = quickstart.awaitWorkedThrough(names, WORKED_THROUGH, seen -> {});

        assertEquals(GOOD, progress.trained());
        assertEquals(Folders.names(SAMPLES.resolve("damaged")), progress.failed());
        assertStoreHoldsEachFileOnce(folders);
        assertAlertsNameTheFridgeAndTheOutbreak(folders);
        assertFailuresAreUnchangedWithReasons(folders);
        assertProvenanceAndBulletins(instance.client(), group);
        assertVerificationAnswers(instance.client(), group);
        assertOneServiceHasTheStore(instance.client(), group, folders);
    }

    /** Kills NiFi again and again while it works; in the end all is as if nothing had happened. */
    @Test
    void everyFileIsWorkedThroughOnceAfterKills() throws IOException {
        final Folders folders = start("killed");
        final Quickstart quickstart = new Quickstart(instance.client(), TEMPLATE, folders);
        quickstart.start();
        final Set<String> names = quickstart.feed(Quickstart.samples(SAMPLES));
        for (int kill = 1; kill <= 2; kill++) {
            final int done = kill;
            Await.until(
                    "something to kill in the middle of",
                    WORKED_THROUGH,
                    () -> Folders.names(folders.reports()).size()
                            + Folders.names(folders.failures()).size(),
                    seen -> seen >= done);
            instance.kill();
            instance.start().awaitReady(READY);
        }
        quickstart.awaitWorkedThrough(names, WORKED_THROUGH, seen -> {});

        assertStoreHoldsEachFileOnce(folders);
        assertAlertsNameTheFridgeAndTheOutbreak(folders);
        assertEquals(names, Folders.names(folders.originals()));
        final Instant restarted = Instant.now();
        try (StoreView store = StoreView.open(folders.store())) {
            assertEquals("ok", store.integrity());
            assertEquals(0, store.executions("running") + store.executions("waiting"));
            store.jobs()
                    .forEach(job ->
                            assertTrue(job.nextRun().isAfter(restarted.minus(Duration.ofMinutes(10))), job.toString()));
            assertEquals(
                    store.alertKeys().size(), Folders.names(folders.alerts()).size());
        }
        assertMonitorModelGoesOn(folders);
    }

    private Folders start(final String name) {
        final Path home = TestHomes.fresh(name);
        instance = OwnNiFi.start(home, READY);
        return new Folders(home.resolve("data"));
    }

    private static void assertStoreHoldsEachFileOnce(final Folders folders) throws IOException {
        final Set<String> ontologies = GOOD.stream()
                .map(name -> name.substring(0, name.lastIndexOf('.')))
                .collect(Collectors.toSet());
        try (StoreView store = StoreView.open(folders.store())) {
            assertEquals(GOOD.size(), store.trainings().size());
            assertEquals(
                    ontologies,
                    store.trainings().stream().map(StoreView.Training::ontology).collect(Collectors.toSet()));
            assertEquals(
                    ontologies,
                    store.jobs().stream().map(StoreView.Job::ontology).collect(Collectors.toSet()));
            assertEquals(GOOD.size(), store.jobs().size());
            for (final StoreView.Model model : store.models()) {
                assertEquals(1, model.version(), model.toString());
                if ("forecasting".equals(model.task())) {
                    assertTrue(model.metrics().path("mase").asDouble() > 0, model.toString());
                    continue;
                }
                assertTrue(model.active(), model.toString());
                assertTrue(model.metrics().path("r2_score").asDouble() > 0.2, model.toString());
            }
            assertEquals(
                    ontologies,
                    store.models().stream().map(StoreView.Model::ontology).collect(Collectors.toSet()));
            assertEquals(4, store.series("cold_chain_sensors"));
            assertEquals(15, store.series("stock_levels"));
        }
        for (final String name : GOOD) {
            final JsonNode report = new ObjectMapper()
                    .readTree(folders.reports()
                            .resolve(Quickstart.reportName(name))
                            .toFile());
            assertTrue(report.path("models_created").asInt() >= 2, report.toString());
            assertEquals(1, report.path("monitoring_jobs_created").asInt(), report.toString());
            assertFalse(report.path("summary").asText().isEmpty());
        }
    }

    private static void assertAlertsNameTheFridgeAndTheOutbreak(final Folders folders) {
        try (StoreView store = StoreView.open(folders.store())) {
            final List<String> titles =
                    store.alerts().stream().map(StoreView.Alert::title).toList();
            assertTrue(
                    titles.stream().anyMatch(title -> title.startsWith("temperature_c of KBL-03")), titles.toString());
            assertTrue(
                    titles.stream().anyMatch(title -> title.startsWith("cases.diarrhoea of camp_south")),
                    titles.toString());
            assertFalse(
                    titles.stream().anyMatch(title -> title.contains("KBL-01") || title.contains("camp_north")),
                    titles.toString());
        }
    }

    private static void assertFailuresAreUnchangedWithReasons(final Folders folders) throws IOException {
        final Map<String, String> reasons = Map.of(
                "truncated.json", "the file ends",
                "truncated.xlsx", "damaged or not complete",
                "empty.csv", "0 bytes",
                "header_only.csv", "No rows",
                "not_a_table.csv", "none of CSV, Excel, JSON and Markdown");
        for (final Map.Entry<String, String> expected : reasons.entrySet()) {
            final Path failure = folders.failures().resolve(expected.getKey());
            assertEquals(
                    -1,
                    Files.mismatch(SAMPLES.resolve("damaged").resolve(expected.getKey()), failure),
                    expected.getKey());
            final String reason = Files.readString(failure.resolveSibling(expected.getKey() + ".reason.txt"));
            assertTrue(reason.contains(expected.getValue()), reason);
        }
    }

    private static void assertProvenanceAndBulletins(final NiFiClient client, final ProcessGroup group) {
        final Processor convert = processor(client, group, ".ConvertToUnifiedDataset");
        final Set<String> details = client.provenance().ofComponent(convert.id()).stream()
                .filter(event -> "CONTENT_MODIFIED".equals(event.eventType()))
                .map(ProvenanceEvent::details)
                .collect(Collectors.toCollection(TreeSet::new));
        assertTrue(details.contains("csv to dataset: 2700 rows, 9 columns, 15 time series"), details.toString());
        final List<String> bulletins =
                client.bulletins().stream().map(Bulletin::message).toList();
        assertTrue(bulletins.stream().anyMatch(message -> message.contains("truncated.xlsx")), bulletins.toString());
    }

    private static void assertVerificationAnswers(final NiFiClient client, final ProcessGroup group) {
        final Processor convert = processor(client, group, ".ConvertToUnifiedDataset");
        client.processors().stop(convert.id());
        final List<VerificationStep> steps = client.processors().verify(convert.id(), Map.of("filename", "x.csv"));
        assertTrue(steps.stream().allMatch(VerificationStep::isSuccessful), steps.toString());
        assertTrue(
                steps.stream().anyMatch(step -> step.explanation().contains("Tells the format by the content")),
                steps.toString());
    }

    private static void assertOneServiceHasTheStore(
            final NiFiClient client, final ProcessGroup group, final Folders folders) {
        final ExtensionType type = client.controllerServiceTypes().stream()
                .filter(candidate -> candidate.type().endsWith(".SqliteMimirStore"))
                .findFirst()
                .orElseThrow();
        final ControllerService second = client.controllerServices()
                .create(
                        group.id(),
                        type.type(),
                        type.bundle(),
                        "Second",
                        Map.of("Store Directory", folders.store().toString()));
        final VerificationStep taken = directoryStep(client, second);
        client.controllerServices()
                .setProperties(
                        second.id(),
                        Map.of(
                                "Store Directory",
                                folders.path().resolve("second").toString()));
        final VerificationStep free = directoryStep(client, second);

        assertFalse(taken.isSuccessful());
        assertTrue(taken.explanation().contains("another service uses the same directory"), taken.explanation());
        assertTrue(free.isSuccessful(), free.explanation());
    }

    private static VerificationStep directoryStep(final NiFiClient client, final ControllerService store) {
        return client.controllerServices().verify(store.id()).stream()
                .filter(step -> "Directory".equals(step.verificationStepName()))
                .findFirst()
                .orElseThrow();
    }

    private static Processor processor(final NiFiClient client, final ProcessGroup group, final String typeSuffix) {
        return client.processors().list(group.id()).stream()
                .filter(processor -> processor.type().endsWith(typeSuffix))
                .findFirst()
                .orElseThrow();
    }

    /** Makes a job due by hand, as its schedule would, and sees it run. */
    private void assertMonitorModelGoesOn(final Folders folders) {
        final NiFiClient client = instance.client();
        final Quickstart quickstart = new Quickstart(client, TEMPLATE, folders);
        final ProcessGroup group = quickstart.start();
        assertTrue(processor(client, group, ".MonitorModel").isRunning());
        try (StoreView store = StoreView.open(folders.store())) {
            final int before = store.executions("success");
            dropAnotherFile(folders);
            Await.until(
                    "MonitorModel to run a new job", SOON, () -> store.executions("success"), after -> after > before);
        }
    }

    private static void dropAnotherFile(final Folders folders) {
        final StringBuilder csv = new StringBuilder("day,rain_mm\n");
        for (int day = 1; day <= 28; day++) {
            csv.append("2024-02-%02d,%d%n2024-03-%02d,%d%n".formatted(day, day * 7 % 11, day, day * 5 % 13));
        }
        try {
            Files.writeString(folders.inbox().resolve("rain.csv"), csv);
        } catch (final IOException e) {
            throw new UncheckedIOException("Dropping another file", e);
        }
    }
}
