/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.monitoring.JobRunner;
import io.nifimimir.monitoring.MonitoringJob;
import io.nifimimir.monitoring.MonitoringRule;
import io.nifimimir.monitoring.alert.Alert;
import io.nifimimir.monitoring.alert.AlertFilter;
import io.nifimimir.monitoring.alert.AlertHistory;
import io.nifimimir.monitoring.alert.AlertStatus;
import io.nifimimir.monitoring.alert.Severity;
import io.nifimimir.monitoring.rule.RuleCondition;
import io.nifimimir.monitoring.series.SeriesKey;
import io.nifimimir.monitoring.series.SeriesPoint;
import io.nifimimir.services.SqliteMimirStore;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class UpdateAlertTest {
    @TempDir
    private Path directory;

    private TestRunner runner;

    private SqliteMimirStore store;

    @BeforeEach
    void setUp() throws InitializationException {
        runner = TestRunners.newTestRunner(new UpdateAlert());
        store = Stores.enable(runner, directory);
        runner.setProperty(MimirProperties.MIMIR_STORE, Stores.IDENTIFIER);
        raise("KBL-03", "KBL-04");
    }

    @AfterEach
    void tearDown() {
        store.closeStore();
    }

    @ParameterizedTest
    @CsvSource({"acknowledge, ACKNOWLEDGED", "resolve, RESOLVED", "dismiss, DISMISSED"})
    void alertIsBroughtToItsState(final String action, final AlertStatus expected) {
        final Alert alert = alerts().getFirst();
        runner.enqueue("on my way", attributes(alert.id(), action));

        runner.run();

        runner.assertAllFlowFilesTransferred(UpdateAlert.SUCCESS, 1);
        final MockFlowFile updated =
                runner.getFlowFilesForRelationship(UpdateAlert.SUCCESS).getFirst();
        updated.assertAttributeEquals(MimirAttributes.ALERT_STATUS, expected.wireName());
        updated.assertAttributeEquals(MimirAttributes.ALERT_TITLE, alert.title());
        updated.assertContentEquals("on my way");
        final AlertHistory history = store.alerts().find(alert.id()).orElseThrow();
        assertEquals(expected, history.alert().status());
        assertEquals("Amina", history.entries().getLast().transition().actor());
        assertEquals(
                "with a new compressor",
                history.entries().getLast().transition().note());
        assertEquals(1, runner.getCounterValue(UpdateAlert.UPDATED_COUNTER));
        assertTrue(runner.getProvenanceEvents().stream()
                .anyMatch(event -> event.getEventType() == ProvenanceEventType.ROUTE
                        && event.getDetails().contains("by Amina")));
    }

    @Test
    void sameFlowFileAgainChangesNothing() throws Exception {
        final Map<String, String> attributes = attributes(alerts().getFirst().id(), "acknowledge");
        runner.enqueue("", attributes);
        runner.enqueue("", attributes);

        runner.run(2);

        runner.assertAllFlowFilesTransferred(UpdateAlert.SUCCESS, 2);
        assertEquals(
                List.of("1"),
                Stores.query(store, "SELECT count(*) FROM audit_log WHERE action = 'alert_acknowledged'"));
    }

    @Test
    void acknowledgementIsTheDefault() {
        runner.enqueue("", Map.of("mimir.alert.id", alerts().getFirst().id(), "mimir.alert.actor", "Amina"));

        runner.run();

        runner.assertAllFlowFilesTransferred(UpdateAlert.SUCCESS, 1);
        assertEquals(AlertStatus.ACKNOWLEDGED, alerts().getFirst().status());
    }

    @Test
    void allAlertsOfAMessageAreChangedOrNone() {
        final String ids = alerts().stream().map(Alert::id).collect(Collectors.joining(","));
        runner.enqueue("", attributes(ids + ",alert-unknown", "acknowledge"));
        runner.enqueue("", attributes(ids, "acknowledge"));

        runner.run();
        assertTrue(alerts().stream().allMatch(alert -> alert.status() == AlertStatus.ACTIVE), "none");
        runner.run();

        assertTrue(alerts().stream().allMatch(alert -> alert.status() == AlertStatus.ACKNOWLEDGED), "all");
        runner.assertTransferCount(UpdateAlert.FAILURE, 1);
        runner.assertTransferCount(UpdateAlert.SUCCESS, 1);
    }

    @ParameterizedTest
    @CsvSource({
        "alert-unknown, acknowledge, Amina, There is no alert",
        "KNOWN, delete, Amina, Unknown action",
        "KNOWN, acknowledge, '', Who is to acknowledge",
        "OVER, acknowledge, Amina, is resolved"
    })
    void whatCannotBeDoneIsRefusedWithTheReason(
            final String id, final String action, final String actor, final String reason) {
        final String known = alerts().getFirst().id();
        if (id.equals("OVER")) {
            runner.enqueue("", attributes(known, "resolve"));
            runner.run();
            runner.clearTransferState();
        }
        runner.enqueue(
                "unchanged",
                Map.of(
                        "mimir.alert.id",
                        id.startsWith("alert") ? id : known,
                        "mimir.alert.action",
                        action,
                        "mimir.alert.actor",
                        actor));

        runner.run();

        runner.assertAllFlowFilesTransferred(UpdateAlert.FAILURE, 1);
        final MockFlowFile refused =
                runner.getFlowFilesForRelationship(UpdateAlert.FAILURE).getFirst();
        refused.assertContentEquals("unchanged");
        assertTrue(
                refused.getAttribute(MimirAttributes.ERROR).contains(reason),
                refused.getAttribute(MimirAttributes.ERROR));
    }

    @Test
    void verificationFindsTheAlert() {
        final String id = alerts().getFirst().id();
        assertEquals(
                Outcome.SUCCESSFUL,
                Stores.verify(runner, Map.of("mimir.alert.id", id)).getLast().getOutcome());
        assertEquals(
                Outcome.FAILED,
                Stores.verify(runner, Map.of("mimir.alert.id", "alert-unknown"))
                        .getLast()
                        .getOutcome());
        assertEquals(Outcome.SKIPPED, Stores.verify(runner, Map.of()).getLast().getOutcome());
    }

    private static Map<String, String> attributes(final String id, final String action) {
        return Map.of(
                "mimir.alert.id",
                id,
                "mimir.alert.action",
                action,
                "mimir.alert.actor",
                "Amina",
                "mimir.alert.note",
                "with a new compressor");
    }

    private List<Alert> alerts() {
        return store.alerts().list(AlertFilter.all());
    }

    private void raise(final String... entities) {
        final MonitoringJob job = new MonitoringJob(
                "job", "Fridges", "clinic", "", "0 3 1 1 *", ZoneOffset.UTC, List.of("temperature_c"), true);
        final MonitoringRule rule = new MonitoringRule(
                "rule", "job", "clinic", null, "temperature_c", new RuleCondition.Range(2, 8), Severity.HIGH, "", true);
        store.monitoring().saveJob(job, List.of(rule), Instant.now());
        for (final String entity : entities) {
            store.monitoring()
                    .appendPoints(
                            new SeriesKey("clinic", entity, "temperature_c"),
                            List.of(new SeriesPoint(Instant.parse("2024-05-01T00:00:00Z"), 16.84))
                                    .iterator());
        }
        new JobRunner(store.monitoring(), Clock.systemUTC())
                .runAndFinish(store.monitoring().claimNow("job", Instant.now()).orElseThrow());
    }
}
