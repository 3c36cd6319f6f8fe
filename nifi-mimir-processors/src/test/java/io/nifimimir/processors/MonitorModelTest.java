/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import com.fasterxml.jackson.databind.JsonNode;
import io.nifimimir.monitoring.JobRunner;
import io.nifimimir.monitoring.MonitoringJob;
import io.nifimimir.monitoring.MonitoringRule;
import io.nifimimir.monitoring.alert.AlertAction;
import io.nifimimir.monitoring.alert.AlertMessage;
import io.nifimimir.monitoring.alert.Severity;
import io.nifimimir.monitoring.rule.RuleCondition;
import io.nifimimir.monitoring.series.SeriesKey;
import io.nifimimir.monitoring.series.SeriesPoint;
import io.nifimimir.services.SqliteMimirStore;
import org.apache.nifi.components.ConfigVerificationResult;
import org.apache.nifi.components.ConfigVerificationResult.Outcome;
import org.apache.nifi.provenance.ProvenanceEventType;
import org.apache.nifi.reporting.InitializationException;
import org.apache.nifi.util.MockFlowFile;
import org.apache.nifi.util.TestRunner;
import org.apache.nifi.util.TestRunners;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class MonitorModelTest {
    private static final Instant FIRST = Instant.parse("2024-05-01T00:00:00Z");
    private static final SeriesKey FRIDGE = new SeriesKey("cold", "KBL-03", "temperature");

    @TempDir
    private Path directory;

    private TestRunner runner;
    private SqliteMimirStore store;

    @BeforeEach
    void setUp() throws InitializationException {
        runner = TestRunners.newTestRunner(new MonitorModel());
        store = Stores.enable(runner, directory);
        runner.setProperty(MimirProperties.MIMIR_STORE, Stores.IDENTIFIER);
    }

    @AfterEach
    void tearDown() {
        store.closeStore();
    }

    @Test
    void dueJobRaisesAnAlertOnce() throws IOException {
        job("job", "cold", Instant.now());
        points(0, 5, 5, 5, 16.84);

        runner.run(3, false);

        runner.assertTransferCount(MonitorModel.SUCCESS, 1);
        runner.assertTransferCount(MonitorModel.ALERTS, 1);
        runner.assertTransferCount(MonitorModel.RESOLVED, 0);
        final MockFlowFile alert =
                runner.getFlowFilesForRelationship(MonitorModel.ALERTS).getFirst();
        alert.assertAttributeEquals(MimirAttributes.ALERT_SEVERITY, "high");
        alert.assertAttributeEquals(MimirAttributes.ALERT_STATUS, "active");
        alert.assertAttributeEquals(MimirAttributes.ALERT_REPEATED, "false");
        alert.assertAttributeEquals(MimirAttributes.ALERT_TITLE, "temperature of KBL-03 is too high");
        final JsonNode message = Json.MAPPER.readTree(alert.toByteArray());
        assertEquals(
                "temperature of KBL-03 is 16.84, expected 2 to 8 (since 2024-05-01 03:00 UTC, 1 reading)",
                message.path("message").asText());
        assertEquals("KBL-03", message.path("entity_id").asText());
        assertEquals("2024-05-01T03:00:00Z", message.path("since").asText());
        assertEquals(1, runner.getCounterValue(MonitorModel.ALERTS_COUNTER));
        assertEquals(List.of(), store.alerts().takeUnsent(10, Instant.now()));
        assertEquals("success", store.monitoring().jobs().getFirst().lastStatus());
    }

    @Test
    void alertResolvesWhenThePointsAreNormalAgain() {
        job("job", "cold", Instant.now());
        points(0, 5, 16);
        runner.run(1, false);
        points(2, 5, 5, 5);
        job("job", "cold", Instant.now());

        runner.run(1, false);

        runner.assertTransferCount(MonitorModel.ALERTS, 1);
        runner.assertTransferCount(MonitorModel.RESOLVED, 1);
        final MockFlowFile resolved =
                runner.getFlowFilesForRelationship(MonitorModel.RESOLVED).getFirst();
        resolved.assertAttributeEquals(MimirAttributes.ALERT_STATUS, "resolved");
        final String id = runner.getFlowFilesForRelationship(MonitorModel.ALERTS)
                .getFirst()
                .getAttribute(MimirAttributes.ALERT_ID);
        resolved.assertAttributeEquals(MimirAttributes.ALERT_ID, id);
    }

    @Test
    void alertCarriesTextsForEachLink() {
        job("job", "cold", Instant.now());
        points(0, 5, 5, 5, 16.84);

        runner.run(1, false);

        final MockFlowFile alert =
                runner.getFlowFilesForRelationship(MonitorModel.ALERTS).getFirst();
        alert.assertAttributeEquals(MimirAttributes.ALERT_EVENT, "raised");
        alert.assertAttributeEquals(MimirAttributes.ALERT_COUNT, "1");
        alert.assertAttributeEquals("priority", "2");
        alert.assertAttributeEquals(
                MimirAttributes.ALERT_SMS,
                "HIGH: temperature of KBL-03 is 16.84, expected 2 to 8 (since 2024-05-01 03:00 UTC, 1 reading)");
        final String digest = alert.getAttribute(MimirAttributes.ALERT_DIGEST);
        assertTrue(digest.getBytes(StandardCharsets.UTF_8).length < 1_024, digest);
        assertTrue(digest.contains(alert.getAttribute(MimirAttributes.ALERT_ID)), digest);
    }

    @Test
    void oneCauseAtManyPlacesIsOneFlowFile() throws IOException {
        job("job", "cold", Instant.now());
        for (final String entity : List.of("A", "B", "C", "D")) {
            store.monitoring()
                    .appendPoints(
                            new SeriesKey("cold", entity, "temperature"),
                            List.of(new SeriesPoint(FIRST, 12)).iterator());
        }

        runner.run(1, false);

        runner.assertTransferCount(MonitorModel.ALERTS, 1);
        final MockFlowFile alert =
                runner.getFlowFilesForRelationship(MonitorModel.ALERTS).getFirst();
        alert.assertAttributeEquals(MimirAttributes.ALERT_COUNT, "4");
        alert.assertAttributeEquals(MimirAttributes.ALERT_TITLE, "temperature of 4 places is too high");
        assertEquals(4, alert.getAttribute(MimirAttributes.ALERT_ID).split(",").length);
        final JsonNode message = Json.MAPPER.readTree(alert.toByteArray());
        assertEquals(4, message.path("alerts").size());
        assertEquals("A", message.path("alerts").path(0).path("entity_id").asText());
        assertTrue(message.path("entity_id").isMissingNode(), message.toString());
        assertEquals(4, runner.getCounterValue(MonitorModel.ALERTS_COUNTER));
        assertEquals(List.of(), store.alerts().takeUnsent(10, Instant.now()));
    }

    @Test
    void alertThatSomebodyEndsIsOver() {
        job("job", "cold", Instant.now());
        points(0, 5, 16);
        runner.run(1, false);
        final String id = runner.getFlowFilesForRelationship(MonitorModel.ALERTS)
                .getFirst()
                .getAttribute(MimirAttributes.ALERT_ID);
        store.alerts().act(id, new AlertAction(AlertAction.Kind.DISMISS, "Amina", "a test", Instant.now()));

        runner.run(1, false);

        final MockFlowFile over =
                runner.getFlowFilesForRelationship(MonitorModel.RESOLVED).getFirst();
        over.assertAttributeEquals(MimirAttributes.ALERT_STATUS, "dismissed");
        over.assertAttributeEquals(MimirAttributes.ALERT_EVENT, "dismissed");
        over.assertAttributeEquals(
                MimirAttributes.ALERT_SMS,
                "DISMISSED: temperature of KBL-03 was dismissed by Amina: a test. It was 16 at 2024-05-01 01:00 UTC, expected 2 to 8");
    }

    @Test
    void alertThatNiFiDidNotTakeOverIsSentAgainWithTheSameKey() {
        job("job", "cold", Instant.now());
        points(0, 5, 16);
        runner.run(1, false);
        final String key = runner.getFlowFilesForRelationship(MonitorModel.ALERTS)
                .getFirst()
                .getAttribute(MimirAttributes.ALERT_KEY);
        runner.clearTransferState();
        job("second", "cold", Instant.now());
        // Handed out to somebody whose session never came to its end
        store.monitoring()
                .claimDue(Instant.now(), 1)
                .forEach(occurrence -> store.monitoring()
                        .finish(occurrence, new JobRunner(store.monitoring(), Clock.systemUTC()).run(occurrence)));
        final List<String> unsent = store.alerts().takeUnsent(10, Instant.now()).stream()
                .map(AlertMessage::key)
                .toList();
        store.alerts().handBack(unsent);

        runner.run(1, false);

        runner.assertTransferCount(MonitorModel.ALERTS, 1);
        final MockFlowFile repeated =
                runner.getFlowFilesForRelationship(MonitorModel.ALERTS).getFirst();
        repeated.assertAttributeEquals(MimirAttributes.ALERT_REPEATED, "true");
        assertTrue(!key.equals(repeated.getAttribute(MimirAttributes.ALERT_KEY)));
        assertEquals(1, unsent.size());
    }

    @Test
    void nothingDueYieldsNothing() {
        job("job", "cold", Instant.now().plus(Duration.ofHours(1)));

        runner.run(1, false);

        runner.assertTransferCount(MonitorModel.SUCCESS, 0);
    }

    @Test
    void dueJobsBeyondTheLimitFollowWithTheNextTick() {
        runner.setProperty(MonitorModel.MAXIMUM_RUNS, "2");
        for (int index = 0; index < 5; index++) {
            job("job " + index, "empty", Instant.now());
        }

        runner.run(1, false);
        runner.assertTransferCount(MonitorModel.SUCCESS, 2);
        runner.run(2, false);

        runner.assertTransferCount(MonitorModel.SUCCESS, 5);
        assertEquals(5, runner.getCounterValue(MonitorModel.RUNS_COUNTER));
    }

    @Test
    void jobThatADatasetInAvroSetUpRuns() throws IOException, InitializationException {
        runner.disableControllerService(store);
        trainOnAvro();
        runner.enableControllerService(store);
        final String job = store.monitoring().jobs().getFirst().job().id();
        store.monitoring().bringForward(job, Instant.now());

        runner.run(1, false);

        runner.assertTransferCount(MonitorModel.SUCCESS, 1);
        final JsonNode report = Json.MAPPER.readTree(runner.getFlowFilesForRelationship(MonitorModel.SUCCESS)
                .getFirst()
                .toByteArray());
        assertEquals(1, report.path("series_checked").asInt(), report.toString());
        assertTrue(report.path("points_evaluated").asInt() > 0, report.toString());
    }

    private void trainOnAvro() throws IOException, InitializationException {
        final StringBuilder csv = new StringBuilder("day,level\n");
        for (int day = 0; day < 100; day++) {
            csv.append("%s,%d%n".formatted(LocalDate.of(2024, 1, 1).plusDays(day), 50 + day % 7));
        }
        final TestRunner trainer = TestRunners.newTestRunner(new AutoTrain());
        final SqliteMimirStore opened = Stores.enable(trainer, directory);
        trainer.setProperty(MimirProperties.MIMIR_STORE, Stores.IDENTIFIER);
        trainer.enqueue(Stores.avroDataset(csv.toString()));
        trainer.run(1, false);
        trainer.assertTransferCount(AutoTrain.SUCCESS, 1);
        opened.closeStore();
    }

    @Test
    void datasetIsStoredAndLookedAtAtOnce() throws IOException {
        job("job", "cold", Instant.now().plus(Duration.ofHours(1)));
        runner.setProperty(MimirProperties.ONTOLOGY_ID, "cold");
        runner.enqueue(Stores.avroDataset(fridges(20, 16.8)), Map.of("filename", "fridges.csv"));

        runner.run(1, false);

        runner.assertTransferCount(MonitorModel.SUCCESS, 1);
        runner.assertTransferCount(MonitorModel.ALERTS, 1);
        final MockFlowFile report =
                runner.getFlowFilesForRelationship(MonitorModel.SUCCESS).getFirst();
        report.assertAttributeEquals(MimirAttributes.POINTS_RECEIVED, "40");
        report.assertAttributeEquals(MimirAttributes.POINTS_CHANGED, "40");
        report.assertAttributeEquals(MimirAttributes.JOB_STATUS, "success");
        assertEquals(
                40,
                Json.MAPPER
                        .readTree(report.toByteArray())
                        .path("points_evaluated")
                        .asInt());
        assertTrue(runner.getProvenanceEvents().stream()
                .anyMatch(event -> event.getEventType() == ProvenanceEventType.FORK
                        || event.getParentUuids().size() + event.getChildUuids().size() > 0));
        assertEquals(40, runner.getCounterValue(MonitorModel.POINTS_COUNTER));
    }

    @Test
    void queueIsWorkedThroughWithinOneTick() throws IOException {
        for (int file = 0; file < 5; file++) {
            runner.enqueue(Stores.dataset(fridges(20, file)), Map.of("filename", "fridges-%d.csv".formatted(file)));
        }

        runner.run(1, false);

        runner.assertQueueEmpty();
        runner.assertTransferCount(MonitorModel.SUCCESS, 5);
    }

    @Test
    void sameDatasetAgainChangesNothing() throws IOException {
        runner.setProperty(MimirProperties.ONTOLOGY_ID, "cold");
        final byte[] dataset = Stores.dataset(fridges(20, 5));
        runner.enqueue(dataset, Map.of("filename", "fridges.csv"));
        runner.enqueue(dataset, Map.of("filename", "fridges.csv"));

        runner.run(2, false);

        final List<MockFlowFile> reports = runner.getFlowFilesForRelationship(MonitorModel.SUCCESS);
        assertEquals(
                List.of("40", "0"),
                reports.stream()
                        .map(report -> report.getAttribute(MimirAttributes.POINTS_CHANGED))
                        .toList());
        reports.getFirst().assertAttributeEquals(MimirAttributes.JOB_STATUS, "stored");
        assertEquals(2, store.monitoring().series("cold").size());
    }

    @Test
    void repetitionOfAFlowFileDoesNotUndoWhatCameSince() throws IOException {
        runner.setProperty(MimirProperties.ONTOLOGY_ID, "cold");
        final MockFlowFile repeated = runner.enqueue(Stores.dataset(fridges(20, 5)));
        runner.run(1, false);
        runner.enqueue(Stores.dataset(fridges(20, 6)));
        runner.run(1, false);
        runner.enqueue(repeated);

        runner.run(1, false);

        runner.assertTransferCount(MonitorModel.SUCCESS, 3);

        assertEquals(
                6,
                store.monitoring()
                        .newestPoints(store.monitoring().series("cold").getFirst(), 1)
                        .getFirst()
                        .value());
    }

    @Test
    void datasetWithoutTimeSeriesIsRefusedUnchanged() throws IOException {
        final byte[] dataset = Stores.dataset("name,colour\na,red\nb,blue\n");
        runner.enqueue(dataset, Map.of("filename", "colours.csv"));

        runner.run(1, false);

        runner.assertTransferCount(MonitorModel.FAILURE, 1);
        final MockFlowFile refused =
                runner.getFlowFilesForRelationship(MonitorModel.FAILURE).getFirst();
        refused.assertContentEquals(dataset);
        assertTrue(refused.getAttribute(MimirAttributes.ERROR).contains("no time series"));
    }

    @Test
    void alertAndReportAreLinkedToTheirFlowFilesInTheAudit() throws Exception {
        job("job", "cold", Instant.now());
        points(0, 5, 5, 5, 16.84);

        runner.run(1, false);

        final String alert = runner.getFlowFilesForRelationship(MonitorModel.ALERTS)
                .getFirst()
                .getAttribute("uuid");
        final String report = runner.getFlowFilesForRelationship(MonitorModel.SUCCESS)
                .getFirst()
                .getAttribute("uuid");
        final List<String> entries = Stores.query(
                store, "SELECT action || ' ' || flowfile_uuid FROM audit_log WHERE flowfile_uuid IS NOT NULL");
        assertTrue(entries.contains("alert_sent " + alert), entries.toString());
        assertTrue(entries.contains("run_finished " + report), entries.toString());
        assertEquals(List.of("success 4 1"), Stores.query(store, """
                        SELECT detail ->> 'status' || ' ' || (detail ->> 'points_evaluated') || ' ' || (detail ->> 'rules_evaluated')
                        FROM audit_log WHERE action = 'run_finished'"""));
    }

    private static String fridges(final int hours, final double last) {
        final StringBuilder csv = new StringBuilder("time,fridge,temperature\n");
        for (final String fridge : List.of("KBL-01", "KBL-02")) {
            for (int hour = 0; hour < hours; hour++) {
                final double value = hour == hours - 1 && fridge.equals("KBL-01") ? last : 4 + hour % 3 * 0.5;
                csv.append("%s,%s,%s%n"
                        .formatted(FIRST.plus(Duration.ofHours(hour)).toString(), fridge, value));
            }
        }
        return csv.toString();
    }

    @Test
    void verificationCountsTheJobs() {
        job("job", "cold", Instant.now());

        final List<ConfigVerificationResult> results = Stores.verify(runner, Map.of());

        assertEquals("The store holds 1 jobs, 1 of them enabled", explanation(results, "Read Jobs"));
        assertEquals("No rule has failed", explanation(results, "Evaluate Rules"));
        assertTrue(explanation(results, "Dry Run").contains(MimirAttributes.ONTOLOGY), results.toString());
        assertTrue(results.stream().noneMatch(result -> result.getOutcome() == Outcome.FAILED), results.toString());
    }

    @Test
    void verificationTellsWhenTheRulesOfAnOntologyWouldHaveFired() {
        job("job", "cold", Instant.now());
        points(0, 5, 5, 12, 5, 5, 5);

        final List<ConfigVerificationResult> results = Stores.verify(runner, Map.of(MimirAttributes.ONTOLOGY, "cold"));

        assertEquals(
                "The rules of [cold] would have raised about 1.0 alerts a week in the stored history; temperature {\"between\":[2.0,8.0]} would have fired once in 1 week of history, on 2024-05-01",
                explanation(results, "Dry Run"));
    }

    private static String explanation(final List<ConfigVerificationResult> results, final String step) {
        return results.stream()
                .filter(result -> step.equals(result.getVerificationStepName()))
                .map(ConfigVerificationResult::getExplanation)
                .findFirst()
                .orElseThrow();
    }

    private void job(final String id, final String ontology, final Instant due) {
        final MonitoringJob job = new MonitoringJob(
                id, "Monitor " + id, ontology, "", "0 3 1 1 *", ZoneOffset.UTC, List.of("temperature"), true);
        final MonitoringRule rule = new MonitoringRule(
                "rule of " + id,
                id,
                ontology,
                null,
                "temperature",
                new RuleCondition.Range(2, 8),
                Severity.HIGH,
                "",
                true);
        store.monitoring().saveJob(job, List.of(rule), due);
        store.monitoring().bringForward(id, due);
    }

    private void points(final int firstHour, final double... values) {
        for (int index = 0; index < values.length; index++) {
            final SeriesPoint point = new SeriesPoint(FIRST.plus(Duration.ofHours(firstHour + index)), values[index]);
            store.monitoring().appendPoints(FRIDGE, List.of(point).iterator());
        }
    }
}
