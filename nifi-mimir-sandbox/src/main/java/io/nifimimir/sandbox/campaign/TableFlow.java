/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.campaign;

import io.nifimimir.sandbox.Await;
import io.nifimimir.sandbox.client.Bundle;
import io.nifimimir.sandbox.client.Connection;
import io.nifimimir.sandbox.client.ControllerService;
import io.nifimimir.sandbox.client.NiFiClient;
import io.nifimimir.sandbox.client.Position;
import io.nifimimir.sandbox.client.Processor;
import io.nifimimir.sandbox.client.QueuedFlowFile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Two lines of processors, in their default settings: one trains on what lies in a folder, one predicts what lies in another. */
final class TableFlow {
    private static final Bundle STANDARD = Bundle.ofNiFi("nifi-standard-nar", "2.3.0");
    private static final Bundle MIMIR = new Bundle("io.nifimimir", "nifi-mimir-nar", "0.1.0-SNAPSHOT");
    private static final Duration DEADLINE = Duration.ofMinutes(10);

    private final NiFiClient client;
    private final Path home;
    private final String group;
    private final ControllerService store;
    private final Line training;
    private final Line applying;

    /** @param outcomes the queues at its end */
    private record Line(Path inbox, List<Connection> outcomes) {}

    /** What became of a file. */
    record Arrival(String relationship, QueuedFlowFile flowFile, byte[] content) {}

    TableFlow(final NiFiClient client, final Path home) {
        this.client = client;
        this.home = home;
        group = client.processGroups().rootId();
        store = client.controllerServices()
                .create(
                        group,
                        "io.nifimimir.services.SqliteMimirStore",
                        MIMIR,
                        "Store",
                        Map.of("Store Directory", home.resolve("store").toString()));
        client.controllerServices().enable(store.id());
        training = line("AutoTrain", 0, Map.of("Mimir Store", store.id()));
        // The folder that a file is found in names the target
        applying = line("ApplyModel", 600, Map.of("Mimir Store", store.id(), "Target", "${path:substringBefore('/')}"));
    }

    private Line line(final String processor, final int x, final Map<String, String> properties) {
        final Path inbox = home.resolve(processor);
        try {
            Files.createDirectories(inbox);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        final Processor pickUp = create(
                "org.apache.nifi.processors.standard.GetFile",
                STANDARD,
                new Position(x, 0),
                Map.of("Input Directory", inbox.toString()));
        final Processor convert =
                create("io.nifimimir.processors.ConvertToUnifiedDataset", MIMIR, new Position(x, 200), Map.of());
        final Processor last = create("io.nifimimir.processors." + processor, MIMIR, new Position(x, 400), properties);
        // What comes here piles up in the connection before it: it is never started
        final Processor end =
                create("org.apache.nifi.processors.standard.LogAttribute", STANDARD, new Position(x, 600), Map.of());
        client.processors().autoTerminate(end.id(), Set.of("success"));
        client.processors().autoTerminate(convert.id(), Set.of("rejected"));
        client.processors().autoTerminate(last.id(), Set.of("models", "rejected"));
        client.connections().create(pickUp, convert, "success");
        client.connections().create(convert, last, "success");
        // One for each relationship, since a connection of several does not tell by which of them a flowfile came
        final List<Connection> outcomes = new ArrayList<>(List.of(
                client.connections().create(convert, end, "failure"),
                client.connections().create(convert, end, "ambiguous"),
                client.connections().create(last, end, "failure"),
                client.connections().create(last, end, "success")));
        if (processor.equals("AutoTrain")) {
            outcomes.add(client.connections().create(last, end, "no-signal"));
        }
        List.of(pickUp, convert, last).forEach(created -> client.processors().start(created.id()));
        return new Line(inbox, outcomes);
    }

    private Processor create(
            final String type, final Bundle bundle, final Position position, final Map<String, String> properties) {
        final String name = type.substring(type.lastIndexOf('.') + 1);
        return client.processors().create(group, type, bundle, name, position, properties);
    }

    Arrival train(final Path file, final String name) {
        return feed(training, file, training.inbox().resolve(name));
    }

    Arrival apply(final Path file, final String name, final String target) {
        return feed(applying, file, applying.inbox().resolve(target).resolve(name));
    }

    private Arrival feed(final Line line, final Path file, final Path place) {
        try {
            Files.createDirectories(place.getParent());
            final Path hidden = place.resolveSibling("." + place.getFileName());
            Files.copy(file, hidden);
            // GetFile passes over names with a dot, so it never sees half a file
            Files.move(hidden, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (final IOException e) {
            throw new UncheckedIOException("%s cannot be dropped".formatted(file), e);
        }
        return Await.until("an end of " + file.getFileName(), DEADLINE, () -> arrivals(line), found -> !found.isEmpty())
                .getFirst();
    }

    private List<Arrival> arrivals(final Line line) {
        final List<Arrival> arrivals = new ArrayList<>();
        for (final Connection outcome : line.outcomes()) {
            for (final QueuedFlowFile flowFile : client.connections().flowFiles(outcome.id())) {
                final Connection place = client.connections().get(outcome.id());
                arrivals.add(new Arrival(
                        place.sourceName() + " " + place.selectedRelationships().getFirst(),
                        flowFile,
                        client.connections().content(outcome.id(), flowFile)));
                client.connections().empty(outcome.id());
            }
        }
        return arrivals;
    }
}
