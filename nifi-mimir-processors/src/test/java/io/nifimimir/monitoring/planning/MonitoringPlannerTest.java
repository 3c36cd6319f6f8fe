/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.planning;

import io.nifimimir.dataset.DatasetHeader;
import io.nifimimir.dataset.Frequency;
import io.nifimimir.dataset.SourceType;
import io.nifimimir.dataset.TimeSeriesConfig;
import io.nifimimir.monitoring.JobRunner;
import io.nifimimir.monitoring.MonitoringRepository;
import io.nifimimir.monitoring.SyntheticSeries;
import io.nifimimir.monitoring.alert.Alert;
import io.nifimimir.monitoring.rule.RuleCondition;
import io.nifimimir.monitoring.series.SeriesKey;
import io.nifimimir.monitoring.series.SeriesPoint;
import io.nifimimir.store.SqliteStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class MonitoringPlannerTest {
    private static final Instant NOW = Instant.parse("2024-06-01T06:00:00Z");

    private static final ZoneId ZONE = ZoneId.of("Asia/Kabul");

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

    @ParameterizedTest
    @CsvSource({
        "60, */5 * * * *",
        "900, */5 * * * *",
        "3600, 5 * * * *",
        "21600, 5 * * * *",
        "86400, 15 6 * * *",
        "604800, 15 6 * * 1",
        "2592000, 15 6 * * 1"
    })
    void testScheduleSuitsTheStep(final long seconds, final String expected) {
        assertEquals(
                expected,
                MonitoringPlanner.scheduleFor(Duration.ofSeconds(seconds)).expression());
    }

    @Test
    void testFridgesGetAnAnomalyRuleAndBounds() {
        for (int fridge = 1; fridge <= 5; fridge++) {
            append("KBL-0" + fridge, "temperature_c", 0, 720, SyntheticSeries.fridge(fridge));
        }
        final MonitoringPlan plan = plan(SyntheticSeries.HOUR, "temperature_c");
        assertEquals(
                "Checks temperature_c of clinic, a point about every hour, every hour at minute 5",
                plan.job().description());
        assertEquals(ZONE, plan.job().zone());
        assertEquals("5 * * * *", plan.job().cronExpression());
        assertEquals(List.of("temperature_c"), plan.job().metrics());
        assertEquals(
                List.of("anomaly", "threshold", "missing_data"),
                plan.rules().stream().map(rule -> rule.condition().ruleType()).toList());
        final RuleCondition.Anomaly anomaly =
                (RuleCondition.Anomaly) plan.rules().getFirst().condition();
        assertTrue(anomaly.limit() >= 12 && anomaly.limit() <= 25, anomaly.toString());
        final RuleCondition.Range bounds =
                (RuleCondition.Range) plan.rules().get(1).condition();
        assertTrue(bounds.lower() >= 0 && bounds.lower() < 3, bounds.toString());
        assertTrue(bounds.upper() > 7 && bounds.upper() < 10, bounds.toString());
        assertEquals(plan, plan(SyntheticSeries.HOUR, "temperature_c"));
    }

    @Test
    void testWhatHasNoCourseGetsNoRule() {
        append("", "constant", 0, 200, hour -> 7);
        append("", "almost constant", 0, 200, hour -> hour % 50 == 0 ? 1 : 0);
        append("", "counter", 0, 200, hour -> 3 * hour);
        append("", "short", 0, 20, SyntheticSeries.gaussian(1));
        final MonitoringPlan plan =
                plan(SyntheticSeries.HOUR, "constant", "almost constant", "counter", "short", "missing");
        assertEquals(List.of(), plan.rules());
        assertEquals(
                Map.of(
                        "constant", "it is near-constant: 100 % of its values are the same",
                        "almost constant", "it is near-constant: 97.76 % of its values are the same",
                        "counter", "it is a counter: it only ever moves one way",
                        "short", "its longest series has 20 points, expected at least 24",
                        "missing", "its longest series has 0 points, expected at least 24"),
                plan.skipped());
    }

    @Test
    void testDatasetWithoutTimeHasNoPlan() {
        final DatasetHeader header =
                new DatasetHeader(SourceType.CSV, Map.of(), List.of(), 0, null, null, Map.of(), NOW);
        assertEquals(
                Optional.empty(), new MonitoringPlanner(repository, AlertBudget.DEFAULT).plan("clinic", header, ZONE));
    }

    @Test
    void testASmallerBudgetMakesStricterLimits() {
        for (int entity = 0; entity < 4; entity++) {
            append("E" + entity, "metric", 0, 1_000, SyntheticSeries.gaussian(entity));
        }
        final MonitoringPlan generous = plan(new AlertBudget(5), SyntheticSeries.HOUR, "metric");
        final MonitoringPlan strict = plan(new AlertBudget(0.2), SyntheticSeries.HOUR, "metric");

        assertTrue(limit(generous) < limit(strict), "%s, %s".formatted(limit(generous), limit(strict)));
        assertTrue(generous.expectedPerWeek() <= 5, generous.toString());
        assertTrue(strict.expectedPerWeek() <= 0.2, strict.toString());
    }

    @Test
    void testTheNewestIncidentDoesNotRaiseTheLimit() {
        for (int entity = 0; entity < 4; entity++) {
            append("E" + entity, "metric", 0, 1_000, SyntheticSeries.fridge(entity));
        }
        final MonitoringPlan quiet = plan(SyntheticSeries.HOUR, "metric");
        append("E0", "metric", 0, 1_000, SyntheticSeries.failingFridge(0, 960));
        final MonitoringPlan failing = plan(SyntheticSeries.HOUR, "metric");

        assertEquals(limit(quiet), limit(failing));
        final DryRunReport fired = failing.planned().getFirst().dryRun().orElseThrow();
        assertTrue(fired.firings().stream().anyMatch(firing -> firing.entityId().equals("E0")), fired.toString());
    }

    /** Fifty-two weeks of fifteen series, with a storm in each month of one of them: two alerts a week are asked for at most. */
    @Test
    void testReplayOfAYearKeepsWithinTheBudget() {
        for (int entity = 0; entity < 15; entity++) {
            final IntToDoubleFunction noise = SyntheticSeries.heavyTailed(entity);
            final boolean stormy = entity == 0;
            append(
                    "E" + entity,
                    "metric",
                    0,
                    52 * 28,
                    point -> noise.applyAsDouble(point) + (stormy && point % 112 > 104 ? 20 : 0),
                    Duration.ofHours(6));
        }
        final MonitoringPlan plan = plan(new AlertBudget(2), Duration.ofHours(6), "metric");

        final long alerts = plan.planned().stream()
                .mapToLong(rule -> rule.dryRun().orElseThrow().alerts())
                .sum();
        assertTrue(alerts <= 104, plan.toString());
        assertTrue(plan.expectedPerWeek() <= 2, plan.toString());
    }

    private static double limit(final MonitoringPlan plan) {
        return ((RuleCondition.Anomaly) plan.rules().getFirst().condition()).limit();
    }

    /** The whole way: plan on the first 1,000 points, then 4 runs of 500 new points, for each kind of noise; counts scatter by the root of what is expected. */
    @ParameterizedTest
    @EnumSource
    void testPlannedRulesKeepWithinTheBudgetOnNoise(final Noise noise) {
        final int entities = 5;
        for (int entity = 0; entity < entities; entity++) {
            append("E" + entity, "metric", 0, 1_000, noise.make(entity), noise.step());
        }
        final MonitoringPlan plan = plan(noise.step(), "metric");
        repository.saveJob(plan.job(), plan.rules(), NOW);
        final JobRunner runner = new JobRunner(repository, Clock.fixed(NOW, ZoneOffset.UTC));
        for (int run = 0; run <= 4; run++) {
            if (run > 0) {
                for (int entity = 0; entity < entities; entity++) {
                    final int from = 500 + 500 * run;
                    append("E" + entity, "metric", from, from + 500, noise.make(entity), noise.step());
                }
            }
            runner.runAndFinish(
                    repository.claimNow(plan.job().id(), NOW.plusSeconds(run)).orElseThrow());
        }
        final List<Alert> alerts = repository.alerts(1_000);
        final double weeks = noise.step().multipliedBy(2_000).toHours() / 168.0;
        final double expected = weeks * AlertBudget.DEFAULT.alertsPerWeek();
        assertTrue(
                alerts.size() <= expected + Math.sqrt(expected),
                "%s: %d alerts in %s weeks, rules %s".formatted(noise, alerts.size(), weeks, plan.rules()));
    }

    enum Noise {
        GAUSSIAN,
        FRIDGE,
        MEMORY,
        LONG_MEMORY,
        SKEWED,
        HEAVY_TAILS,
        CASES;

        IntToDoubleFunction make(final long seed) {
            return switch (this) {
                case GAUSSIAN -> SyntheticSeries.gaussian(seed);
                case FRIDGE -> SyntheticSeries.fridge(seed);
                case MEMORY -> SyntheticSeries.autoregressive(seed, 0.7);
                case LONG_MEMORY -> SyntheticSeries.autoregressive(seed, 0.95);
                case SKEWED -> SyntheticSeries.logNormal(seed);
                case HEAVY_TAILS -> SyntheticSeries.heavyTailed(seed);
                case CASES -> SyntheticSeries.cases(seed, 15);
            };
        }

        Duration step() {
            return this == CASES ? SyntheticSeries.DAY : SyntheticSeries.HOUR;
        }
    }

    private MonitoringPlan plan(final Duration step, final String... metrics) {
        return plan(AlertBudget.DEFAULT, step, metrics);
    }

    private MonitoringPlan plan(final AlertBudget budget, final Duration step, final String... metrics) {
        final TimeSeriesConfig timeSeries = new TimeSeriesConfig(
                "date",
                List.of(metrics),
                List.of("entity"),
                Frequency.HOURLY,
                step.toSeconds(),
                "2024-01-01",
                "2024-02-01",
                false,
                0,
                0,
                true,
                1,
                List.of());
        final DatasetHeader header =
                new DatasetHeader(SourceType.CSV, Map.of(), List.of(), 0, timeSeries, null, Map.of(), NOW);
        return new MonitoringPlanner(repository, budget)
                .plan("clinic", header, ZONE)
                .orElseThrow();
    }

    private void append(
            final String entity, final String metric, final int from, final int to, final IntToDoubleFunction value) {
        append(entity, metric, from, to, value, SyntheticSeries.HOUR);
    }

    private void append(
            final String entity,
            final String metric,
            final int from,
            final int to,
            final IntToDoubleFunction value,
            final Duration step) {
        final List<SeriesPoint> points = SyntheticSeries.of(step, to, value);
        repository.appendPoints(
                new SeriesKey("clinic", entity, metric),
                points.subList(from, to).iterator());
    }
}
