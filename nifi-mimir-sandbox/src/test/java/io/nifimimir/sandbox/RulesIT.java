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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Each type of rule raises an alert in a real NiFi, which is then killed, and resolves it after the restart. The numbers are those of a
 * clinic that reports once a day, and has been silent for two weeks.
 */
@ExtendWith(Troubleshooting.class)
@Timeout(600)
class RulesIT {
    private static final Duration DEADLINE = Duration.ofMinutes(3);
    private static final int DAYS = 150;
    private static final int SILENT_DAYS = 14;
    private static final Set<String> TYPES = Set.of("threshold", "trend", "anomaly", "missing_data", "forecast");
    private static final String RULES = """
            [{"ontology_id": "clinic", "metric_name": "fridge_c", "condition": {"between": [2, 8]}, "severity": "critical"},
             {"ontology_id": "clinic", "metric_name": "visits", "rule_type": "trend",
              "condition": {"change_percent": 15, "direction": "increasing", "window_minutes": 28800}},
             {"ontology_id": "clinic", "metric_name": "fever_cases", "condition": {"anomaly": {}}},
             {"ontology_id": "clinic", "metric_name": "visits", "condition": {"missing_data": {"periods": 3}}},
             {"ontology_id": "clinic", "metric_name": "ors_sachets", "severity": "high",
              "condition": {"forecast": {"<=": 0, "horizon_hours": 720}}}]""";

    private NiFiInstance instance;
    private Path home;

    @AfterEach
    void tearDown() {
        if (instance != null) {
            instance.kill();
        }
    }

    @Test
    void eachTypeOfRuleRaisesAnAlertAndResolvesItThroughAKill() throws IOException {
        final Assembly assembly = Assembly.current();
        home = TestHomes.fresh("rules");
        instance = NiFiInstance.builder(home, assembly.lib())
                .extensions(assembly.nar())
                .build()
                .start()
                .awaitReady(DEADLINE);
        final Flow flow = start(instance.client());

        feed("until-the-silence.csv", 0, DAYS);
        awaitAlerts("active");
        instance.client().connections().awaitQueued(flow.alerts().id(), TYPES.size(), DEADLINE);
        instance.kill();
        instance.start().awaitReady(DEADLINE);
        assertEquals(types("active"), TYPES);
        assertEquals(
                0, instance.client().connections().get(flow.resolved().id()).queuedCount());

        feed("since-then.csv", DAYS, DAYS + SILENT_DAYS);
        awaitAlerts("resolved");
        instance.client().connections().awaitQueued(flow.resolved().id(), TYPES.size(), DEADLINE);

        assertEachIsToldOfOnce(flow.alerts());
        assertEachIsToldOfOnce(flow.resolved());
        assertSentencesSayWhatAndWhen();
    }

    private record Flow(Connection alerts, Connection resolved) {}

    private Flow start(final NiFiClient client) throws IOException {
        final String group = client.processGroups().rootId();
        final ControllerService store = Flows.enabledStore(client, group, "Store", home.resolve("store"));
        final Processor monitor = Flows.mimir(
                client,
                group,
                "MonitorModel",
                "Monitor",
                new Position(0, 500),
                Map.of(
                        "Mimir Store",
                        store.id(),
                        "Ontology Id",
                        "clinic",
                        "Rules",
                        RULES,
                        "Rules Schedule",
                        "*/10 * * * * *"));
        client.connections().create(monitor, Flows.sink(client, group), "failure");
        final Connection alerts = client.connections().create(monitor, Flows.sink(client, group), "alerts");
        final Connection resolved = client.connections().create(monitor, Flows.sink(client, group), "resolved");
        for (final Processor processor :
                Flows.convertFor(client, group, Files.createDirectories(home.resolve("inbox")), monitor)) {
            client.processors().start(processor.id());
            WrittenFlow.awaitRunning(instance, processor.id());
        }
        return new Flow(alerts, resolved);
    }

    /** Days of reports, the last of them today where they go on to the end of the silence. */
    private void feed(final String name, final int from, final int to) throws IOException {
        final Random random = new Random(11);
        final StringBuilder csv = new StringBuilder("day,fridge_c,visits,fever_cases,ors_sachets\n");
        for (int day = 0; day < to; day++) {
            final boolean over = day >= DAYS;
            final double noise = random.nextGaussian();
            final double fridge = !over && day >= DAYS - 2 ? 11.5 : 5 + 0.3 * noise;
            final double visits = 100 + 2 * noise + (over ? 0 : 5 * Math.max(0, day - (DAYS - 16)));
            final double fever = day == DAYS - 1 ? 240 : 40 + 2 * random.nextGaussian();
            final double sachets = (over ? 9_000 : 1_700) - 10 * day + random.nextInt(5);
            if (day >= from) {
                csv.append("%s,%.1f,%.0f,%.0f,%.0f%n"
                        .formatted(
                                LocalDate.now(ZoneOffset.UTC).minusDays(DAYS + SILENT_DAYS - 1L - day),
                                fridge,
                                visits,
                                fever,
                                sachets));
            }
        }
        // GetFile passes over names with a dot, so it never sees half a file
        final Path hidden = home.resolve("inbox").resolve("." + name);
        Files.writeString(hidden, csv);
        Files.move(hidden, hidden.resolveSibling(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private void awaitAlerts(final String status) {
        Await.until("an alert of each type to be " + status, DEADLINE, () -> types(status), TYPES::equals);
    }

    private Set<String> types(final String status) {
        try (StoreView store = StoreView.open(home.resolve("store"))) {
            return store.alerts().stream()
                    .filter(alert -> alert.status().equals(status))
                    .map(StoreView.Alert::type)
                    .collect(Collectors.toSet());
        }
    }

    /** NiFi may have been killed between its own commit and that of the store; what is sent again then says so. */
    private void assertEachIsToldOfOnce(final Connection connection) {
        final Map<String, Long> byKey = instance.client().connections().flowFiles(connection.id()).stream()
                .filter(flowFile ->
                        flowFile.attributes().get("mimir.alert.repeated").equals("false"))
                .collect(Collectors.groupingBy(
                        flowFile -> flowFile.attributes().get("mimir.alert.key"), TreeMap::new, Collectors.counting()));
        assertEquals(TYPES.size(), byKey.size(), byKey.toString());
        assertTrue(byKey.values().stream().allMatch(count -> count == 1), byKey.toString());
    }

    private void assertSentencesSayWhatAndWhen() {
        try (StoreView store = StoreView.open(home.resolve("store"))) {
            final Map<String, String> titles =
                    store.alerts().stream().collect(Collectors.toMap(StoreView.Alert::type, StoreView.Alert::title));
            assertEquals("visits is rising", titles.get("trend"));
            assertTrue(titles.get("missing_data").startsWith("No visits for "), titles.toString());
            assertTrue(titles.get("forecast").startsWith("ors_sachets reaches 0 on "), titles.toString());
            assertEquals("fridge_c is too high", titles.get("threshold"));
            // What follows on the peak is unusual as well, until the detector has seen enough of it
            assertTrue(titles.get("anomaly").startsWith("fever_cases is unusually "), titles.toString());
            assertEquals("ok", store.integrity());
            assertEquals(0, store.number("SELECT count(*) FROM monitoring_rules WHERE status = 'error'"));
        }
    }
}
