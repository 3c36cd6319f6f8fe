/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import io.nifimimir.sandbox.client.Connection;
import io.nifimimir.sandbox.client.ControllerService;
import io.nifimimir.sandbox.client.NiFiClient;
import io.nifimimir.sandbox.client.Position;
import io.nifimimir.sandbox.client.Processor;
import io.nifimimir.sandbox.client.QueuedFlowFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Rows drift away from those of the training in a real NiFi, which is killed while they do, and come back. */
@ExtendWith(Troubleshooting.class)
@Timeout(900)
class DriftIT {
    private static final Duration DEADLINE = Duration.ofMinutes(4);
    private static final Path SAMPLE = Path.of("..", "samples", "cold_chain_sensors.csv");
    private static final int ROWS_OF_FILE = 500;
    private static final String DRIFTED = "Data of the model of humidity_pct have drifted";

    private NiFiInstance instance;
    private Path home;
    private String group;

    @AfterEach
    void tearDown() {
        if (instance != null) {
            instance.kill();
        }
    }

    @Test
    void driftIsToldOfOnceAndEndsAfterNiFiWasKilled() throws IOException {
        final Assembly assembly = Assembly.current();
        home = TestHomes.fresh("drift");
        instance = NiFiInstance.builder(home, assembly.lib())
                .extensions(assembly.nar())
                .build()
                .start()
                .awaitReady(DEADLINE);
        final NiFiClient client = instance.client();
        group = client.processGroups()
                .create(client.processGroups().rootId(), "Drift", new Position(0, 0))
                .id();
        final ControllerService store = Flows.enabledStore(client, group, "Store", home.resolve("store"));
        final Connection trained = train(client, store);
        feed("training", "all.csv", 0, Integer.MAX_VALUE, false);
        client.connections().awaitQueued(trained.id(), 1, DEADLINE);
        final Processor monitor = monitor(client, store);
        final Connection alerts = client.connections().create(monitor, Flows.sink(client, group), "alerts");
        final Connection resolved = client.connections().create(monitor, Flows.sink(client, group), "resolved");
        start(client, "arriving", monitor);

        feed("arriving", "warm-1.csv", 0, ROWS_OF_FILE, true);
        feed("arriving", "warm-2.csv", ROWS_OF_FILE, ROWS_OF_FILE, true);
        Await.untilTrue("an alert of the drift", DEADLINE, () -> told(alerts).isPresent());
        final Map<String, String> alert = told(alerts).orElseThrow();
        assertTrue(alert.get("mimir.alert.title").contains("temperature_c"), alert.toString());
        WrittenFlow.awaitRunning(instance, monitor.id());
        instance.kill();
        instance.start().awaitReady(DEADLINE);

        for (int file = 0; file < 3; file++) {
            feed("arriving", "cold-%d.csv".formatted(file), file * ROWS_OF_FILE, ROWS_OF_FILE, false);
        }
        Await.untilTrue("the end of the drift", DEADLINE, () -> told(resolved).isPresent());

        assertEquals(alert.get("mimir.alert.id"), told(resolved).orElseThrow().get("mimir.alert.id"));
        final long distinct = instance.client().connections().flowFiles(alerts.id()).stream()
                .map(QueuedFlowFile::attributes)
                .filter(DriftIT::isOfDrift)
                .map(attributes -> attributes.get("mimir.alert.key"))
                .distinct()
                .count();
        assertEquals(1, distinct);
    }

    private Optional<Map<String, String>> told(final Connection connection) {
        return instance.client().connections().flowFiles(connection.id()).stream()
                .map(QueuedFlowFile::attributes)
                .filter(DriftIT::isOfDrift)
                .findFirst();
    }

    private static boolean isOfDrift(final Map<String, String> attributes) {
        return attributes.get("mimir.alert.title").startsWith(DRIFTED);
    }

    private Connection train(final NiFiClient client, final ControllerService store) throws IOException {
        final Processor train = Flows.mimir(
                client,
                group,
                "AutoTrain",
                "Train",
                new Position(0, 500),
                Map.of(
                        "Mimir Store",
                        store.id(),
                        "Ontology Id",
                        "fridges",
                        "Target Columns",
                        "humidity_pct",
                        "Training Time Budget",
                        "30 sec"));
        client.processors().autoTerminate(train.id(), Set.of("models", "failure"));
        final Connection trained =
                client.connections().create(train, Flows.sink(client, group), "success", "no-signal");
        start(client, "training", train);
        return trained;
    }

    private Processor monitor(final NiFiClient client, final ControllerService store) {
        final Processor monitor = Flows.mimir(
                client,
                group,
                "MonitorModel",
                "Monitor",
                new Position(500, 500),
                Map.of("Mimir Store", store.id(), "Ontology Id", "fridges"));
        client.processors().autoTerminate(monitor.id(), Set.of("success", "failure"));
        return monitor;
    }

    /** Converts what lies in the folder for the processor. */
    private void start(final NiFiClient client, final String folder, final Processor processor) throws IOException {
        final Path inbox = Files.createDirectories(home.resolve(folder));
        Flows.convertFor(client, group, inbox, processor)
                .forEach(created -> client.processors().start(created.id()));
    }

    /** @param warm whether each temperature gets a one before it: 4,1 becomes 14,1 */
    private void feed(final String folder, final String name, final int from, final int rows, final boolean warm)
            throws IOException {
        final List<String> lines = Files.readAllLines(SAMPLE);
        final List<String> chosen = new ArrayList<>();
        chosen.add(lines.getFirst());
        lines.stream()
                .skip(1L + from)
                .limit(rows)
                .map(line ->
                        warm ? line.replaceFirst("^(?<before>[^;]*;[^;]*;)(?<digit>\\d)", "${before}1${digit}") : line)
                .forEach(chosen::add);
        final Path hidden = home.resolve(folder).resolve("." + name);
        Files.write(hidden, chosen, StandardCharsets.UTF_8);
        // GetFile passes over names with a dot, so it never sees half a file
        Files.move(hidden, hidden.resolveSibling(name), StandardCopyOption.ATOMIC_MOVE);
    }
}
