/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.monitoring.MonitoringJob;
import io.nifimimir.monitoring.MonitoringRule;
import io.nifimimir.monitoring.alert.Severity;
import io.nifimimir.monitoring.rule.RuleCondition;
import io.nifimimir.monitoring.schedule.JobType;
import io.nifimimir.monitoring.series.SeriesKey;
import io.nifimimir.monitoring.series.SeriesPoint;
import io.nifimimir.store.StoreFaults;
import org.apache.nifi.flowfile.attributes.CoreAttributes;
import org.apache.nifi.processor.Processor;
import org.apache.nifi.reporting.InitializationException;
import org.apache.nifi.util.TestRunner;
import org.apache.nifi.util.TestRunners;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What the processors do while the store takes nothing, and afterwards. */
class StoreWaitTest {
    private static final Instant FIRST = Instant.parse("2024-05-01T00:00:00Z");

    private static final String FILE_NAME = CoreAttributes.FILENAME.key();

    private final FaultyStore store = new FaultyStore();

    @TempDir
    private Path directory;

    private TestRunner runner;

    @AfterEach
    void tearDown() {
        store.closeStore();
    }

    @Test
    void datasetWaitsInItsQueueWhileThereIsNoRoomForATraining() throws Exception {
        start(new AutoTrain());
        runner.enqueue(Stores.dataset(table()), Map.of(FILE_NAME, "clinic.csv"));
        store.fail(StoreFaults::full, "requireRoom");

        runner.run(3, false);

        assertWaiting(1);
        store.heal();
        runner.run(1, false);
        runner.assertTransferCount(AutoTrain.NO_SIGNAL, 1);
        assertEquals(0, runner.getQueueSize().getObjectCount());
    }

    @Test
    void trainingThatCannotBeStoredLeavesNothingBehindAndIsDoneAgain() throws Exception {
        start(new AutoTrain());
        runner.enqueue(Stores.dataset(table()), Map.of(FILE_NAME, "clinic.csv"));
        store.fail(StoreFaults::full, "saveRun");

        runner.run(2, false);

        assertWaiting(1);
        assertEquals(List.of("0"), Stores.query(store, "SELECT count(*) FROM models"));
        store.heal();
        runner.run(1, false);
        runner.assertTransferCount(AutoTrain.NO_SIGNAL, 1);
    }

    @Test
    void pointsWaitWhileThereIsNoRoomAndDueJobsRunAllTheSame() throws Exception {
        start(new MonitorModel());
        job("job");
        points(5, 5, 5, 16);
        runner.enqueue(Stores.dataset(series()), Map.of(FILE_NAME, "cold.csv"));
        store.fail(StoreFaults::full, "ingest");

        runner.run(3, false);

        assertWaiting(1);
        runner.assertTransferCount(MonitorModel.ALERTS, 1);
        runner.assertTransferCount(MonitorModel.FAILURE, 0);
        store.heal();
        runner.run(2, false);
        assertEquals(0, runner.getQueueSize().getObjectCount());
        runner.assertTransferCount(MonitorModel.ALERTS, 1);
        assertEquals(3, store.monitoring().series("cold").size());
    }

    @Test
    void runWhoseEndCannotBeStoredIsNotFailedAndIsRunAgain() throws Exception {
        start(new MonitorModel());
        job("job");
        job("second");
        points(5, 5, 5, 16);
        store.fail(StoreFaults::full, "finish", "fail", "release");

        runner.run(2, false);

        assertWaiting(0);
        runner.assertTransferCount(MonitorModel.SUCCESS, 0);
        runner.assertTransferCount(MonitorModel.FAILURE, 0);
        store.heal();
        runner.run(1, false);
        runner.assertTransferCount(MonitorModel.SUCCESS, 2);
        runner.assertTransferCount(MonitorModel.ALERTS, 2);
        assertEquals(
                List.of("success 1", "success 1"),
                Stores.query(store, "SELECT status || ' ' || attempts FROM scheduler_executions"));
    }

    @Test
    void reportsOfRunsThatEndedAreHandedOnAndTheirAlertsFollow() throws Exception {
        start(new MonitorModel());
        job("job");
        points(5, 5, 5, 16);
        store.fail(StoreFaults::full, "takeUnsent");

        runner.run(2, false);

        assertWaiting(0);
        runner.assertTransferCount(MonitorModel.SUCCESS, 1);
        runner.assertTransferCount(MonitorModel.ALERTS, 0);
        store.heal();
        runner.run(1, false);
        runner.assertTransferCount(MonitorModel.SUCCESS, 1);
        runner.assertTransferCount(MonitorModel.ALERTS, 1);
    }

    @Test
    void alertThatWasHandedOverAndCouldNotBeMarkedIsMarkedLaterAndNotSentTwice() throws Exception {
        start(new MonitorModel());
        job("job");
        points(5, 5, 5, 16);
        store.fail(StoreFaults::full, "markSent");

        runner.run(3, false);

        runner.assertTransferCount(MonitorModel.ALERTS, 1);
        assertWaiting(0);
        store.heal();
        runner.run(1, false);
        runner.assertTransferCount(MonitorModel.ALERTS, 1);
        assertEquals(List.of("1"), Stores.query(store, "SELECT count(sent_at) FROM alert_transitions"));
    }

    @Test
    void pipelineThatWasTriggeredAndCouldNotBeFinishedIsFinishedLaterAndNotTriggeredTwice() throws Exception {
        final MutableClock clock = new MutableClock(Instant.now());
        start(new TriggerPipeline(clock));
        runner.setProperty("report", "* * * * *");
        runner.run(1, false, true);
        clock.advance(Duration.ofMinutes(1));
        store.fail(StoreFaults::full, "finish", "claimNow");

        runner.run(3, false, false);

        runner.assertTransferCount(TriggerPipeline.SUCCESS, 1);
        assertWaiting(0);
        store.heal();
        runner.run(1, false, false);
        assertEquals(List.of("success"), Stores.query(store, "SELECT status FROM scheduler_executions"));
        clock.advance(Duration.ofMinutes(1));
        runner.run(1, false, false);
        runner.assertTransferCount(TriggerPipeline.SUCCESS, 2);
    }

    @Test
    void nothingIsTriggeredWhileTheFileIsGone() throws Exception {
        final MutableClock clock = new MutableClock(Instant.now());
        start(new TriggerPipeline(clock));
        runner.setProperty("report", "* * * * *");
        runner.run(1, false, true);
        clock.advance(Duration.ofMinutes(1));
        store.fail(StoreFaults::lost, "claimDue");

        runner.run(3, false, false);

        assertWaiting(0);
        runner.assertTransferCount(TriggerPipeline.SUCCESS, 0);
        store.heal();
        runner.run(1, false, false);
        runner.assertTransferCount(TriggerPipeline.SUCCESS, 1);
        assertEquals(
                1,
                store.scheduler().jobs().stream()
                        .filter(job -> job.job().type() == JobType.PIPELINE)
                        .count());
    }

    @Test
    void monitoringWaitsAndSaysOnceThatTheFileMayNotBeWritten() throws Exception {
        start(new MonitorModel());
        store.fail(StoreFaults::readOnly, "claimDue");

        runner.run(3, false, true);

        assertWaiting(0);
        store.heal();
        runner.run(1, false, false);
        assertEquals(1, runner.getLogger().getErrorMessages().size());
    }

    private void start(final Processor processor) throws InitializationException {
        runner = TestRunners.newTestRunner(processor);
        runner.addControllerService(Stores.IDENTIFIER, store);
        runner.setProperty(store, "Store Directory", directory.toString());
        runner.enableControllerService(store);
        runner.setProperty(MimirProperties.MIMIR_STORE, Stores.IDENTIFIER);
    }

    /** It is said once, and nothing is lost or sent to failure. */
    private void assertWaiting(final int queued) {
        assertEquals(queued, runner.getQueueSize().getObjectCount());
        assertTrue(runner.getPenalizedFlowFiles().isEmpty());
        assertEquals(
                1,
                runner.getLogger().getErrorMessages().size(),
                runner.getLogger().getErrorMessages().toString());
        assertTrue(
                runner.getLogger().getErrorMessages().getFirst().getMsg().contains("takes nothing for now"),
                runner.getLogger().getErrorMessages().toString());
    }

    private void job(final String id) {
        final MonitoringRule rule = new MonitoringRule(
                "rule of " + id,
                id,
                "cold",
                null,
                "temperature",
                new RuleCondition.Range(2, 8),
                Severity.HIGH,
                "the limits",
                true);
        final MonitoringJob job =
                new MonitoringJob(id, id, "cold", "", "0 * * * *", ZoneOffset.UTC, List.of("temperature"), true);
        store.monitoring().saveJob(job, List.of(rule), Instant.now());
    }

    private void points(final double... values) {
        store.monitoring()
                .appendPoints(
                        new SeriesKey("cold", "KBL-03", "temperature"),
                        IntStream.range(0, values.length)
                                .mapToObj(hour -> new SeriesPoint(FIRST.plus(Duration.ofHours(hour)), values[hour]))
                                .iterator());
    }

    private static String series() {
        final StringBuilder csv = new StringBuilder("time,fridge,temperature\n");
        for (final String fridge : List.of("KBL-01", "KBL-02")) {
            for (int hour = 0; hour < 30; hour++) {
                csv.append("%s,%s,%s%n".formatted(FIRST.plus(Duration.ofHours(hour)), fridge, 4 + hour % 3 * 0.5));
            }
        }
        return csv.toString();
    }

    private static String table() {
        final StringBuilder csv = new StringBuilder("cases,staff\n");
        for (int row = 0; row < 60; row++) {
            csv.append("%d,%d%n".formatted(row * 2 + row % 3, row));
        }
        return csv.toString();
    }
}
