/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.monitoring.JobOccurrence;
import io.nifimimir.monitoring.MonitoringJob;
import org.apache.nifi.util.TestRunner;
import org.apache.nifi.util.TestRunners;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ClaimedRunsTest {
    private final FaultyStore store = new FaultyStore();

    private final MutableClock clock = new MutableClock(Instant.now());

    @TempDir
    private Path directory;

    private TestRunner runner;

    @BeforeEach
    void setUp() throws Exception {
        runner = TestRunners.newTestRunner(new MonitorModel(clock));
        runner.addControllerService(Stores.IDENTIFIER, store);
        runner.setProperty(store, "Store Directory", directory.toString());
        runner.enableControllerService(store);
        runner.setProperty(MimirProperties.MIMIR_STORE, Stores.IDENTIFIER);
    }

    @AfterEach
    void tearDown() {
        store.closeStore();
    }

    @Test
    void aTickClaimsAllThatItRunsInOneTransaction() throws Exception {
        saveJobs(40);

        runner.run(1, false);

        runner.assertTransferCount(MonitorModel.SUCCESS, 40);
        assertEquals(2, store.calls("claimDue"), "one that claims, and one that finds no more");
        assertEquals(
                List.of("40"),
                Stores.query(store, "SELECT count(*) FROM scheduler_executions WHERE status = 'success'"));
    }

    @Test
    void thoseBehindALongRunAreGivenBackWhileItRuns() {
        saveJobs(3);
        final List<JobOccurrence> due = claim();
        try (ClaimedRuns claimed = new ClaimedRuns(store, due, clock, Runnable::run)) {
            assertEquals(due.getFirst(), claimed.next().orElseThrow());
            claimed.giveBackLate();
            assertEquals(List.of(), claim(), "nobody has waited for long yet");
            clock.advance(Duration.ofSeconds(2));
            claimed.giveBackLate();
            assertEquals(ids(due.subList(1, 3)), ids(claim()));
            assertTrue(claimed.next().isEmpty());
        }
    }

    @Test
    void whatHasNotBegunWhenTheProcessorStopsIsGivenBack() throws Exception {
        saveJobs(3);
        final List<JobOccurrence> due = claim();
        try (ClaimedRuns claimed = new ClaimedRuns(store, due, clock, Runnable::run)) {
            assertTrue(claimed.next().isPresent());
        }
        assertEquals(
                List.of("running 1", "waiting 0", "waiting 0"),
                Stores.query(store, "SELECT status || ' ' || attempts FROM scheduler_executions ORDER BY job_id"));
        assertEquals(List.of("2"), Stores.query(store, "SELECT count(*) FROM audit_log WHERE action = 'run_released'"));
    }

    private List<JobOccurrence> claim() {
        return store.monitoring().claimDue(clock.instant(), 10);
    }

    private static List<String> ids(final List<JobOccurrence> occurrences) {
        return occurrences.stream().map(occurrence -> occurrence.job().id()).toList();
    }

    private void saveJobs(final int count) {
        for (int number = 0; number < count; number++) {
            final String id = "job %02d".formatted(number);
            final MonitoringJob job =
                    new MonitoringJob(id, id, "cold", "", "0 * * * *", ZoneOffset.UTC, List.of("temperature"), true);
            store.monitoring().saveJob(job, List.of(), clock.instant());
        }
    }
}
