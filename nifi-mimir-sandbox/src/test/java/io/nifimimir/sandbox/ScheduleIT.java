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

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Schedules in a real NiFi that is killed while occurrences fall due. */
@ExtendWith(Troubleshooting.class)
@Timeout(900)
class ScheduleIT {
    private static final Duration READY = Duration.ofMinutes(3);
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final long SLOT_SECONDS = 10;

    private NiFiInstance instance;

    @AfterEach
    void tearDown() {
        if (instance != null) {
            instance.kill();
        }
    }

    /** Each slot from the first to the last has one final row or lies in a missed span, and each that ran has one flowfile. */
    @Test
    void eachSlotIsAccountedForOverKills() {
        final Path home = TestHomes.fresh("schedule");
        instance = OwnNiFi.start(home, READY);
        final Path store = home.resolve("data").resolve("store");
        final Processor trigger = trigger(instance.client(), store);
        final Connection queue = instance.client()
                .connections()
                .create(
                        trigger,
                        Flows.sink(
                                instance.client(),
                                instance.client().processGroups().rootId()),
                        "success");
        instance.client().processors().start(trigger.id());
        WrittenFlow.awaitRunning(instance, trigger.id());
        for (int kill = 1; kill <= 2; kill++) {
            final int before = instance.client().connections().get(queue.id()).queuedCount();
            instance.client().connections().awaitQueued(queue.id(), before + 1, SOON);
            instance.kill();
            // Two slots pass at least, whatever NiFi takes to start
            Await.pass("slots without NiFi", Duration.ofSeconds(2 * SLOT_SECONDS));
            instance.start().awaitReady(READY);
        }
        final int before = instance.client().connections().get(queue.id()).queuedCount();
        instance.client().connections().awaitQueued(queue.id(), before + 2, SOON);
        instance.client().processors().stop(trigger.id());

        final List<Map<String, String>> flowFiles = instance.client().connections().flowFiles(queue.id()).stream()
                .map(QueuedFlowFile::attributes)
                .toList();
        assertSlots(store, flowFiles);
    }

    private static void assertSlots(final Path storeFolder, final List<Map<String, String>> flowFiles) {
        try (StoreView store = StoreView.open(storeFolder)) {
            final List<StoreView.Execution> executions = store.executions();
            final Set<String> statuses =
                    executions.stream().map(StoreView.Execution::status).collect(Collectors.toSet());
            assertTrue(statuses.containsAll(Set.of("success", "missed")), executions.toString());
            assertTrue(Set.of("success", "caught_up", "missed").containsAll(statuses), executions.toString());
            Instant expected = executions.getFirst().scheduledFor();
            final Set<String> ran = new TreeSet<>();
            for (final StoreView.Execution execution : executions) {
                assertEquals(expected, execution.scheduledFor(), executions.toString());
                if (!execution.status().equals("missed")) {
                    ran.add(execution.scheduledFor().toString());
                }
                expected = expected.plusSeconds(SLOT_SECONDS * execution.occurrences());
            }
            final Set<String> keys = new HashSet<>();
            final Set<String> sent = new TreeSet<>();
            for (final Map<String, String> attributes : flowFiles) {
                final boolean first = keys.add(attributes.get("mimir.occurrence.key"));
                assertTrue(
                        first || attributes.get("mimir.occurrence.repeated").equals("true"),
                        "sent twice and not said so: " + attributes);
                sent.add(attributes.get("mimir.scheduled.for"));
            }
            assertEquals(ran, sent);
            assertEquals("ok", store.integrity());
        }
    }

    private static Processor trigger(final NiFiClient client, final Path store) {
        final String root = client.processGroups().rootId();
        final ControllerService service = Flows.enabledStore(client, root, "Store", store);
        final Processor trigger = Flows.mimir(
                client,
                root,
                "TriggerPipeline",
                "Trigger",
                new Position(0, 0),
                Map.of(
                        "Mimir Store",
                        service.id(),
                        "Catch-Up",
                        "run once",
                        "report",
                        "*/%d * * * * *".formatted(SLOT_SECONDS)));
        return client.processors().schedule(trigger.id(), "TIMER_DRIVEN", "1 sec");
    }
}
