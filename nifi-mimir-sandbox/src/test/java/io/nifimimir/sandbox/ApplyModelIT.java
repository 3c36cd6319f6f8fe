/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nifimimir.sandbox.client.Connection;
import io.nifimimir.sandbox.client.ControllerService;
import io.nifimimir.sandbox.client.NiFiClient;
import io.nifimimir.sandbox.client.Position;
import io.nifimimir.sandbox.client.Processor;
import io.nifimimir.sandbox.client.QueuedFlowFile;
import io.nifimimir.sandbox.client.VerificationStep;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A model is trained and applied in a real NiFi, and applied again after the power was cut, from where it was exported to as well. */
@ExtendWith(Troubleshooting.class)
@Timeout(600)
class ApplyModelIT {
    private static final Duration DEADLINE = Duration.ofMinutes(3);
    private static final Path SAMPLE = Path.of("..", "samples", "cold_chain_sensors.csv");
    private static final String TARGET = "humidity_pct";

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
    void predictionsAreTheSameAfterNiFiWasKilledAndFromAnExport() throws IOException {
        home = TestHomes.fresh("apply");
        instance = OwnNiFi.start(home, DEADLINE);
        final NiFiClient client = instance.client();
        group = client.processGroups()
                .create(client.processGroups().rootId(), "Apply", new Position(0, 0))
                .id();
        final ControllerService store = store(client, "store");
        final Connection trained = train(client, store);
        feed("training");
        client.connections().awaitQueued(trained.id(), 1, DEADLINE);

        final Connection applied = apply(client, store, "applying");
        feed("applying");
        client.connections().awaitQueued(applied.id(), 1, DEADLINE);
        final ControllerService elsewhere = store(client, "elsewhere");
        client.connections().awaitQueued(transfer(client, store, elsewhere).id(), 1, DEADLINE);
        final Connection imported = apply(client, elsewhere, "imported");
        WrittenFlow.awaitRunning(instance, applied.sourceId());
        WrittenFlow.awaitRunning(instance, imported.sourceId());
        instance.kill();
        instance.start().awaitReady(DEADLINE);
        feed("applying");
        feed("imported");
        instance.client().connections().awaitQueued(applied.id(), 2, DEADLINE);
        instance.client().connections().awaitQueued(imported.id(), 1, DEADLINE);

        final List<JsonNode> results = results(applied);
        final JsonNode rows = results.getFirst().path("rows");
        assertTrue(rows.size() > 1_000, rows.size() + " rows");
        rows.forEach(row -> assertTrue(row.path("prediction").isNumber(), row.toString()));
        assertEquals(rows, results.getLast().path("rows"));
        assertEquals(rows, results(imported).getFirst().path("rows"));
    }

    private ControllerService store(final NiFiClient client, final String name) {
        return Flows.enabledStore(client, group, name, home.resolve(name));
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
                        TARGET,
                        "Set Up Monitoring",
                        "false"));
        client.processors().autoTerminate(train.id(), Set.of("models", "no-signal"));
        return start(client, "training", train);
    }

    /** Exports the champion of one store and registers it in another. */
    private Connection transfer(
            final NiFiClient client, final ControllerService store, final ControllerService elsewhere) {
        final Processor generate = Flows.generator(client, group, "export");
        final Processor fetch = Flows.mimir(
                client,
                group,
                "FetchModel",
                "Export",
                new Position(1000, 250),
                Map.of("Mimir Store", store.id(), "Ontology Id", "fridges"));
        final Processor put = Flows.mimir(
                client, group, "PutModel", "Import", new Position(1000, 500), Map.of("Mimir Store", elsewhere.id()));
        client.connections().create(generate, fetch, "success");
        client.connections().create(fetch, put, "success");
        client.connections().create(fetch, Flows.sink(client, group), "failure");
        client.connections().create(put, Flows.sink(client, group), "failure");
        final Connection registered = client.connections().create(put, Flows.sink(client, group), "success");
        List.of(generate, fetch, put).forEach(created -> client.processors().start(created.id()));
        return registered;
    }

    private Connection apply(final NiFiClient client, final ControllerService store, final String folder)
            throws IOException {
        final Processor apply = Flows.mimir(
                client,
                group,
                "ApplyModel",
                "Apply for " + folder,
                new Position(500, 500),
                Map.of("Mimir Store", store.id(), "Ontology Id", "fridges"));
        client.processors().autoTerminate(apply.id(), Set.of("rejected"));
        final List<VerificationStep> steps = client.processors().verify(apply.id(), Map.of());
        assertTrue(steps.stream().allMatch(VerificationStep::isSuccessful), steps.toString());
        assertTrue(
                steps.stream().anyMatch(step -> step.explanation().contains("version 1 of " + TARGET)),
                steps.toString());
        return start(client, folder, apply);
    }

    /** Converts what lies in the folder for the processor; what comes of it waits in the connection. */
    private Connection start(final NiFiClient client, final String folder, final Processor processor)
            throws IOException {
        final Path inbox = Files.createDirectories(home.resolve(folder));
        client.connections().create(processor, Flows.sink(client, group), "failure");
        final Connection results = client.connections().create(processor, Flows.sink(client, group), "success");
        Flows.convertFor(client, group, inbox, processor)
                .forEach(created -> client.processors().start(created.id()));
        return results;
    }

    private void feed(final String folder) throws IOException {
        final Path hidden = home.resolve(folder).resolve("." + SAMPLE.getFileName());
        Files.copy(SAMPLE, hidden);
        // GetFile passes over names with a dot, so it never sees half a file
        Files.move(hidden, hidden.resolveSibling(SAMPLE.getFileName()), StandardCopyOption.ATOMIC_MOVE);
    }

    private List<JsonNode> results(final Connection connection) throws IOException {
        final List<JsonNode> results = new ArrayList<>();
        final NiFiClient client = instance.client();
        for (final QueuedFlowFile flowFile : client.connections().flowFiles(connection.id())) {
            assertEquals("1", flowFile.attributes().get("mimir.model.version"));
            results.add(new ObjectMapper().readTree(client.connections().content(connection.id(), flowFile)));
        }
        return results;
    }
}
