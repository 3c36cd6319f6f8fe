/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.monitoring.DetectorState;
import io.nifimimir.monitoring.JobOccurrence;
import io.nifimimir.monitoring.JobRunResult;
import io.nifimimir.monitoring.MonitoringJob;
import io.nifimimir.monitoring.MonitoringRepository;
import io.nifimimir.monitoring.MonitoringRepository.ScheduledJob;
import io.nifimimir.monitoring.MonitoringRule;
import io.nifimimir.monitoring.alert.Alert;
import io.nifimimir.monitoring.alert.AlertCourse;
import io.nifimimir.monitoring.alert.AlertEvent;
import io.nifimimir.monitoring.alert.AlertMessage;
import io.nifimimir.monitoring.alert.AlertRepository;
import io.nifimimir.monitoring.alert.AlertStatus;
import io.nifimimir.monitoring.alert.AlertTransition;
import io.nifimimir.monitoring.alert.Severity;
import io.nifimimir.monitoring.alert.Streak;
import io.nifimimir.monitoring.alert.Verdict;
import io.nifimimir.monitoring.rule.RuleCondition;
import io.nifimimir.monitoring.schedule.CatchUp;
import io.nifimimir.monitoring.schedule.JobType;
import io.nifimimir.monitoring.schedule.Occurrence;
import io.nifimimir.monitoring.schedule.RunStatus;
import io.nifimimir.monitoring.schedule.SchedulerJob;
import io.nifimimir.monitoring.schedule.SchedulerRepository.Execution;
import io.nifimimir.monitoring.schedule.SchedulerRepository.InterruptedRun;
import io.nifimimir.monitoring.series.SeriesKey;
import io.nifimimir.monitoring.series.SeriesPoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SqliteMonitoringRepositoryTest {
    private static final Instant NOW = Instant.parse("2024-04-14T06:30:00Z");

    private static final Instant SLOT = Instant.parse("2024-04-14T06:15:00Z");

    private static final Instant NEXT_SLOT = Instant.parse("2024-04-15T06:15:00Z");

    private static final SeriesKey SERIES = new SeriesKey("clinic", "KBL-03", "temperature_c");

    private static final MonitoringJob JOB = job("15 6 * * *");

    private static final MonitoringRule RULE = rule("rule-1", new RuleCondition.Range(2, 8));

    @TempDir
    private Path directory;

    private SqliteStore store;

    private MonitoringRepository repository;

    @BeforeEach
    void open() throws IOException {
        store = SqliteStore.open(directory.resolve("store"), Clock.fixed(NOW, ZoneOffset.UTC));
        repository = store.monitoring();
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    @Test
    void testJobAndRulesAreReadBack() {
        final MonitoringRule ofEntity = new MonitoringRule(
                "rule-2",
                "job",
                "clinic",
                "KBL-03",
                "temperature_c",
                new RuleCondition.RobustZScore(4.5),
                Severity.CRITICAL,
                "why",
                false);
        repository.saveJob(JOB, List.of(RULE, ofEntity), SLOT);
        assertEquals(List.of(new ScheduledJob(JOB, SLOT, null, null, 1)), repository.jobs());
        assertEquals(List.of(ofEntity, RULE), repository.rulesOf("job"));
    }

    @Test
    void testSavingAgainKeepsTheScheduleUntilItChanges() {
        repository.saveJob(JOB, List.of(RULE), SLOT);
        repository.saveJob(JOB, List.of(RULE), NEXT_SLOT);
        assertEquals(SLOT, repository.jobs().getFirst().nextRun());
        repository.saveJob(job("0 9 * * *"), List.of(RULE), NEXT_SLOT);
        assertEquals(NEXT_SLOT, repository.jobs().getFirst().nextRun());
        assertEquals(1, repository.jobs().size());
    }

    @Test
    void testRuleThatIsGoneIsSwitchedOff() {
        repository.saveJob(JOB, List.of(RULE, rule("rule-2", new RuleCondition.Range(1, 9))), SLOT);
        repository.saveJob(JOB, List.of(RULE), SLOT);
        assertEquals(
                List.of("rule-1"),
                repository.rulesOf("job").stream()
                        .filter(MonitoringRule::enabled)
                        .map(MonitoringRule::id)
                        .toList());
    }

    @Test
    void testPointsAreReplacedAndReadInOrder() {
        assertEquals(3, append(point(3, 5.5), point(1, 5), point(2, 6)));
        assertEquals(0, append(point(3, 5.5), point(1, 5), point(2, 6)));
        assertEquals(2, append(point(2, 6.5), point(4, 7), point(1, 5)));
        assertEquals(List.of(point(3, 5.5), point(4, 7)), repository.newestPoints(SERIES, 2));
        assertEquals(
                List.of(point(1, 5), point(2, 6.5), point(3, 5.5), point(4, 7)), repository.newestPoints(SERIES, 100));
        assertEquals(List.of(SERIES), repository.series("clinic"));
        assertEquals(List.of(), repository.series("elsewhere"));
    }

    @Test
    void testDueJobIsClaimedOnceAndMovesOn() {
        repository.saveJob(JOB, List.of(RULE), SLOT);
        assertEquals(List.of(), repository.claimDue(SLOT.minusMillis(1), 10));
        assertEquals(List.of(occurrence(1, NOW)), repository.claimDue(NOW, 10));
        assertEquals(List.of(), repository.claimDue(NOW, 10));
        assertEquals(NEXT_SLOT, repository.jobs().getFirst().nextRun());
    }

    @Test
    void testJobThatIsSwitchedOffIsNotDue() {
        repository.saveJob(
                new MonitoringJob("job", "Job", "clinic", "", "15 6 * * *", JOB.zone(), List.of(), false),
                List.of(),
                SLOT);
        assertEquals(List.of(), repository.claimDue(NOW, 10));
        assertEquals(Optional.empty(), repository.claimNow("job", NOW));
    }

    @Test
    void testEachRunIsClaimedByOneThread() throws Exception {
        for (int number = 0; number < 50; number++) {
            repository.saveJob(
                    new MonitoringJob("job-" + number, "Job", "clinic", "", "15 6 * * *", JOB.zone(), List.of(), true),
                    List.of(),
                    SLOT);
        }
        final List<Future<List<JobOccurrence>>> claims = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(4)) {
            for (int task = 0; task < 20; task++) {
                claims.add(executor.submit(() -> repository.claimDue(NOW, 5)));
            }
        }
        final List<String> claimed = new ArrayList<>();
        for (final Future<List<JobOccurrence>> claim : claims) {
            claim.get().forEach(occurrence -> claimed.add(occurrence.job().id()));
        }
        assertEquals(50, claimed.size());
        assertEquals(50, claimed.stream().distinct().count());
    }

    @Test
    void testRunBesideTheScheduleLeavesIt() {
        repository.saveJob(JOB, List.of(RULE), NEXT_SLOT);
        final JobOccurrence occurrence = repository.claimNow("job", NOW).orElseThrow();
        assertEquals(NOW, occurrence.scheduledFor());
        assertEquals(Optional.empty(), repository.claimNow("job", NOW));
        assertEquals(Optional.empty(), repository.claimNow("unknown", NOW));
        assertEquals(NEXT_SLOT, repository.jobs().getFirst().nextRun());
    }

    @Test
    void testFinishedRunIsStoredOnce() {
        final JobOccurrence occurrence = claimed();
        final Alert alert = alert(AlertStatus.ACTIVE, 16.8, 29);
        final JobRunResult result = result(alert);
        repository.finish(occurrence, result);
        repository.finish(occurrence, result);

        assertEquals(List.of(alert), repository.alerts(10));
        assertEquals(Optional.of(alert), repository.currentAlert("rule-1", SERIES));
        assertEquals(Optional.of(NOW), repository.evaluatedThrough("rule-1", SERIES));
        final ScheduledJob job = repository.jobs().getFirst();
        assertEquals("caught_up", job.lastStatus());
        assertEquals(NOW, job.lastRun());
        assertEquals(1, store.alerts().takeUnsent(10, NOW).size());
    }

    @Test
    void testAlertMovesOnAndResolves() {
        repository.finish(claimed(), result(alert(AlertStatus.ACTIVE, 16.8, 29)));
        final Alert resolved = alert(AlertStatus.RESOLVED, 17.2, 31);
        repository.finish(repository.claimNow("job", NOW.plusSeconds(1)).orElseThrow(), result(resolved));
        assertEquals(List.of(resolved), repository.alerts(10));
        assertEquals(Optional.empty(), repository.currentAlert("rule-1", SERIES));
        assertEquals(
                List.of("alert-1:active", "alert-1:resolved"),
                store.alerts().takeUnsent(10, NOW).stream()
                        .map(AlertMessage::key)
                        .toList());
    }

    @Test
    void testTransitionIsHandedOutUntilItIsSent() {
        final Alert alert = alert(AlertStatus.ACTIVE, 16.8, 29);
        repository.finish(claimed(), result(alert));
        final AlertTransition transition = AlertTransition.of(AlertEvent.RAISED, alert, NOW, "job");
        final AlertRepository alerts = store.alerts();
        assertEquals(List.of(new AlertMessage("alert-1:active", List.of(transition), 0)), alerts.takeUnsent(10, NOW));
        assertEquals(List.of(), alerts.takeUnsent(10, NOW), "it is in somebody's hands");
        alerts.handBack(List.of("alert-1:active"));
        assertEquals(1, alerts.takeUnsent(10, NOW).getFirst().attempts());
        alerts.markSent(Map.of("alert-1:active", "flowfile"), NOW);
        alerts.markSent(Map.of("alert-1:active", "flowfile"), NOW);
        assertEquals(List.of(), alerts.takeUnsent(10, NOW));
    }

    @Test
    void testFailedRunIsStoredAndNotFinishedAfterwards() {
        final JobOccurrence occurrence = claimed();
        repository.fail(occurrence, NOW, "no such rule");
        repository.fail(occurrence, NOW, "no such rule");
        assertEquals("failed", repository.jobs().getFirst().lastStatus());
        assertThrows(
                IllegalStateException.class,
                () -> repository.finish(occurrence, result(alert(AlertStatus.ACTIVE, 16.8, 29))));
        assertEquals(List.of(), repository.alerts(10));
        assertEquals(NEXT_SLOT, repository.jobs().getFirst().nextRun());
    }

    @Test
    void testResultThatCannotBeStoredLeavesNothingOfItself() {
        final JobOccurrence occurrence = claimed();
        final Alert stray = new Alert(
                "alert-2",
                "no such rule",
                SERIES,
                "threshold",
                Severity.HIGH,
                AlertStatus.ACTIVE,
                "t",
                "m",
                "e",
                NOW,
                NOW,
                1,
                1,
                null,
                AlertCourse.begin(Streak.NONE));
        assertThrows(RuntimeException.class, () -> repository.finish(occurrence, result(stray)));
        assertEquals(List.of(), repository.alerts(10));
        assertEquals(Optional.empty(), repository.evaluatedThrough("rule-1", SERIES));
        repository.finish(occurrence, result(alert(AlertStatus.ACTIVE, 16.8, 29)));
        assertEquals(1, repository.alerts(10).size());
    }

    @Test
    void testChangedConditionBeginsAnew() {
        repository.finish(claimed(), result(alert(AlertStatus.ACTIVE, 16.8, 29)));
        repository.saveJob(JOB, List.of(RULE), SLOT);
        assertEquals(Optional.of(NOW), repository.evaluatedThrough("rule-1", SERIES));
        repository.saveJob(JOB, List.of(rule("rule-1", new RuleCondition.Range(2, 9))), SLOT);
        assertEquals(Optional.empty(), repository.evaluatedThrough("rule-1", SERIES));
    }

    /** The file as a power cut leaves it: log and all, without a close. */
    @Test
    void testRunThatWasCutOffIsFoundAndDueAgain() throws IOException {
        append(point(1, 5));
        assertEquals(1, claimed().attempt());
        for (int attempt = 1; attempt <= RunTable.MAXIMUM_ATTEMPTS; attempt++) {
            final SqliteStore restarted = restartAfterPowerCut("life-" + attempt);
            final MonitoringRepository afterwards = restarted.monitoring();
            final Instant later = NOW.plusSeconds(60L * attempt);
            final boolean again = attempt < RunTable.MAXIMUM_ATTEMPTS;
            assertEquals(
                    List.of(new InterruptedRun("job", SLOT, attempt, again)),
                    restarted.scheduler().start(later).interrupted());
            assertEquals(List.of(), restarted.scheduler().start(later).interrupted());
            assertEquals("interrupted", afterwards.jobs().getFirst().lastStatus());
            assertEquals(List.of(point(1, 5)), afterwards.newestPoints(SERIES, 10));
            final List<JobOccurrence> claimed = afterwards.claimDue(later, 10);
            final Execution execution =
                    restarted.scheduler().executions("job", 10).getFirst();
            if (again) {
                assertEquals(List.of(occurrence(attempt + 1, later)), claimed);
                assertEquals(RunStatus.RUNNING, execution.status());
            } else {
                assertEquals(List.of(), claimed, "it may be the run that ends the process");
                assertEquals(RunStatus.INTERRUPTED, execution.status());
            }
            assertEquals(NEXT_SLOT, afterwards.jobs().getFirst().nextRun());
        }
    }

    /** One of them may be what ended the process; the others are not to be taken for it. */
    @Test
    void testRunsThatWereCutOffTogetherAreClaimedOneByOne() throws IOException {
        for (final String id : List.of("a", "b", "c")) {
            repository.saveJob(
                    new MonitoringJob(id, "Job", "clinic", "", "15 6 * * *", JOB.zone(), List.of(), true),
                    List.of(),
                    SLOT);
        }
        assertEquals(List.of("a", "b", "c"), ids(repository.claimDue(NOW, 10)));
        final SqliteStore restarted = restartAfterPowerCut("life-1");
        restarted.scheduler().start(NOW);
        final MonitoringRepository afterwards = restarted.monitoring();
        for (final String id : List.of("d", "e")) {
            afterwards.saveJob(
                    new MonitoringJob(id, "Job", "clinic", "", "15 6 * * *", JOB.zone(), List.of(), true),
                    List.of(),
                    SLOT.plusSeconds(1));
        }
        assertEquals(List.of("a"), ids(afterwards.claimDue(NOW, 10)));
        assertEquals(List.of("b"), ids(afterwards.claimDue(NOW, 10)));
        assertEquals(List.of("c"), ids(afterwards.claimDue(NOW, 10)));
        assertEquals(List.of("d", "e"), ids(afterwards.claimDue(NOW, 10)));
    }

    private static List<String> ids(final List<JobOccurrence> occurrences) {
        return occurrences.stream().map(occurrence -> occurrence.job().id()).toList();
    }

    @Test
    void testRunsOfThisLifeAreNotInterrupted() {
        claimed();
        assertEquals(List.of(), store.scheduler().start(NOW).interrupted());
    }

    @Test
    void testAuditTellsWhoMovedAThreshold() throws SQLException {
        final AuditOrigin origin = new AuditOrigin("AutoTrain", "9c1f6d4e-0000-4000-8000-000000000001");
        origin.run(() -> {
            claimed();
            return null;
        });
        repository.saveJob(JOB, List.of(RULE), SLOT);
        assertEquals(
                List.of("job_saved job AutoTrain", "rule_saved rule-1 AutoTrain", "run_claimed job AutoTrain"),
                audit());
        repository.saveJob(JOB, List.of(rule("rule-1", new RuleCondition.Range(2, 9))), SLOT);
        assertEquals("rule_saved rule-1 store", audit().getLast());
        try (Connection connection = store.connection(false)) {
            assertEquals(
                    "{\"between\":[2.0,8.0]} -> {\"between\":[2.0,9.0]}",
                    Sql.first(connection, """
                            SELECT detail ->> '$.before.condition' || ' -> ' || (detail ->> '$.after.condition')
                            FROM audit_log ORDER BY sequence DESC LIMIT 1""", row -> row.getString(1)).orElseThrow());
        }
    }

    @Test
    void testAuditTellsOfAlertsAndRunsOnce() throws SQLException {
        final JobOccurrence occurrence = claimed();
        repository.finish(occurrence, result(alert(AlertStatus.ACTIVE, 16.8, 29)));
        repository.finish(occurrence, result(alert(AlertStatus.ACTIVE, 16.8, 29)));
        assertEquals(
                List.of("run_claimed job store", "alert_active alert-1 store", "run_finished job store"),
                audit().subList(2, audit().size()));
        assertTrue(store.verifyAudit().intact(), store.verifyAudit().finding());
    }

    private List<String> audit() throws SQLException {
        try (Connection connection = store.connection(false)) {
            return Sql.list(
                    connection,
                    "SELECT action || ' ' || subject_id || ' ' || actor FROM audit_log ORDER BY sequence",
                    row -> row.getString(1));
        }
    }

    @Test
    void testCallsJoinOneTransaction() {
        assertThrows(
                IllegalStateException.class,
                () -> store.inTransaction(() -> {
                    repository.saveJob(JOB, List.of(RULE), SLOT);
                    append(point(1, 5));
                    assertEquals(1, repository.jobs().size());
                    throw new IllegalStateException("on purpose");
                }));
        assertEquals(List.of(), repository.jobs());
        assertEquals(List.of(), repository.series("clinic"));
    }

    private static JobOccurrence occurrence(final int attempt, final Instant startedAt) {
        final SchedulerJob scheduled = new SchedulerJob(
                "job", "Fridges", JobType.MONITORING, null, "15 6 * * *", "UTC", true, CatchUp.RUN_ONCE);
        return new JobOccurrence(JOB, new Occurrence(scheduled, SLOT, attempt, startedAt, true, 0));
    }

    private SqliteStore restartAfterPowerCut(final String name) throws IOException {
        final Path copy = directory.resolve(name);
        Files.createDirectories(copy);
        for (final String file : List.of("mimir.db", "mimir.db-wal")) {
            Files.copy(store.file().resolveSibling(file), copy.resolve(file));
        }
        store.close();
        store = SqliteStore.open(copy, Clock.fixed(NOW, ZoneOffset.UTC));
        return store;
    }

    private JobOccurrence claimed() {
        repository.saveJob(JOB, List.of(RULE), SLOT);
        final List<JobOccurrence> claimed = repository.claimDue(NOW, 10);
        assertEquals(1, claimed.size());
        return claimed.getFirst();
    }

    private long append(final SeriesPoint... points) {
        return repository.appendPoints(SERIES, List.of(points).iterator());
    }

    private static SeriesPoint point(final int hour, final double value) {
        return new SeriesPoint(SLOT.plusSeconds(3_600L * hour), value);
    }

    private static MonitoringJob job(final String cronExpression) {
        return new MonitoringJob(
                "job",
                "Fridges",
                "clinic",
                "Checks the fridges",
                cronExpression,
                ZoneId.of("UTC"),
                List.of("temperature_c"),
                true);
    }

    private static MonitoringRule rule(final String id, final RuleCondition condition) {
        return new MonitoringRule(
                id, "job", "clinic", null, "temperature_c", condition, Severity.HIGH, "the vaccine's limits", true);
    }

    private static Alert alert(final AlertStatus status, final double value, final long occurrences) {
        return new Alert(
                "alert-1",
                "rule-1",
                SERIES,
                "threshold",
                Severity.HIGH,
                status,
                "temperature_c of KBL-03 is too high",
                "message",
                "2 to 8",
                SLOT,
                NOW,
                value,
                occurrences,
                status == AlertStatus.RESOLVED ? NOW : null,
                new AlertCourse(
                        new Streak(Verdict.Side.ABOVE, SLOT, occurrences),
                        status == AlertStatus.RESOLVED ? NOW : null,
                        status == AlertStatus.RESOLVED,
                        0,
                        null,
                        null));
    }

    private static JobRunResult result(final Alert alert) {
        final AlertEvent event = alert.status() == AlertStatus.RESOLVED ? AlertEvent.RESOLVED : AlertEvent.RAISED;
        final AlertTransition transition = AlertTransition.of(event, alert, NOW, "job");
        return new JobRunResult(
                NOW,
                List.of(new JobRunResult.RuleProgress("rule-1", SERIES, NOW)),
                1,
                29,
                1,
                List.of(alert),
                List.of(transition),
                List.of(new DetectorState("rule-1", SERIES, 1, NOW, new byte[] {1, 2, 3})),
                List.of(new JobRunResult.RuleError("rule-9", "it threw")));
    }
}
