/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

import io.nifimimir.monitoring.alert.Alert;
import io.nifimimir.monitoring.alert.AlertStatus;
import io.nifimimir.monitoring.alert.AlertTransition;
import io.nifimimir.monitoring.alert.Severity;
import io.nifimimir.monitoring.anomaly.AnomalyDetector;
import io.nifimimir.monitoring.rule.CrossingForecaster;
import io.nifimimir.monitoring.rule.RuleCondition;
import io.nifimimir.monitoring.rule.RuleConditions;
import io.nifimimir.monitoring.series.SeriesKey;
import io.nifimimir.monitoring.series.SeriesPoint;
import io.nifimimir.store.SqliteStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.JDBC;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CancellationException;
import java.util.function.IntToDoubleFunction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class JobRunnerTest {
    private static final Instant NOW = Instant.parse("2024-06-01T06:00:00Z");

    private static final SeriesKey FIRST = new SeriesKey("clinic", "KBL-01", "temperature_c");

    private static final SeriesKey SECOND = new SeriesKey("clinic", "KBL-02", "temperature_c");

    @TempDir
    private Path directory;

    private SqliteStore store;

    private MonitoringRepository repository;

    private JobRunner runner;

    private int runs;

    @BeforeEach
    void open() throws IOException {
        final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        store = SqliteStore.open(directory, clock);
        repository = store.monitoring();
        runner = new JobRunner(repository, clock);
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    @Test
    void testIncidentIsOneAlertFromItsBeginningToItsEnd() {
        save(rule("bounds", new RuleCondition.Range(2, 8), null));
        append(FIRST, 0, 10, hour -> 5);
        final JobRunResult history = run();
        assertEquals(List.of(), history.alerts());
        assertEquals(10, history.pointsEvaluated());
        assertEquals(Optional.of(at(9)), history.newestPoint());

        append(FIRST, 10, 12, hour -> 9);
        final JobRunResult opened = run();
        assertEquals(List.of(AlertStatus.ACTIVE), statuses(opened));
        append(FIRST, 12, 15, hour -> 10);
        final JobRunResult lasting = run();
        assertEquals(List.of(), lasting.transitions());
        assertEquals(5, lasting.alerts().getFirst().occurrences());
        append(FIRST, 15, 17, hour -> 5);
        assertEquals(List.of(), run().transitions());
        append(FIRST, 17, 18, hour -> 5);
        assertEquals(List.of(AlertStatus.RESOLVED), statuses(run()));

        assertEquals(1, repository.alerts(10).size());
        assertEquals(AlertStatus.RESOLVED, repository.alerts(10).getFirst().status());
        assertEquals(
                List.of(AlertStatus.ACTIVE, AlertStatus.RESOLVED),
                store.alerts().takeUnsent(10, NOW).stream()
                        .map(message -> message.first().to())
                        .toList());
    }

    @Test
    void testRunWithoutNewPointsEvaluatesNothing() {
        save(rule("bounds", new RuleCondition.Range(2, 8), null));
        append(FIRST, 0, 10, hour -> 9);
        assertEquals(1, run().alerts().size());
        final JobRunResult again = run();
        assertEquals(0, again.pointsEvaluated());
        assertEquals(1, again.seriesChecked());
        assertEquals(List.of(), again.alerts());
        assertEquals(1, store.alerts().takeUnsent(10, NOW).size());
    }

    @Test
    void testSeriesWhosePointsComeLateLosesNone() {
        save(rule("bounds", new RuleCondition.Range(2, 8), null));
        append(FIRST, 0, 10, hour -> 5);
        append(SECOND, 0, 4, hour -> 5);
        run();
        append(SECOND, 4, 6, hour -> 1);
        final JobRunResult late = run();
        assertEquals(2, late.pointsEvaluated());
        assertEquals(SECOND, late.alerts().getFirst().series());
    }

    @Test
    void testRuleOfOneEntityLooksAtNoOther() {
        save(rule("bounds", new RuleCondition.Range(2, 8), "KBL-02"));
        append(FIRST, 0, 4, hour -> 9);
        append(SECOND, 0, 4, hour -> 9);
        final JobRunResult result = run();
        assertEquals(1, result.seriesChecked());
        assertEquals(
                List.of(SECOND), result.alerts().stream().map(Alert::series).toList());
    }

    @Test
    void testRuleThatCannotBeReadIsReportedAndTheOthersGoOn() throws SQLException {
        save(rule("a", new RuleCondition.Range(1, 7), null), rule("b", new RuleCondition.Range(2, 8), null));
        changeByHand("UPDATE monitoring_rules SET condition = '{\"<\":\"10\"}' WHERE id = 'a'");
        append(FIRST, 0, 4, hour -> 9);
        append(SECOND, 0, 4, hour -> 9);
        final JobRunResult result = run();
        assertEquals(
                List.of("b", "b"), result.alerts().stream().map(Alert::ruleId).toList());
        assertEquals(1, result.ruleErrors().size());
        assertEquals("a", result.ruleErrors().getFirst().ruleId());
        assertTrue(result.ruleErrors().getFirst().message().contains("must be a number"));
    }

    @Test
    void testRuleThatFailsIsInErrorUntilItsConditionChangesOrItIsEvaluated() throws SQLException, IOException {
        save(rule("a", new RuleCondition.Range(1, 7), null), rule("b", new RuleCondition.Range(2, 8), null));
        changeByHand("UPDATE monitoring_rules SET condition = '{\"<\":\"10\"}' WHERE id IN ('a', 'b')");
        append(FIRST, 0, 4, hour -> 5);
        run();
        close();
        open();
        final List<MonitoringRepository.FailedRule> failed = repository.failedRules();
        assertEquals(
                List.of("a", "b"),
                failed.stream().map(MonitoringRepository.FailedRule::ruleId).toList());
        assertTrue(
                failed.getFirst().reason().contains("must be a number"),
                failed.getFirst().reason());
        assertEquals(NOW, failed.getFirst().since());

        save(rule("a", new RuleCondition.Range(1, 6), null), rule("b", new RuleCondition.Range(2, 8), null));
        changeByHand("UPDATE monitoring_rules SET status = 'error', error = 'It was', error_since = 1 WHERE id = 'b'");
        assertEquals(
                List.of("b"),
                repository.failedRules().stream()
                        .map(MonitoringRepository.FailedRule::ruleId)
                        .toList());
        run();
        assertEquals(List.of(), repository.failedRules());
    }

    @Test
    void testRuleThatIsSwitchedOffEndsItsAlert() {
        save(rule("bounds", new RuleCondition.Range(2, 8), null));
        append(FIRST, 0, 4, hour -> 9);
        assertEquals(List.of(AlertStatus.ACTIVE), statuses(run()));
        save();
        final JobRunResult result = run();
        assertEquals(List.of(AlertStatus.RESOLVED), statuses(result));
        assertEquals(
                "temperature_c of KBL-01 is no longer watched: its rule was switched off. It was 9 at 2024-01-01 03:00 UTC, expected 2 to 8",
                result.alerts().getFirst().message());
        assertEquals(List.of(), run().alerts());
    }

    @Test
    void testRunThatThrowsIsStoredAsFailed() throws SQLException {
        save(rule("a", new RuleCondition.Range(1, 7), null));
        append(FIRST, 0, 4, hour -> 9);
        changeByHand("DROP TABLE rule_progress");
        assertThrows(RuntimeException.class, this::run);
        assertEquals("failed", repository.jobs().getFirst().lastStatus());
    }

    @Test
    void testRunThatIsToldToStopIsGivenBack() {
        save(rule("bounds", new RuleCondition.Range(2, 8), null));
        append(FIRST, 0, 10, hour -> 9);
        final JobRunner stopped =
                new JobRunner(repository, Clock.fixed(NOW, ZoneOffset.UTC), () -> false, CrossingForecaster.none());
        final JobOccurrence given = claim();
        assertThrows(CancellationException.class, () -> stopped.runAndFinish(given));
        assertEquals("interrupted", repository.jobs().getFirst().lastStatus());
        assertEquals(List.of(), repository.alerts(10));
        final JobOccurrence again = repository.claimDue(given.scheduledFor(), 1).getFirst();
        assertEquals(given.scheduledFor(), again.scheduledFor());
        assertEquals(1, again.attempt(), "the try had no effect");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 50})
    void testAnomaliesAreThoseOfOneRunHoweverOftenTheStoreIsClosedBetween(final int pointsOfRun) throws IOException {
        final IntToDoubleFunction fridge = SyntheticSeries.fridge(5);
        final int history = 200;
        final int end = 480;
        final List<SeriesPoint> points = SyntheticSeries.of(
                SyntheticSeries.HOUR,
                end,
                hour -> fridge.applyAsDouble(hour) + (hour == 250 || hour == 251 ? 20 : 0) + (hour >= 400 ? 60 : 0));
        save(rule("anomaly", RuleConditions.parse("{\"anomaly\": {}}"), null));
        repository.appendPoints(FIRST, points.subList(0, history).iterator());
        repository.appendPoints(SECOND, points.subList(0, history).iterator());
        run();
        repository.appendPoints(SECOND, points.subList(history, end).iterator());
        run();
        for (int from = history; from < end; from += pointsOfRun) {
            final int to = Math.min(end, from + pointsOfRun);
            repository.appendPoints(FIRST, points.subList(from, to).iterator());
            assertEquals(to - from, run().pointsEvaluated());
            if (from % 40 == 0) {
                close();
                open();
            }
        }

        assertEquals(lives(SECOND), lives(FIRST));
        assertEquals(2, lives(FIRST).size());
    }

    @Test
    void testStateOfAnotherVersionIsLearnedAgain() throws SQLException {
        save(rule("anomaly", RuleConditions.parse("{\"anomaly\": {}}"), null));
        append(FIRST, 0, 300, SyntheticSeries.fridge(5));
        run();
        changeByHand("UPDATE detector_states SET version = 0, state = x'00'");
        append(FIRST, 300, 301, hour -> 40);

        assertEquals(1, run().alerts().size());
        assertEquals(
                AnomalyDetector.VERSION,
                repository.detectorState("anomaly", FIRST).orElseThrow().version());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 40})
    void testTrendsAreThoseOfOneRunHoweverOftenTheStoreIsClosedBetween(final int pointsOfRun) throws IOException {
        final IntToDoubleFunction cases = SyntheticSeries.cases(3, 50);
        final int history = 150;
        final int end = 420;
        final List<SeriesPoint> points = SyntheticSeries.of(
                SyntheticSeries.DAY,
                end,
                day -> cases.applyAsDouble(day)
                        * (1 + Math.clamp((day - 199) / 30.0, 0, 1) - 0.5 * Math.clamp((day - 319) / 40.0, 0, 1)));
        save(rule("trend", RuleConditions.parse("{\"change_percent\": 15, \"window_minutes\": 43200}"), null));
        repository.appendPoints(FIRST, points.subList(0, history).iterator());
        repository.appendPoints(SECOND, points.subList(0, history).iterator());
        run();
        repository.appendPoints(SECOND, points.subList(history, end).iterator());
        run();
        for (int from = history; from < end; from += pointsOfRun) {
            final int to = Math.min(end, from + pointsOfRun);
            repository.appendPoints(FIRST, points.subList(from, to).iterator());
            assertEquals(to - from, run().pointsEvaluated());
            if (from % 40 == 0) {
                close();
                open();
            }
        }

        assertEquals(lives(SECOND), lives(FIRST));
        assertEquals(1, lives(FIRST).size());
    }

    @Test
    void testWindowThatHoldsTooFewPointsFailsItsRuleAlone() {
        save(
                rule("trend", RuleConditions.parse("{\"change_percent\": 15, \"window_minutes\": 60}"), null),
                rule("bounds", new RuleCondition.Range(2, 8), null));
        append(FIRST, 0, 10, hour -> 9);
        final JobRunResult result = run();
        assertEquals("trend", result.ruleErrors().getFirst().ruleId());
        assertTrue(result.ruleErrors().getFirst().message().contains("expected window_minutes of at least 420"));
        assertEquals(
                List.of("bounds"), result.alerts().stream().map(Alert::ruleId).toList());
    }

    private List<String> lives(final SeriesKey series) {
        return repository.alerts(100).stream()
                .filter(alert -> alert.series().equals(series))
                .map(alert -> "%s %s %s %s %d"
                        .formatted(
                                alert.since(),
                                alert.lastSeen(),
                                alert.status(),
                                alert.resolvedAt(),
                                alert.occurrences()))
                .sorted()
                .toList();
    }

    /** The power goes after the evaluation and before its end is stored. */
    @Test
    void testRunThatWasCutOffFindsTheSameAgain() throws IOException {
        save(rule("anomaly", new RuleCondition.RobustZScore(4), null));
        append(FIRST, 0, 320, SyntheticSeries.failingFridge(5, 400));
        run();
        final IntToDoubleFunction failing = SyntheticSeries.failingFridge(5, 330);
        append(FIRST, 320, 360, failing);
        final JobOccurrence cutOff = claim();
        final JobRunResult lost = runner.run(cutOff);
        assertEquals(1, lost.alerts().size());

        close();
        open();
        assertEquals(1, store.scheduler().start(NOW).interrupted().size());
        final JobOccurrence again =
                repository.claimDue(cutOff.scheduledFor(), 1).getFirst();
        assertEquals(2, again.attempt());
        final JobRunResult found = runner.runAndFinish(again);
        assertEquals(lost.alerts(), found.alerts());
        assertEquals(lost.transitions(), found.transitions());
        assertEquals(found.alerts(), repository.alerts(10));
    }

    private JobRunResult run() {
        return runner.runAndFinish(claim());
    }

    private JobOccurrence claim() {
        runs++;
        return repository.claimNow("job", NOW.plusSeconds(runs)).orElseThrow();
    }

    private void changeByHand(final String sql) throws SQLException {
        try (Connection connection = new JDBC().connect("jdbc:sqlite:" + store.file(), new Properties());
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private void save(final MonitoringRule... rules) {
        final MonitoringJob job = new MonitoringJob(
                "job", "Fridges", "clinic", "", "5 * * * *", ZoneId.of("UTC"), List.of("temperature_c"), true);
        repository.saveJob(job, List.of(rules), NOW.plusSeconds(86_400));
    }

    private static MonitoringRule rule(final String id, final RuleCondition condition, final String entityId) {
        return new MonitoringRule(id, "job", "clinic", entityId, "temperature_c", condition, Severity.HIGH, "", true);
    }

    private void append(final SeriesKey series, final int from, final int to, final IntToDoubleFunction value) {
        final List<SeriesPoint> points = SyntheticSeries.of(SyntheticSeries.HOUR, to, value);
        repository.appendPoints(series, points.subList(from, to).iterator());
    }

    private static Instant at(final int hour) {
        return SyntheticSeries.START.plusSeconds(3_600L * hour);
    }

    private static List<AlertStatus> statuses(final JobRunResult result) {
        return result.transitions().stream().map(AlertTransition::to).toList();
    }
}
