/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import com.fasterxml.jackson.databind.JsonNode;
import io.nifimimir.monitoring.ModelWatch;
import io.nifimimir.monitoring.MonitoringJob;
import io.nifimimir.monitoring.MonitoringRule;
import io.nifimimir.monitoring.WatchedModel;
import io.nifimimir.monitoring.alert.Severity;
import io.nifimimir.monitoring.drift.ReferenceProfile;
import io.nifimimir.monitoring.drift.ReferenceRows;
import io.nifimimir.monitoring.drift.RowTally;
import io.nifimimir.monitoring.planning.DriftPlanner;
import io.nifimimir.monitoring.planning.MonitoringPlan;
import io.nifimimir.services.SqliteMimirStore;
import org.apache.nifi.flowfile.attributes.CoreAttributes;
import org.apache.nifi.reporting.InitializationException;
import org.apache.nifi.util.MockFlowFile;
import org.apache.nifi.util.TestRunner;
import org.apache.nifi.util.TestRunners;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Rows that come in for a model that AutoTrain has trained, and the rules that it has set up to watch it. */
class WatchedModelTest {
    private static final int TRAINING_ROWS = 1_000;

    @TempDir
    private static Path trained;

    @TempDir
    private Path directory;

    private TestRunner runner;
    private SqliteMimirStore store;

    private int files;

    @BeforeAll
    static void train() throws InitializationException, IOException {
        final TestRunner trainer = TestRunners.newTestRunner(new AutoTrain());
        final SqliteMimirStore opened = Stores.enable(trainer, trained);
        trainer.setProperty(MimirProperties.MIMIR_STORE, Stores.IDENTIFIER);
        trainer.setProperty(MimirProperties.ONTOLOGY_ID, Visits.CLINIC);
        trainer.setProperty("Target Columns", "waiting");
        trainer.setProperty("Training Time Budget", "10 sec");
        trainer.setProperty("Training Threads", "1");
        trainer.enqueue(Stores.dataset(Visits.csv(TRAINING_ROWS, 1, "waiting")));
        trainer.run(1, false);
        trainer.assertTransferCount(AutoTrain.SUCCESS, 1);
        trainer.getFlowFilesForRelationship(AutoTrain.SUCCESS)
                .getFirst()
                .assertAttributeEquals(MimirAttributes.JOBS_CREATED, "1");
        opened.closeStore();
    }

    @BeforeEach
    void copyStore() throws InitializationException, IOException {
        try (Stream<Path> stored = Files.list(trained)) {
            for (final Path file : stored.filter(Files::isRegularFile).toList()) {
                Files.copy(file, directory.resolve(file.getFileName()));
            }
        }
        open();
    }

    private void open() throws InitializationException {
        runner = TestRunners.newTestRunner(new MonitorModel());
        store = Stores.enable(runner, directory);
        runner.setProperty(MimirProperties.MIMIR_STORE, Stores.IDENTIFIER);
        runner.setProperty(MimirProperties.ONTOLOGY_ID, Visits.CLINIC);
    }

    @AfterEach
    void closeStore() {
        store.closeStore();
    }

    private void send(final String csv) throws IOException {
        files++;
        runner.enqueue(Stores.dataset(csv), Map.of(CoreAttributes.FILENAME.key(), "day-%d.csv".formatted(files)));
        runner.run(1, false);
        runner.assertTransferCount(MonitorModel.FAILURE, 0);
    }

    /** Much older patients than at training, and a ward that was not there. */
    private static String shifted(final int rows, final int seed) {
        return Visits.csv(rows, seed).replace("children,", "emergency,").replaceAll("(?m)^([1-9]),", "9$1,");
    }

    @Test
    void rulesOfAModelAreSetUpAndExplained() {
        final List<MonitoringRule> rules = store.monitoring().modelWatch().rowRules(Visits.CLINIC);

        assertEquals(3, rules.size());
        assertEquals(
                List.of("drift", "drift", "performance"),
                rules.stream().map(rule -> rule.condition().ruleType()).sorted().toList());
        for (final MonitoringRule rule : rules) {
            assertEquals("waiting", rule.metricName());
            assertTrue(rule.description().contains("of waiting"), rule.description());
        }
        assertEquals(
                "Monitor clinic", store.monitoring().jobs().getFirst().job().name());
    }

    @Test
    void rowsLikeThoseOfTrainingAreQuiet() throws IOException {
        for (int day = 0; day < 4; day++) {
            send(Visits.csv(250, 100 + day));
        }

        runner.assertTransferCount(MonitorModel.ALERTS, 0);
        final MockFlowFile report =
                runner.getFlowFilesForRelationship(MonitorModel.SUCCESS).getLast();
        report.assertAttributeEquals(MimirAttributes.ROWS_SCORED, "250");
        final JsonNode model = Json.MAPPER
                .readTree(report.toByteArray())
                .path("models_applied")
                .get(0);
        assertEquals("waiting", model.path("target").asText());
        assertEquals(250, model.path("rows").asInt());
        assertEquals(2, model.path("looks").size(), model.toString());
        assertEquals(1_000, runner.getCounterValue(MonitorModel.ROWS_COUNTER));
    }

    @Test
    void driftIsOneAlertThatNamesItsColumnsAndEndsThroughARestart() throws Exception {
        send(Visits.csv(250, 100));
        send(shifted(250, 101));
        runner.assertTransferCount(MonitorModel.ALERTS, 0);
        send(shifted(250, 102));

        final MockFlowFile alert = runner.getFlowFilesForRelationship(MonitorModel.ALERTS).stream()
                .filter(flowFile ->
                        flowFile.getAttribute(MimirAttributes.ALERT_TITLE).startsWith("Data of"))
                .findFirst()
                .orElseThrow();
        assertEquals(
                "Data of the model of waiting have drifted: ward, age",
                alert.getAttribute(MimirAttributes.ALERT_TITLE));
        final JsonNode message = Json.MAPPER.readTree(alert.toByteArray());
        assertTrue(message.path("message").asText().contains("emergency in row "), message.toString());
        assertTrue(message.path("message").asText().contains("day-3.csv"), message.toString());
        assertEquals("waiting", message.path("metric_name").asText());
        final String id = alert.getAttribute(MimirAttributes.ALERT_ID);
        final int before =
                runner.getFlowFilesForRelationship(MonitorModel.ALERTS).size();
        send(shifted(250, 103));
        runner.assertTransferCount(MonitorModel.ALERTS, before);

        store.closeStore();
        open();
        for (int day = 0; day < 3; day++) {
            send(Visits.csv(250, 110 + day));
        }

        runner.assertTransferCount(MonitorModel.ALERTS, 0);
        final MockFlowFile resolved = runner.getFlowFilesForRelationship(MonitorModel.RESOLVED).stream()
                .filter(flowFile ->
                        flowFile.getAttribute(MimirAttributes.ALERT_ID).equals(id))
                .findFirst()
                .orElseThrow();
        assertTrue(
                Json.MAPPER
                        .readTree(resolved.toByteArray())
                        .path("message")
                        .asText()
                        .contains("are again as at training"),
                resolved.getContent());
    }

    @Test
    void smallFlowFilesAreGatheredThroughARestart() throws Exception {
        send(shifted(150, 101));
        assertEquals(0, looks());
        store.closeStore();
        open();

        send(shifted(150, 102));

        assertEquals(2, looks());
        assertEquals(List.of("300"), Stores.query(store, "SELECT DISTINCT finding ->> 'rows' FROM rule_looks"));
    }

    private int looks() throws Exception {
        return Integer.parseInt(
                Stores.query(store, "SELECT count(*) FROM rule_looks").getFirst());
    }

    @Test
    void repeatedRowsAreCountedOnce() throws Exception {
        final WatchedModel model = champion();
        final ReferenceProfile reference =
                store.monitoring().modelWatch().reference(model.id()).orElseThrow();
        final RowTally tally = new RowTally(reference, "day.csv");
        for (int row = 0; row < 250; row++) {
            tally.beginRow(ReferenceRows.NO_TIME);
            for (int column = 0; column < reference.columns().size(); column++) {
                tally.number(column, row);
            }
        }
        final ModelWatch watch = new ModelWatch(store.monitoring().modelWatch(), Clock.systemUTC());

        assertEquals(
                2, watch.count("key", model, reference, tally.window()).looks().size());
        assertEquals(
                0, watch.count("key", model, reference, tally.window()).looks().size());
        assertEquals(2, looks());
    }

    private WatchedModel champion() {
        return store.training().entries(Visits.CLINIC).stream()
                .filter(ChampionModels::answersRows)
                .map(ChampionModels::watched)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void modelThatAnswersWorseIsToldOfWithItsScores() throws Exception {
        // Staff counts for nothing any more
        final String worse = Visits.csv(120, 100, "waiting").replaceAll("(?m),([0-9.]+)$", ",9$1");
        send(worse);

        final MockFlowFile alert =
                runner.getFlowFilesForRelationship(MonitorModel.ALERTS).getFirst();
        alert.assertAttributeEquals(MimirAttributes.ALERT_TITLE, "The model of waiting answers worse than at training");
        alert.assertAttributeEquals(MimirAttributes.ALERT_SEVERITY, "high");
        final JsonNode message = Json.MAPPER.readTree(alert.toByteArray());
        assertTrue(message.path("message").asText().contains("95 % interval"), message.toString());
        final JsonNode model = Json.MAPPER
                .readTree(runner.getFlowFilesForRelationship(MonitorModel.SUCCESS)
                        .getFirst()
                        .toByteArray())
                .path("models_applied")
                .get(0);
        assertEquals(120, model.path("labelled_rows").asInt());
        assertEquals(120, model.path("interval_misses").asInt());
    }

    @Test
    void ruleThatSomebodyHasChangedStaysSo() {
        final MonitoringJob job = store.monitoring().jobs().getFirst().job();
        final List<MonitoringRule> changed = store.monitoring().rulesOf(job.id()).stream()
                .map(rule -> new MonitoringRule(
                        rule.id(),
                        rule.jobId(),
                        rule.ontologyId(),
                        rule.entityId(),
                        rule.metricName(),
                        rule.condition(),
                        Severity.CRITICAL,
                        "Changed by hand",
                        false))
                .toList();
        store.monitoring().saveJob(job, changed, null);

        final MonitoringPlan plan = new DriftPlanner(store.monitoring())
                .extend(Optional.empty(), Visits.CLINIC, List.of(champion()), ZoneOffset.UTC)
                .orElseThrow();

        assertEquals(Set.copyOf(changed), Set.copyOf(plan.rules()));
    }

    @Test
    void datasetThatFitsNoModelAndIsNoTimeSeriesGoesToFailure() throws IOException {
        final byte[] dataset = Stores.dataset("name,colour\nball,red\ncube,blue\n");
        runner.enqueue(dataset);

        runner.run(1, false);

        runner.assertTransferCount(MonitorModel.FAILURE, 1);
        final MockFlowFile refused =
                runner.getFlowFilesForRelationship(MonitorModel.FAILURE).getFirst();
        refused.assertContentEquals(dataset);
        assertTrue(
                refused.getAttribute(MimirAttributes.ERROR).contains("no model that fits it"),
                refused.getAttribute(MimirAttributes.ERROR));
    }
}
