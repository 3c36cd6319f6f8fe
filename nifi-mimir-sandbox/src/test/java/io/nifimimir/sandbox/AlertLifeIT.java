/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import io.nifimimir.sandbox.client.Connection;
import io.nifimimir.sandbox.client.NiFiClient;
import io.nifimimir.sandbox.client.Position;
import io.nifimimir.sandbox.client.Processor;
import io.nifimimir.sandbox.client.QueuedFlowFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** One alert from its first reading to its end and back, in a real NiFi that is killed between its steps. */
@ExtendWith(Troubleshooting.class)
@Timeout(900)
class AlertLifeIT {
    private static final Duration READY = Duration.ofMinutes(3);
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final Instant FIRST = Instant.parse("2024-05-01T00:00:00Z");
    private static final int QUIET_HOURS = 24;

    private NiFiInstance instance;
    private Path inbox;
    private Path storeFolder;
    private String group;
    private Processor monitor;
    private Connection alerts;
    private Connection resolved;
    private int files;

    @AfterEach
    void tearDown() {
        if (instance != null) {
            instance.kill();
        }
    }

    @Test
    void alertIsOneFromItsBeginningToItsEndAndBack() throws IOException, SQLException {
        start();
        drop(9);
        instance.client().connections().awaitQueued(alerts.id(), 1, SOON);
        final Map<String, String> raised = told(alerts).getFirst();
        assertEquals("raised", raised.get("mimir.alert.event"));
        assertEquals(
                "HIGH: temperature of KBL-03 is 9, expected 2 to 8 (since 2024-05-02 00:00 UTC, 1 reading)",
                raised.get("mimir.alert.sms"));
        assertTrue(raised.get("mimir.alert.digest").length() < 1_024, raised.toString());
        final String id = raised.get("mimir.alert.id");
        acknowledge(id);
        assertAlert(id, "acknowledged", 1);

        killAndStart();
        drop(9, 10, 11);
        awaitAlert(id, "acknowledged", 3);
        assertEquals(1, instance.client().connections().get(alerts.id()).queuedCount(), "it goes on, and is no news");

        killAndStart();
        drop(9, 10, 11, 5, 5, 5);
        instance.client().connections().awaitQueued(resolved.id(), 1, SOON);
        final Map<String, String> over = told(resolved).getFirst();
        assertEquals(id, over.get("mimir.alert.id"));
        assertEquals("resolved", over.get("mimir.alert.status"));
        assertAlert(id, "resolved", 3);

        killAndStart();
        drop(9, 10, 11, 5, 5, 5, 12);
        instance.client().connections().awaitQueued(alerts.id(), 2, SOON);
        final Map<String, String> again = told(alerts).getLast();
        assertEquals(id, again.get("mimir.alert.id"));
        assertEquals("reopened", again.get("mimir.alert.event"));
        assertAlert(id, "active", 4);
        try (StoreView store = StoreView.open(storeFolder)) {
            assertEquals(1, store.alerts().size());
            assertEquals(1, store.alerts().getFirst().reopened());
            final Set<String> keys = told(alerts).stream()
                    .map(attributes -> attributes.get("mimir.alert.key"))
                    .collect(Collectors.toSet());
            assertEquals(Set.of(id + ":active", id + ":reopened-1"), keys);
            assertEquals("ok", store.integrity());
        }
    }

    private void start() throws IOException, SQLException {
        final Path home = TestHomes.fresh("alert-life");
        inbox = Files.createDirectories(home.resolve("data").resolve("inbox"));
        storeFolder = home.resolve("data").resolve("store");
        instance = OwnNiFi.start(home, READY);
        final NiFiClient client = instance.client();
        group = client.processGroups().rootId();
        final String store =
                Flows.enabledStore(client, group, "Store", storeFolder).id();
        saveRule();
        final Processor pickUp = client.processors()
                .create(
                        group,
                        "org.apache.nifi.processors.standard.GetFile",
                        Flows.STANDARD,
                        "Pick up",
                        new Position(0, 0),
                        Map.of(
                                "Input Directory",
                                inbox.toString(),
                                "Keep Source File",
                                "false",
                                "Minimum File Age",
                                "0 sec",
                                "File Filter",
                                "[^\\.].*"));
        client.processors().schedule(pickUp.id(), "TIMER_DRIVEN", "500 ms");
        final Processor convert = mimir("ConvertToUnifiedDataset", 200, Map.of());
        client.processors().autoTerminate(convert.id(), Set.of("failure", "ambiguous", "rejected"));
        monitor = mimir("MonitorModel", 400, Map.of("Mimir Store", store, "Ontology Id", "fridges"));
        client.processors().schedule(monitor.id(), "TIMER_DRIVEN", "500 ms");
        client.processors().autoTerminate(monitor.id(), Set.of("success", "failure"));
        client.connections().create(pickUp, convert, "success");
        client.connections().create(convert, monitor, "success");
        alerts = client.connections().create(monitor, Flows.sink(client, group), "alerts");
        resolved = client.connections().create(monitor, Flows.sink(client, group), "resolved");
        for (final Processor processor : List.of(pickUp, convert, monitor)) {
            client.processors().start(processor.id());
        }
    }

    /** What somebody does about it, as a reply to a mail or a call to a web address would bring it in. */
    private void acknowledge(final String id) {
        final NiFiClient client = instance.client();
        final String store = client.processors().get(monitor.id()).properties().get("Mimir Store");
        final Processor reply = client.processors()
                .create(
                        group,
                        "org.apache.nifi.processors.standard.GenerateFlowFile",
                        Flows.STANDARD,
                        "Reply",
                        new Position(600, 0),
                        Map.of("mimir.alert.id", id, "mimir.alert.actor", "Amina", "mimir.alert.note", "on my way"));
        client.processors().schedule(reply.id(), "TIMER_DRIVEN", "1 day");
        final Processor update = mimir("UpdateAlert", 600, Map.of("Mimir Store", store));
        client.processors().autoTerminate(update.id(), Set.of("failure"));
        client.connections().create(reply, update, "success");
        final Connection updated = client.connections().create(update, Flows.sink(client, group), "success");
        client.processors().start(update.id());
        client.processors().runOnce(reply.id());
        client.connections().awaitQueued(updated.id(), 1, SOON);
        assertEquals("acknowledged", told(updated).getFirst().get("mimir.alert.status"));
    }

    private void killAndStart() {
        WrittenFlow.awaitRunning(instance, monitor.id());
        instance.kill();
        instance.start().awaitReady(READY);
    }

    /** A file with all readings of the fridge so far: a quiet day, and these. */
    private void drop(final double... values) throws IOException {
        final StringBuilder csv = new StringBuilder("time,fridge,temperature\n");
        for (int hour = 0; hour < QUIET_HOURS + values.length; hour++) {
            final double value = hour < QUIET_HOURS ? 4 + hour % 3 * 0.5 : values[hour - QUIET_HOURS];
            final Instant at = FIRST.plus(Duration.ofHours(hour));
            csv.append("%s,KBL-03,%s%n%s,KBL-04,5.5%n".formatted(at, value, at));
        }
        files++;
        final Path draft = Files.writeString(inbox.resolve(".draft"), csv);
        Files.move(draft, inbox.resolve("fridges-%d.csv".formatted(files)), StandardCopyOption.ATOMIC_MOVE);
    }

    private List<Map<String, String>> told(final Connection connection) {
        return instance.client().connections().flowFiles(connection.id()).stream()
                .map(QueuedFlowFile::attributes)
                .toList();
    }

    private void awaitAlert(final String id, final String status, final long occurrences) {
        try (StoreView store = StoreView.open(storeFolder)) {
            Await.until(
                    "the alert to move on",
                    SOON,
                    () -> store.alerts().getFirst().occurrences(),
                    seen -> seen == occurrences);
        }
        assertAlert(id, status, occurrences);
    }

    private void assertAlert(final String id, final String status, final long occurrences) {
        try (StoreView store = StoreView.open(storeFolder)) {
            final StoreView.Alert alert = store.alerts().getFirst();
            assertEquals(id, alert.id());
            assertEquals(status, alert.status());
            assertEquals(occurrences, alert.occurrences());
        }
    }

    /** The rule of a fridge, as any SQLite program can write it. */
    private void saveRule() throws SQLException {
        final String file = storeFolder.resolve("mimir.db").toString();
        try (java.sql.Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("PRAGMA busy_timeout = 10000");
            statement.executeUpdate("""
                    INSERT INTO monitoring_jobs (id, name, ontology_id, description, metrics, updated_at)
                    VALUES ('job', 'Fridges', 'fridges', '', '["temperature"]', 0)""");
            statement.executeUpdate("""
                    INSERT INTO monitoring_rules (id, job_id, ontology_id, metric_name, rule_type, condition, severity, description,
                        enabled, updated_at)
                    VALUES ('rule', 'job', 'fridges', 'temperature', 'threshold', '{"between": [2, 8]}', 'high', '', 1, 0)""");
            statement.executeUpdate("""
                    INSERT INTO scheduler_jobs (id, name, job_type, monitoring_job_id, cron_expr, zone, enabled, updated_at)
                    VALUES ('job', 'Fridges', 'monitoring', 'job', '0 3 1 1 *', 'UTC', 1, 0)""");
        }
    }

    private Processor mimir(final String name, final int y, final Map<String, String> properties) {
        return Flows.mimir(instance.client(), group, name, name, new Position(0, y), properties);
    }
}
