/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.monitoring.schedule.CatchUp;
import io.nifimimir.monitoring.schedule.JobType;
import io.nifimimir.monitoring.schedule.OccurrencePlan;
import io.nifimimir.monitoring.schedule.RunStatus;
import io.nifimimir.monitoring.schedule.SchedulerJob;
import io.nifimimir.monitoring.schedule.SchedulerRepository.Execution;
import io.nifimimir.monitoring.schedule.SchedulerRepository.Selection;
import io.nifimimir.services.SqliteMimirStore;
import org.apache.nifi.components.ConfigVerificationResult;
import org.apache.nifi.provenance.ProvenanceEventType;
import org.apache.nifi.reporting.InitializationException;
import org.apache.nifi.util.MockFlowFile;
import org.apache.nifi.util.TestRunner;
import org.apache.nifi.util.TestRunners;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TriggerPipelineTest {
    @TempDir
    private Path directory;

    /** The store's own clock is the machine's, so the schedules lie around now. */
    private final Instant start = Instant.now();

    private final MutableClock clock = new MutableClock(start);

    private TestRunner runner;
    private SqliteMimirStore store;

    @BeforeEach
    void setUp() throws InitializationException {
        runner = TestRunners.newTestRunner(new TriggerPipeline(clock));
        store = Stores.enable(runner, directory);
        runner.setProperty(MimirProperties.MIMIR_STORE, Stores.IDENTIFIER);
    }

    @AfterEach
    void tearDown() {
        store.closeStore();
    }

    @Test
    void declaredPipelineIsTriggeredOncePerOccurrence() {
        runner.setProperty("report", "* * * * *");
        runner.setProperty(TriggerPipeline.TIME_ZONE, "Asia/Kabul");
        runner.run(1, false, true);
        runner.assertTransferCount(TriggerPipeline.SUCCESS, 0);

        clock.advance(Duration.ofSeconds(60));
        runner.run(3, false, false);

        runner.assertTransferCount(TriggerPipeline.SUCCESS, 1);
        final MockFlowFile flowFile =
                runner.getFlowFilesForRelationship(TriggerPipeline.SUCCESS).getFirst();
        flowFile.assertAttributeEquals(MimirAttributes.PIPELINE_ID, "report");
        flowFile.assertAttributeEquals(MimirAttributes.JOB_NAME, "report");
        flowFile.assertAttributeEquals(MimirAttributes.CAUGHT_UP, "false");
        flowFile.assertAttributeEquals(MimirAttributes.MISSED, "0");
        flowFile.assertAttributeEquals(MimirAttributes.ATTEMPT, "1");
        flowFile.assertAttributeEquals(MimirAttributes.OCCURRENCE_REPEATED, "false");
        final Instant scheduledFor = Instant.parse(flowFile.getAttribute(MimirAttributes.SCHEDULED_FOR));
        final String jobId = flowFile.getAttribute(MimirAttributes.JOB_ID);
        flowFile.assertAttributeEquals(MimirAttributes.OCCURRENCE_KEY, jobId + ":" + scheduledFor.toEpochMilli());
        assertEquals(0, scheduledFor.toEpochMilli() % 60_000);
        final Execution execution = store.scheduler().executions(jobId, 10).getFirst();
        assertEquals(RunStatus.SUCCESS, execution.status());
        assertEquals(scheduledFor, execution.scheduledFor());
        assertEquals(1, runner.getCounterValue(TriggerPipeline.OCCURRENCES_COUNTER));
        assertTrue(runner.getProvenanceEvents().stream()
                .anyMatch(event -> event.getEventType() == ProvenanceEventType.CREATE
                        && event.getDetails().contains("Pipeline report due at " + scheduledFor)));
    }

    @Test
    void occurrenceThatNiFiMayHaveLostIsRepeatedWithTheSameKey() throws InitializationException {
        save("nightly", "* * * * *", CatchUp.RUN_ONCE);
        final Instant due = start.plusSeconds(60);
        // Claimed by a life that ended before its session did
        final String key = store.scheduler()
                .claimDue(Selection.of(JobType.PIPELINE), due, 1)
                .getFirst()
                .key();
        runner.disableControllerService(store);
        runner.enableControllerService(store);
        clock.set(due);

        runner.run(1, false);

        final MockFlowFile repeated =
                runner.getFlowFilesForRelationship(TriggerPipeline.SUCCESS).getFirst();
        repeated.assertAttributeEquals(MimirAttributes.OCCURRENCE_KEY, key);
        repeated.assertAttributeEquals(MimirAttributes.OCCURRENCE_REPEATED, "true");
        repeated.assertAttributeEquals(MimirAttributes.ATTEMPT, "2");
    }

    @Test
    void missedOccurrencesAreToldWithTheOneThatIsCaughtUpOn() {
        final Duration between = Duration.ofMinutes(20);
        final Instant latest = Instant.ofEpochMilli(start.toEpochMilli() / between.toMillis() * between.toMillis());
        save("nightly", "*/20 * * * *", CatchUp.RUN_ONCE, latest.minus(between.multipliedBy(3)));
        clock.set(latest.plus(OccurrencePlan.GRACE).isBefore(start) ? start : start.plusSeconds(90));

        runner.run(1, false);

        final MockFlowFile flowFile =
                runner.getFlowFilesForRelationship(TriggerPipeline.SUCCESS).getFirst();
        flowFile.assertAttributeEquals(MimirAttributes.CAUGHT_UP, "true");
        flowFile.assertAttributeEquals(MimirAttributes.MISSED, "2");
        flowFile.assertAttributeEquals(MimirAttributes.SCHEDULED_FOR, latest.toString());
        assertEquals(
                List.of(RunStatus.CAUGHT_UP, RunStatus.MISSED),
                store.scheduler().executions("nightly", 10).stream()
                        .map(Execution::status)
                        .toList());
    }

    @Test
    void onlyThePipelinesNamedAreTriggered() {
        save("one", "* * * * *", CatchUp.RUN_ONCE);
        save("two", "* * * * *", CatchUp.RUN_ONCE);
        runner.setProperty(TriggerPipeline.PIPELINE_IDS, " pipeline of two , other");
        clock.advance(Duration.ofSeconds(60));

        runner.run(2, false);

        runner.assertTransferCount(TriggerPipeline.SUCCESS, 1);
        runner.getFlowFilesForRelationship(TriggerPipeline.SUCCESS)
                .getFirst()
                .assertAttributeEquals(MimirAttributes.JOB_ID, "two");
    }

    @Test
    void thousandJobsOfOneTickAreTriggeredInOne() {
        store.inTransaction(() -> {
            for (int number = 0; number < 1_000; number++) {
                save("job " + number, "* * * * *", CatchUp.RUN_ONCE);
            }
            return null;
        });
        clock.advance(Duration.ofSeconds(60));

        runner.run(1, false);

        runner.assertTransferCount(TriggerPipeline.SUCCESS, 1_000);
    }

    @Test
    void propertyThatIsTakenAwaySwitchesItsJobOff() {
        runner.setProperty("report", "@daily");
        runner.setProperty("backup", "@weekly");
        runner.run(1, true, true);
        runner.removeProperty("report");
        runner.run(1, true, true);

        assertEquals(
                Map.of("report", false, "backup", true),
                Map.of(
                        "report", enabled("report"),
                        "backup", enabled("backup")));
    }

    @Test
    void clockThatCannotBeBelievedTriggersNothingAndIsToldOnce() {
        runner.setProperty("report", "* * * * *");
        runner.run(1, false, true);
        clock.set(Instant.EPOCH);

        runner.run(3, false, false);

        runner.assertTransferCount(TriggerPipeline.SUCCESS, 0);
        assertEquals(1, runner.getLogger().getErrorMessages().size());
    }

    @Test
    void schedulesAreChecked() {
        runner.setProperty("report", "61 * * * *");
        runner.assertNotValid();
        runner.setProperty("report", "0 6 * * *");
        runner.assertValid();
        runner.setProperty(TriggerPipeline.TIME_ZONE, "Asia/Atlantis");
        runner.assertNotValid();
    }

    @Test
    void verificationSaysTheNextRunsInWords() {
        runner.setProperty("report", "0 6 * * *");
        runner.setProperty(TriggerPipeline.TIME_ZONE, "Asia/Kabul");

        final List<ConfigVerificationResult> results = Stores.verify(runner, Map.of());

        final String explanation = results.getLast().getExplanation();
        assertTrue(explanation.startsWith("Pipeline report: at 06:00 (Asia/Kabul), next "), explanation);
        assertTrue(explanation.endsWith("T06:00+04:30"), explanation);
    }

    private boolean enabled(final String name) {
        return store.scheduler().jobs().stream()
                .filter(state -> state.job().name().equals(name))
                .findFirst()
                .orElseThrow()
                .job()
                .enabled();
    }

    private void save(final String id, final String cron, final CatchUp catchUp) {
        save(id, cron, catchUp, start);
    }

    private void save(final String id, final String cron, final CatchUp catchUp, final Instant at) {
        store.scheduler()
                .save(new SchedulerJob(id, id, JobType.PIPELINE, "pipeline of " + id, cron, "UTC", true, catchUp), at);
    }
}
