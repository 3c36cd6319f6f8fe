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
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A rule of each type in a real NiFi on what hides in the sample files: the fridge that fails, the outbreak, the store that runs dry, and a
 * workbook that nobody sends any more. Each raises one alert, outlives a kill, and ends by what comes later.
 */
@ExtendWith(Troubleshooting.class)
@Timeout(900)
class RulesIT {
    private static final Duration DEADLINE = Duration.ofMinutes(4);
    private static final Set<String> TYPES =
            Set.of("threshold", "trend", "anomaly", "missing_data", "forecast", "drift", "performance");

    /** Critical, so that none of the rules that the training sets up has one of these wait for it. */
    private static final String RULES = """
            [{"ontology_id": "cold_chain_sensors", "metric_name": "temperature_c", "entity_id": "KBL-03", "severity": "critical",
              "condition": {"between": [2, 8]}},
             {"ontology_id": "cold_chain_sensors", "metric_name": "humidity_pct", "severity": "critical",
              "condition": {"drift": {"columns": ["temperature_c"], "rows": 90, "looks": 1}}},
             {"ontology_id": "cold_chain_sensors", "metric_name": "temperature_c", "severity": "critical",
              "condition": {"performance": {"score": "mae", "max_drop_percent": 100, "significance": 0.05, "window_rows": 90, "min_rows": 90}}},
             {"ontology_id": "field_reports", "metric_name": "cases.diarrhoea", "entity_id": "camp_south", "severity": "critical",
              "condition": {"anomaly": {}}},
             {"ontology_id": "field_reports", "metric_name": "supplies.ors_sachets", "entity_id": "camp_south", "severity": "critical",
              "condition": {"change_percent": 50, "direction": "increasing", "window_minutes": 20160}},
             {"ontology_id": "stock_levels", "metric_name": "stock", "entity_id": "Camp South / 00123", "severity": "critical",
              "condition": {"forecast": {"<=": 0, "horizon_hours": 120}}},
             {"ontology_id": "archery_scores_2024", "metric_name": "Score", "entity_id": "Ada Lindqvist", "severity": "critical",
              "condition": {"missing_data": {"periods": 3}}}]""";

    private NiFiInstance instance;
    private Path home;
    private String group;
    private Processor monitor;
    private Connection alerts;
    private Connection resolved;

    @AfterEach
    void tearDown() {
        if (instance != null) {
            instance.kill();
        }
    }

    @Test
    void eachTypeOfRuleRaisesAnAlertOnTheSamplesAndResolvesItThroughAKill() throws IOException {
        home = TestHomes.fresh("rules");
        instance = OwnNiFi.start(home, DEADLINE);
        group = instance.client().processGroups().rootId();
        final ControllerService store = Flows.enabledStore(instance.client(), group, "Store", home.resolve("store"));
        train(store);
        monitor(store);

        dropWhatIsWrong();
        awaitEachIs("active", alerts);
        instance.kill();
        instance.start().awaitReady(DEADLINE);
        assertEquals(byType("active").keySet(), TYPES);
        assertEquals(Map.of(), toldOnce(resolved));

        dropWhatIsRightAgain();
        awaitEachIs("resolved", resolved);

        assertEquals(toldOnce(alerts), toldOnce(resolved), "the alerts that began are those that ended");
        assertEachTookTwoSteps();
        assertSentencesSayWhatAndWhen();
    }

    private void train(final ControllerService store) throws IOException {
        final NiFiClient client = instance.client();
        final Processor train = create(
                "AutoTrain",
                Map.of(
                        "Mimir Store", store.id(),
                        "Target Columns",
                                "${filename:startsWith('cold_chain'):ifElse('humidity_pct, temperature_c', '')}",
                        "Maximum Models", "1",
                        "Forecasting", "false",
                        "Training Time Budget", "20 sec"));
        client.processors().autoTerminate(train.id(), Set.of("models"));
        final Connection trained =
                client.connections().create(train, Flows.sink(client, group), "success", "no-signal");
        client.connections().create(train, Flows.sink(client, group), "failure");
        final Path inbox = start("history", train);
        ArrivingSamples.COLD_CHAIN_SENSORS.drop(inbox, "2024-03-01", "2024-04-13");
        ArrivingSamples.FIELD_REPORTS.drop(inbox, "2024-03-02", "2024-10-13");
        ArrivingSamples.STOCK_LEVELS.drop(inbox, "2024-05-01", "2024-10-13");
        ArrivingSamples.dropArchery(inbox, 8);
        client.connections().awaitQueued(trained.id(), 4, DEADLINE);
    }

    private void monitor(final ControllerService store) throws IOException {
        final NiFiClient client = instance.client();
        monitor = create(
                "MonitorModel", Map.of("Mimir Store", store.id(), "Rules", RULES, "Rules Schedule", "*/10 * * * * *"));
        client.connections().create(monitor, Flows.sink(client, group), "failure");
        alerts = client.connections().create(monitor, Flows.sink(client, group), "alerts");
        resolved = client.connections().create(monitor, Flows.sink(client, group), "resolved");
        start("arriving", monitor);
        WrittenFlow.awaitRunning(instance, monitor.id());
    }

    /** Parts of a file have its name, so that they are of one ontology. */
    private Processor create(final String type, final Map<String, String> properties) {
        final Map<String, String> all = new LinkedHashMap<>(properties);
        all.put("Ontology Id", "${filename:substringBefore('.')}");
        return Flows.mimir(instance.client(), group, type, type, new Position(0, 500), all);
    }

    private Path start(final String folder, final Processor processor) throws IOException {
        final Path inbox = Files.createDirectories(home.resolve(folder));
        for (final Processor created : Flows.convertFor(instance.client(), group, inbox, processor)) {
            instance.client().processors().start(created.id());
        }
        return inbox;
    }

    private void dropWhatIsWrong() throws IOException {
        final Path inbox = home.resolve("arriving");
        ArrivingSamples.COLD_CHAIN_SENSORS.drop(inbox, "2024-04-14", "2024-04-14");
        ArrivingSamples.FIELD_REPORTS.drop(inbox, "2024-10-14", "2024-10-27");
        ArrivingSamples.STOCK_LEVELS.drop(inbox, "2024-10-14", "2024-10-27");
    }

    /** The fridge is repaired, the outbreak over, a delivery has come, and the club has sent its workbook. */
    private void dropWhatIsRightAgain() throws IOException {
        final Path inbox = home.resolve("arriving");
        ArrivingSamples.FIELD_REPORTS.drop(inbox, "2024-03-04", "2024-04-14", 34);
        ArrivingSamples.STOCK_LEVELS.drop(inbox, "2024-05-01", "2024-05-14", 26);
        ArrivingSamples.dropArchery(inbox, 0);
        for (final String day : List.of("2024-03-04", "2024-03-05", "2024-03-07", "2024-03-08")) {
            final int before = looks();
            ArrivingSamples.COLD_CHAIN_SENSORS.drop(inbox, day, day, 6);
            Await.until("both rules of rows to look at " + day, DEADLINE, this::looks, seen -> seen == before + 2);
        }
    }

    private int looks() {
        try (StoreView store = StoreView.open(home.resolve("store"))) {
            return store.number("SELECT count(*) FROM rule_looks WHERE rule_id LIKE ?", monitor.id() + "/%");
        }
    }

    private void awaitEachIs(final String status, final Connection connection) {
        Await.until(
                "an alert of each type to be " + status,
                DEADLINE,
                () -> byType(status).keySet(),
                TYPES::equals);
        Await.until(
                "somebody to be told that each is " + status,
                DEADLINE,
                () -> toldOnce(connection).keySet(),
                TYPES::equals);
    }

    /** The alerts of the rules above, without those of the rules that the training has set up. */
    private Map<String, StoreView.Alert> byType(final String... statuses) {
        try (StoreView store = StoreView.open(home.resolve("store"))) {
            return store.alerts().stream()
                    .filter(alert -> alert.rule().startsWith(monitor.id() + "/"))
                    .filter(alert -> Arrays.asList(statuses).contains(alert.status()))
                    .collect(Collectors.toMap(StoreView.Alert::type, Function.identity()));
        }
    }

    /**
     * The alerts that a connection tells of, by type. NiFi may have been killed between its own commit and that of the store; what is sent
     * again then says so.
     */
    private Map<String, String> toldOnce(final Connection connection) {
        final Map<String, String> types = byType("active", "resolved").values().stream()
                .collect(Collectors.toMap(StoreView.Alert::id, StoreView.Alert::type));
        final Map<String, String> told = new TreeMap<>();
        instance.client().connections().flowFiles(connection.id()).forEach(flowFile -> {
            final String id = flowFile.attributes().get("mimir.alert.id");
            final String type = types.get(id);
            if (type != null
                    && flowFile.attributes().get("mimir.alert.repeated").equals("false")) {
                assertEquals(null, told.put(type, id), "told twice");
            }
        });
        return told;
    }

    private void assertEachTookTwoSteps() {
        try (StoreView store = StoreView.open(home.resolve("store"))) {
            final String sql = """
                    SELECT count(*) FROM alert_transitions JOIN alerts ON alerts.id = alert_id
                    WHERE rule_id LIKE ? AND event = ?""";
            for (final String event : List.of("raised", "resolved")) {
                assertEquals(TYPES.size(), store.number(sql, monitor.id() + "/%", event), event);
            }
            assertEquals(0, store.number(sql, monitor.id() + "/%", "reopened"));
            assertEquals("ok", store.integrity());
            assertEquals(0, store.number("SELECT count(*) FROM monitoring_rules WHERE status = 'error'"));
        }
    }

    private void assertSentencesSayWhatAndWhen() {
        final Map<String, String> titles = new TreeMap<>();
        byType("resolved").forEach((type, alert) -> titles.put(type, alert.title()));
        assertEquals("temperature_c of KBL-03 is too high", titles.get("threshold"));
        assertEquals("supplies.ors_sachets of camp_south is rising", titles.get("trend"));
        assertEquals("stock of Camp South / 00123 reaches 0 on 28 October 2024", titles.get("forecast"));
        assertEquals("Data of the model of humidity_pct have drifted: temperature_c", titles.get("drift"));
        assertTrue(titles.get("performance").contains("temperature_c"), titles.toString());
        assertTrue(titles.get("missing_data").startsWith("No Score of Ada Lindqvist for "), titles.toString());
        // What follows on the peak is unusual as well, until the detector has seen enough of it
        assertTrue(titles.get("anomaly").startsWith("cases.diarrhoea of camp_south is unusually "), titles.toString());
    }
}
