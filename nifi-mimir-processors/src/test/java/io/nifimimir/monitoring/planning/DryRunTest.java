/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.planning;

import io.nifimimir.monitoring.JobRunner;
import io.nifimimir.monitoring.MonitoringJob;
import io.nifimimir.monitoring.MonitoringRepository;
import io.nifimimir.monitoring.MonitoringRule;
import io.nifimimir.monitoring.RowLook;
import io.nifimimir.monitoring.SyntheticSeries;
import io.nifimimir.monitoring.alert.Severity;
import io.nifimimir.monitoring.drift.DriftFinding;
import io.nifimimir.monitoring.drift.DriftJudgement;
import io.nifimimir.monitoring.drift.PerformanceJudgement;
import io.nifimimir.monitoring.drift.RowScore;
import io.nifimimir.monitoring.rule.Crossing;
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

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.IntToDoubleFunction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DryRunTest {
    private static final Instant NOW = Instant.parse("2024-06-01T06:00:00Z");

    private static final SeriesKey SERIES = new SeriesKey("clinic", "KBL-03", "temperature_c");

    private static final int POINTS = 260;

    @TempDir
    private Path directory;

    private SqliteStore store;

    private MonitoringRepository repository;

    @BeforeEach
    void open() throws IOException {
        store = SqliteStore.open(directory, Clock.fixed(NOW, ZoneOffset.UTC));
        repository = store.monitoring();
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    /** Whatever the pages: a job that ran at each point, from the first one on, has raised the very same alerts. */
    @ParameterizedTest
    @ValueSource(
            strings = {"{\"anomaly\": {\"limit\": 12}}", "{\"z_score\": 3}", "{\">\": 5.6}", "{\"between\": [4.2, 5.8]}"
            })
    void firesWhereRunsAtEachPointHaveFired(final String condition) {
        final IntToDoubleFunction fridge = SyntheticSeries.fridge(7);
        final List<SeriesPoint> points = SyntheticSeries.of(
                SyntheticSeries.HOUR,
                POINTS,
                hour -> fridge.applyAsDouble(hour) + (hour / 40 % 3 == 1 && hour % 40 < 6 ? 5 * (1 + hour / 40) : 0));
        final MonitoringRule rule = rule(condition);
        final List<String> live = liveAlerts(rule, points);

        for (final int pageSize : new int[] {1, 7, POINTS}) {
            final DryRunReport report = new DryRun(repository, CrossingForecaster.none(), pageSize).replay(rule);

            assertEquals(
                    live, report.firings().stream().map(DryRunTest::describe).toList());
            final int reopened = report.firings().stream()
                    .mapToInt(DryRunReport.Firing::reopened)
                    .sum();
            assertEquals(live.size() + reopened, report.alerts());
        }
        assertTrue(live.size() > 1, live.toString());
    }

    @Test
    void tellsWeeksAndWhetherTheBudgetHolds() {
        append(SERIES, SyntheticSeries.HOUR, 4 * 168 + 1, hour -> hour == 30 || hour == 60 || hour == 400 ? 12 : 5);

        final DryRunReport report = new DryRun(repository).replay(rule("{\">\": 8}"));

        assertEquals(3, report.alerts());
        assertEquals(4, report.weeks());
        assertEquals("{2024-01-01=2, 2024-01-15=1}", report.alertsByWeek().toString());
        assertEquals("2024-01-02T06:00:00Z", report.firings().getFirst().since());
        assertEquals("2024-01-02T07:00:00Z", report.firings().getFirst().until());
        assertEquals(
                "would have fired 3 times in 4 weeks of history, on 2024-01-02, 2024-01-03, 2024-01-17",
                report.describe());
        assertTrue(report.isWithin(new AlertBudget(1)));
        assertFalse(report.isWithin(new AlertBudget(0.5)));
    }

    @Test
    void watchesTheEntityOfTheRuleOrEachOfTheOntology() {
        append(SERIES, SyntheticSeries.HOUR, 20, hour -> 9);
        append(new SeriesKey("clinic", "KBL-04", "temperature_c"), SyntheticSeries.HOUR, 20, hour -> 9);
        append(new SeriesKey("clinic", "KBL-04", "humidity"), SyntheticSeries.HOUR, 20, hour -> 9);
        final DryRun dryRun = new DryRun(repository);

        final DryRunReport all = dryRun.replay(rule("{\">\": 8}"));
        final DryRunReport one = dryRun.replay(rule("KBL-04", "{\">\": 8}"));

        assertEquals(2, all.seriesReplayed());
        assertEquals(40, all.pointsReplayed());
        assertEquals(2, all.alerts());
        assertEquals(
                List.of("KBL-04"),
                one.firings().stream().map(DryRunReport.Firing::entityId).toList());
        assertNull(one.firings().getFirst().until());
        assertEquals(20, one.firings().getFirst().occurrences());
    }

    @Test
    void tellsOfGapsThatWereLongerThanTheRuleWaits() {
        append(SERIES, SyntheticSeries.HOUR, 48, hour -> 5);
        append(SERIES, SyntheticSeries.HOUR, 100, 60, hour -> 5);

        final DryRunReport report = new DryRun(repository).replay(rule("{\"missing_data\": {\"periods\": 3}}"));

        assertEquals(1, report.alerts());
        assertEquals("2024-01-03T02:00:00Z", report.firings().getFirst().since());
        assertEquals("2024-01-03T12:00:00Z", report.firings().getFirst().until());
    }

    @Test
    void storesNothing() {
        append(SERIES, SyntheticSeries.HOUR, 20, hour -> 9);

        new DryRun(repository).replay(rule("{\">\": 8}"));

        assertEquals(List.of(), repository.alerts(10));
        assertEquals(List.of(), repository.jobs());
    }

    @Test
    void endsWhereARuleFiresWithoutEnd() {
        append(SERIES, Duration.ofMinutes(1), 60_000, minute -> minute % 4 == 0 ? 9 : 5);

        final DryRunReport report = new DryRun(repository).replay(rule("{\">\": 8}"));

        assertFalse(report.complete());
        assertFalse(report.isWithin(new AlertBudget(1e9)));
        assertTrue(report.describe().startsWith("would have fired more than 1"), report.describe());
        assertEquals(1, report.firings().size());
    }

    @Test
    void refusesWhatCannotBeRead() {
        append(SERIES, SyntheticSeries.HOUR, 20, hour -> 9);
        final MonitoringRule unreadable = rule(null, new RuleCondition.Unreadable("{}", "no condition"));

        assertThrows(IllegalArgumentException.class, () -> new DryRun(repository).replay(unreadable));
    }

    @Test
    void saysWhatIsMissingWhereThereIsNoHistory() {
        final MonitoringRule rule = rule("KBL-03", "{\">\": 8}");

        final NoHistoryException refusal =
                assertThrows(NoHistoryException.class, () -> new DryRun(repository).replay(rule));

        assertEquals(
                "No points of metric [temperature_c] and entity [KBL-03] of ontology [clinic] are stored",
                refusal.getMessage());
    }

    /** Whoever forecasts sees what was there at the point, and an incident lasts as long as a run at each point would have had it. */
    @Test
    void forecastsAtEachPointFromWhatWasThere() {
        append(SERIES, SyntheticSeries.HOUR, 60, hour -> 100 - hour % 30);
        final CrossingForecaster forecaster = (points, condition, horizon) -> {
            assertEquals(points.getLast().value(), 100 - (points.size() - 1) % 30);
            return points.getLast().value() < 80
                    ? new Crossing.Expected(NOW, NOW, NOW, 0.9)
                    : new Crossing.NotExpected(0.1);
        };

        final DryRunReport report =
                new DryRun(repository, forecaster).replay(rule("{\"forecast\": {\"<=\": 0, \"horizon_hours\": 1000}}"));

        assertEquals(60, report.pointsReplayed());
        assertEquals(
                List.of("2024-01-01T21:00:00Z", "2024-01-03T03:00:00Z"),
                report.firings().stream().map(DryRunReport.Firing::since).toList());
        assertEquals("2024-01-02T06:00:00Z", report.firings().getFirst().until());
        assertNull(report.firings().getLast().until());
    }

    @Test
    void replaysRowsOnTheLooksOfARuleThatCountsTheSame() {
        final MonitoringRule stored = rule("{\"drift\": {\"rows\": 100, \"looks\": 2}}");
        saveLooks(stored, drifted(), false, true, true, true, false, false, false, true, false);
        final DryRun dryRun = new DryRun(repository);

        final DryRunReport alike = dryRun.replay(rule("{\"drift\": {\"rows\": 100, \"looks\": 2}}"));
        final DryRunReport hasty = dryRun.replay(rule("{\"drift\": {\"rows\": 100, \"looks\": 1}}"));

        assertEquals(9, alike.pointsReplayed());
        assertEquals(1, alike.alerts());
        assertEquals(2, hasty.alerts());
        final MonitoringRule other = rule("{\"drift\": {\"rows\": 50, \"looks\": 2}}");
        assertThrows(NoHistoryException.class, () -> dryRun.replay(other));
    }

    @Test
    void judgesTheScoresOfLooksAnew() {
        final PerformanceJudgement worse =
                new PerformanceJudgement(RowScore.MEAN_ABSOLUTE_ERROR, 100, 1.3, 1.2, 1.4, 1, 0.3, 0.0001);
        final MonitoringRule stored = rule("{\"performance\": {\"max_drop_percent\": 50}}");
        saveLooks(stored, worse.toJson(), false, false);
        final DryRun dryRun = new DryRun(repository);

        assertEquals(
                0,
                dryRun.replay(rule("{\"performance\": {\"max_drop_percent\": 40}}"))
                        .alerts());
        assertEquals(
                1,
                dryRun.replay(rule("{\"performance\": {\"max_drop_percent\": 20}}"))
                        .alerts());
    }

    private static String drifted() {
        return new DriftJudgement(
                        100,
                        1,
                        0.4,
                        List.of(new DriftFinding(
                                "age", DriftFinding.Change.NUMBERS, 0.4, 0.3, 0.001, 40, 30, List.of())))
                .toJson();
    }

    private void saveLooks(final MonitoringRule rule, final String finding, final boolean... breached) {
        final MonitoringJob job = new MonitoringJob(
                rule.jobId(), "job", "clinic", "", "* * * * *", ZoneOffset.UTC, List.of("temperature_c"), true);
        repository.saveJob(job, List.of(rule), NOW);
        for (int look = 0; look < breached.length; look++) {
            repository
                    .modelWatch()
                    .saveLook(new RowLook(rule.id(), NOW.plusSeconds(look), "model", breached[look], 1, finding));
        }
    }

    private List<String> liveAlerts(final MonitoringRule rule, final List<SeriesPoint> points) {
        final MonitoringJob job = new MonitoringJob(
                rule.jobId(), "job", "clinic", "", "* * * * *", ZoneOffset.UTC, List.of("temperature_c"), true);
        repository.saveJob(job, List.of(rule), NOW);
        final JobRunner runner = new JobRunner(repository, Clock.fixed(NOW, ZoneOffset.UTC));
        for (int index = 0; index < points.size(); index++) {
            repository.appendPoints(SERIES, List.of(points.get(index)).iterator());
            runner.runAndFinish(
                    repository.claimNow(job.id(), NOW.plusSeconds(index)).orElseThrow());
        }
        return repository.alerts(1_000).stream()
                .map(DryRunReport.Firing::of)
                .map(DryRunTest::describe)
                .sorted()
                .toList();
    }

    private static String describe(final DryRunReport.Firing firing) {
        return "%s to %s, %d points, back %d times"
                .formatted(firing.since(), firing.until(), firing.occurrences(), firing.reopened());
    }

    private void append(final SeriesKey series, final Duration step, final int count, final IntToDoubleFunction value) {
        append(series, step, count, 0, value);
    }

    private void append(
            final SeriesKey series,
            final Duration step,
            final int count,
            final int from,
            final IntToDoubleFunction value) {
        repository.appendPoints(
                series,
                SyntheticSeries.of(step, count, value).subList(from, count).iterator());
    }

    private static MonitoringRule rule(final String condition) {
        return rule(null, RuleConditions.parse(condition));
    }

    private static MonitoringRule rule(final String entity, final String condition) {
        return rule(entity, RuleConditions.parse(condition));
    }

    private static MonitoringRule rule(final String entity, final RuleCondition condition) {
        return new MonitoringRule(
                "rule", "job", "clinic", entity, "temperature_c", condition, Severity.MEDIUM, "", true);
    }
}
