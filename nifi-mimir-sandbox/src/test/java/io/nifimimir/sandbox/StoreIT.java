/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import io.nifimimir.sandbox.client.Bundle;
import io.nifimimir.sandbox.client.Connection;
import io.nifimimir.sandbox.client.ControllerService;
import io.nifimimir.sandbox.client.NiFiClient;
import io.nifimimir.sandbox.client.Position;
import io.nifimimir.sandbox.client.Processor;
import io.nifimimir.sandbox.client.VerificationStep;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The store as NiFi's own processors use it, through a kill and a damaged file. */
@ExtendWith(Troubleshooting.class)
@Timeout(600)
class StoreIT {
    private static final Duration READY = Duration.ofMinutes(3);
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Bundle RECORDS = Bundle.ofNiFi("nifi-record-serialization-services-nar", "2.3.0");

    private NiFiInstance instance;
    private Path storeFolder;
    private String group;

    @AfterEach
    void tearDown() {
        if (instance != null) {
            instance.kill();
        }
    }

    @Test
    void processorsOfNiFiUseTheStoreBeforeAndAfterAKillAndAStop() throws IOException {
        final Path home = TestHomes.fresh("store");
        instance = OwnNiFi.start(home, READY);
        storeFolder = home.resolve("data").resolve("store");
        final NiFiClient client = instance.client();
        group = client.processGroups()
                .create(client.processGroups().rootId(), "Store", new Position(0, 0))
                .id();
        final ControllerService store = Flows.store(client, group, "Store", storeFolder);
        final ControllerService writer = client.controllerServices()
                .create(group, "org.apache.nifi.json.JsonRecordSetWriter", RECORDS, "Writer", Map.of());
        final List<VerificationStep> before = client.controllerServices().verify(store.id());
        assertTrue(before.stream().noneMatch(step -> "FAILED".equals(step.outcome())), before.toString());
        client.controllerServices().enable(store.id());
        client.controllerServices().enable(writer.id());

        assertQueryAnswers(client, store, writer);
        final Processor generator = Flows.generator(client, group, "an alert");
        final Processor detect = detectDuplicate(client, store);
        client.connections().create(generator, detect, "success");
        final Connection first = client.connections().create(detect, Flows.sink(client, group), "non-duplicate");
        final Connection repeated = client.connections().create(detect, Flows.sink(client, group), "duplicate");
        client.processors().start(detect.id());
        client.processors().runOnce(generator.id());
        client.connections().awaitQueued(first.id(), 1, SOON);
        WrittenFlow.awaitRunning(instance, detect.id());

        instance.kill();
        instance.start().awaitReady(READY);
        assertRepetitionIsKnown(generator, repeated, 1);

        instance.stop();
        try (Stream<Path> backups = Files.list(storeFolder.resolve("backups"))) {
            assertTrue(backups.anyMatch(file -> file.toString().endsWith(".db")), "a backup on a clean stop");
        }
        damage(storeFolder.resolve("mimir.db"));
        instance.start().awaitReady(READY);
        assertRepetitionIsKnown(generator, repeated, 2);
        assertEquals(1, instance.client().connections().get(first.id()).queuedCount());
        try (Stream<Path> files = Files.list(storeFolder)) {
            assertTrue(
                    files.anyMatch(file -> file.getFileName().toString().startsWith("mimir.db.damaged-")),
                    "kept aside");
        }
        assertTrue(
                instance.client().bulletins().stream()
                        .anyMatch(bulletin -> bulletin.message().contains("was restored from backup")),
                "said on the canvas");
    }

    private void assertRepetitionIsKnown(final Processor generator, final Connection repeated, final int times) {
        final NiFiClient client = instance.client();
        client.processors().runOnce(generator.id());
        client.connections().awaitQueued(repeated.id(), times, SOON);
    }

    private void assertQueryAnswers(
            final NiFiClient client, final ControllerService store, final ControllerService writer) {
        final Processor query = client.processors()
                .create(
                        group,
                        "org.apache.nifi.processors.standard.ExecuteSQLRecord",
                        Flows.STANDARD,
                        "Query",
                        new Position(400, 0),
                        Map.of(
                                "Database Connection Pooling Service",
                                store.id(),
                                "esqlrecord-record-writer",
                                writer.id(),
                                "SQL Query",
                                "SELECT name, sql FROM sqlite_schema WHERE name IN ('alerts', 'models')"));
        client.processors().schedule(query.id(), "TIMER_DRIVEN", "1 day");
        final Connection rows = client.connections().create(query, Flows.sink(client, group), "success");
        client.processors().autoTerminate(query.id(), Set.of("failure"));
        client.processors().runOnce(query.id());
        client.connections().awaitQueued(rows.id(), 1, SOON);
        assertEquals(
                "2",
                client.connections()
                        .flowFiles(rows.id())
                        .getFirst()
                        .attributes()
                        .get("record.count"));
    }

    private Processor detectDuplicate(final NiFiClient client, final ControllerService store) {
        final Processor detect = client.processors()
                .create(
                        group,
                        "org.apache.nifi.processors.standard.DetectDuplicate",
                        Flows.STANDARD,
                        "Known",
                        new Position(0, 250),
                        Map.of("Distributed Cache Service", store.id(), "Cache Entry Identifier", "alert-1:active"));
        return client.processors().autoTerminate(detect.id(), Set.of("failure"));
    }

    private static void damage(final Path file) throws IOException {
        final int page = 4096;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap("damaged ".repeat(page / 8).getBytes(StandardCharsets.US_ASCII)), page);
        }
    }
}
