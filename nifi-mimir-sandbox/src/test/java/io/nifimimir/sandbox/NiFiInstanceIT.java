/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import io.nifimimir.sandbox.client.Connection;
import io.nifimimir.sandbox.client.Nar;
import io.nifimimir.sandbox.client.NiFiClient;
import io.nifimimir.sandbox.client.Processor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What happens to NiFi itself: it is killed, stopped, found again, moved to another version, given another NAR. */
@ExtendWith(Troubleshooting.class)
@Timeout(600)
class NiFiInstanceIT {

    private static final Duration READY = Duration.ofMinutes(3);
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String REPLACEABLE = "nifi-update-attribute-nar";

    @TempDir
    private Path folder;

    private NiFiInstance instance;

    @AfterEach
    void tearDown() {
        if (instance != null) {
            instance.kill();
        }
    }

    @Test
    void flowAndUploadedNarSurviveAKillAndAStop() throws IOException {
        final LibFolder whole = Assembly.current().lib();
        final Path home = TestHomes.fresh("lifecycle");
        instance = NiFiInstance.builder(home, whole.without(REPLACEABLE, folder.resolve("lib")))
                .build()
                .start()
                .awaitReady(READY);
        final int port = instance.port();
        final NiFiClient client = instance.client();
        final Nar first = client.nars().ensureInstalled(whole.nar(REPLACEABLE), SOON);
        final String root = client.processGroups().rootId();
        final Processor generator = Flows.generator(client, root, "text");
        final Processor update = Flows.updateAttribute(client, root, Map.of("colour", "blue"));
        final Connection queue = client.connections().create(update, Flows.sink(client, root), "success");
        client.connections().create(generator, update, "success");
        client.processors().start(update.id());
        client.processors().runOnce(generator.id());
        client.connections().awaitQueued(queue.id(), 1, SOON);
        WrittenFlow.awaitRunning(instance, update.id());

        instance.kill();
        assertFalse(instance.isAlive());
        instance.start().awaitReady(READY);

        assertEquals(port, instance.port());
        assertTrue(client.processors().get(update.id()).isRunning());
        assertEquals(1, client.connections().get(queue.id()).queuedCount());
        assertEquals(first, client.nars().ensureInstalled(whole.nar(REPLACEABLE), SOON));

        // A NAR built anew takes the place of the one in use, and its processors go on
        final Path rebuilt = folder.resolve("rebuilt.nar");
        LibFolder.rewrite(
                whole.nar(REPLACEABLE),
                rebuilt,
                manifest -> manifest.getMainAttributes().putValue("Build-Tag", "rebuilt"));
        final Nar second = client.nars().ensureInstalled(rebuilt, SOON);
        assertNotEquals(first.digest(), second.digest());
        Await.until("processor to run again", SOON, () -> client.processors().get(update.id()), Processor::isRunning);
        client.processors().runOnce(generator.id());
        client.connections().awaitQueued(queue.id(), 2, SOON);

        final NiFiInstance attached = NiFiInstance.attach(home).orElseThrow();
        assertEquals(instance.pid(), attached.pid());
        attached.stop();
        assertFalse(instance.isAlive());
        assertTrue(NiFiInstance.attach(home).isEmpty());
        instance.start().awaitReady(READY);

        assertTrue(client.processors().get(update.id()).isRunning());
        assertEquals(2, client.connections().get(queue.id()).queuedCount());
        assertEquals(second.digest(), client.nars().list().getFirst().digest());
    }

    @Test
    void theBundleLoadsOnAHostOfAnotherVersion() {
        final Assembly assembly = Assembly.current();
        final LibFolder later = assembly.lib().withServicesApiVersion("2.99.0", folder.resolve("lib"));
        instance = NiFiInstance.builder(TestHomes.fresh("later-host"), later)
                .extensions(assembly.nar())
                .build()
                .start()
                .awaitReady(READY);

        final NiFiClient client = instance.client();
        assertTrue(client.nars().loaded().stream()
                .anyMatch(bundle -> "nifi-standard-services-api-nar".equals(bundle.artifact())
                        && "2.99.0".equals(bundle.version())));
        assertTrue(client.nars().loaded().stream().anyMatch(bundle -> "nifi-mimir-nar".equals(bundle.artifact())));
        assertTrue(client.processorTypes().stream().anyMatch(type -> type.type().endsWith(".AutoTrain")));
        assertTrue(client.controllerServiceTypes().stream()
                .anyMatch(type -> type.type().endsWith(".SqliteMimirStore")));
        assertTrue(client.controllerServiceTypes().stream()
                .anyMatch(type -> type.type().endsWith(".CSVReader")));
    }
}
