/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.evaluation;

import io.nifimimir.monitoring.JobRunner;
import io.nifimimir.monitoring.MonitoringRule;
import io.nifimimir.monitoring.SyntheticSeries;
import io.nifimimir.monitoring.alert.Alert;
import io.nifimimir.monitoring.alert.AlertStatus;
import io.nifimimir.monitoring.alert.Severity;
import io.nifimimir.monitoring.rule.RuleCondition;
import io.nifimimir.monitoring.rule.RuleCondition.Direction;
import io.nifimimir.monitoring.series.Season;
import io.nifimimir.monitoring.series.SeriesKey;
import io.nifimimir.monitoring.series.SeriesPoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.function.LongFunction;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TrendEvaluatorTest {
    private static final SeriesKey SERIES = new SeriesKey("clinic", "KBL-03", "patients");

    private static final Duration HOUR = SyntheticSeries.HOUR;

    private static final Duration DAY = SyntheticSeries.DAY;

    private static final double SIGNIFICANCE = RuleCondition.Trend.DEFAULT_SIGNIFICANCE;

    private static final int POINTS = 1_000;

    private static final int SEEDS = 10;

    static Stream<Arguments> quietSeries() {
        return Stream.of(
                quiet("noise of 10 %", DAY, Duration.ofDays(30), seed -> noise(seed, 0, 10), 10),
                quiet("noise of 10 % with a memory", DAY, Duration.ofDays(30), seed -> noise(seed, 0.5, 8), 28),
                quiet("random walk", DAY, Duration.ofDays(30), seed -> noise(seed, 1, 2), 60),
                quiet("weekly counts of 50, short window", DAY, Duration.ofDays(10), TrendEvaluatorTest::counts, 4),
                quiet("weekly counts of 50", DAY, Duration.ofDays(30), TrendEvaluatorTest::counts, 4),
                quiet("weekly counts of 50, long window", DAY, Duration.ofDays(90), TrendEvaluatorTest::counts, 4),
                quiet("warmer by day, window of a morning", HOUR, Duration.ofHours(8), SyntheticSeries::fridge, 4),
                quiet("warmer by day, window of a day", HOUR, Duration.ofHours(24), SyntheticSeries::fridge, 8),
                quiet("warmer by day, window of 10 days", HOUR, Duration.ofDays(10), SyntheticSeries::fridge, 4));
    }

    private static Arguments quiet(
            final String name,
            final Duration step,
            final Duration window,
            final LongFunction<IntToDoubleFunction> make,
            final int allowed) {
        return Arguments.of(name, step, window, make, allowed);
    }

    /** Alerts in 10,000 points under the default significance, for a change of 15 percent. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("quietSeries")
    void testSeriesWithoutATrendStayQuiet(
            final String name,
            final Duration step,
            final Duration window,
            final LongFunction<IntToDoubleFunction> make,
            final int allowedAlerts) {
        final RuleCondition condition = new RuleCondition.Trend(15, Direction.ANY, window, SIGNIFICANCE);
        int alerts = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            alerts += walk(condition, SyntheticSeries.of(step, POINTS, make.apply(seed)), 100)
                    .size();
        }
        assertTrue(alerts <= allowedAlerts, name + ": " + alerts);
    }

    /** From day 200 on it grows by a part within 30 days, and stays. */
    private static IntToDoubleFunction planted(final long seed, final double part) {
        final IntToDoubleFunction quiet = counts(seed);
        return day -> quiet.applyAsDouble(day) * (1 + part * Math.clamp((day - 199) / 30.0, 0, 1));
    }

    @Test
    void testPlantedRiseIsFoundOnceAndIsOverWhereItEnds() {
        for (long seed = 0; seed < SEEDS; seed++) {
            final List<SeriesPoint> points = SyntheticSeries.of(DAY, 300, planted(seed, 0.8));
            final List<Alert> alerts = walk(
                    new RuleCondition.Trend(15, Direction.INCREASING, Duration.ofDays(30), SIGNIFICANCE), points, 100);
            assertEquals(1, alerts.size(), "seed " + seed);
            final Alert alert = alerts.getFirst();
            final long day =
                    Duration.between(SyntheticSeries.START, alert.since()).toDays();
            assertTrue(day > 203 && day < 240, "seed %d found on day %d".formatted(seed, day));
            assertEquals(AlertStatus.RESOLVED, alert.status());
        }
    }

    @Test
    void testOtherDirectionIsNoneOfItsBusiness() {
        for (long seed = 0; seed < SEEDS; seed++) {
            final List<SeriesPoint> points = SyntheticSeries.of(DAY, 300, planted(seed, 0.8));
            assertEquals(
                    List.of(),
                    walk(
                            new RuleCondition.Trend(15, Direction.DECREASING, Duration.ofDays(30), SIGNIFICANCE),
                            points,
                            100));
        }
    }

    @Test
    void testExpectedRiseThatStopsIsToldOf() {
        final RuleCondition condition =
                new RuleCondition.ExpectedTrend(Direction.INCREASING, 15, Duration.ofDays(30), SIGNIFICANCE);
        for (long seed = 0; seed < SEEDS; seed++) {
            final Random random = new Random(seed);
            final List<SeriesPoint> points = SyntheticSeries.of(
                    DAY, 400, day -> 100 * Math.exp(0.01 * Math.min(day, 250)) * (1 + 0.05 * random.nextGaussian()));
            final List<Alert> alerts = walk(condition, points, 100);
            assertEquals(1, alerts.size(), "seed " + seed);
            final long day = Duration.between(
                            SyntheticSeries.START, alerts.getFirst().since())
                    .toDays();
            assertTrue(day > 260 && day < 290, "seed %d found on day %d".formatted(seed, day));
            assertEquals(AlertStatus.ACTIVE, alerts.getFirst().status());
        }
    }

    @Test
    void testIrregularSpacingAndGapsAreNoTrend() {
        final RuleCondition condition = new RuleCondition.Trend(15, Direction.ANY, Duration.ofDays(30), SIGNIFICANCE);
        int alerts = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            final Random random = new Random(seed);
            final List<SeriesPoint> points = SyntheticSeries.of(DAY, POINTS, noise(seed, 0, 10)).stream()
                    .filter(point -> random.nextDouble() < 0.5)
                    .map(point -> new SeriesPoint(point.timestamp().plusSeconds(random.nextInt(80_000)), point.value()))
                    .toList();
            alerts += walk(condition, points, 60).size();
        }
        assertTrue(alerts <= 4, "found " + alerts);
    }

    @Test
    void testSentencesSayWhatAndHowFar() {
        final List<SeriesPoint> points = SyntheticSeries.of(DAY, 60, day -> day < 40 ? 100 : 100 + 2 * (day - 40));
        final Alert alert = walk(
                        new RuleCondition.Trend(15, Direction.INCREASING, Duration.ofDays(14), SIGNIFICANCE),
                        points,
                        30)
                .getFirst();
        assertEquals("patients of KBL-03 is rising", alert.title());
        assertEquals("to rise by less than 15 % within 14 days", alert.expected());
        assertEquals(
                "patients of KBL-03 has risen by 25.45 % within 14 days, to 138; expected to rise by less than 15 % within 14 days (since 2024-02-18 00:00 UTC, 12 readings)",
                alert.message());
    }

    @Test
    void testWindowThatCanHoldTooFewPointsIsRefused() {
        final TrendEvaluator evaluator = new TrendEvaluator(
                new RuleCondition.Trend(15, Direction.ANY, Duration.ofDays(1), SIGNIFICANCE), Season.NONE);
        final IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> evaluator.requireWindowFor(DAY));
        assertEquals(
                "Window of 24 hours holds too few points, of which there is one about every 24 hours; expected window_minutes of at least 10080",
                refused.getMessage());
    }

    private static List<Alert> walk(final RuleCondition condition, final List<SeriesPoint> points, final int history) {
        final MonitoringRule rule =
                new MonitoringRule("rule", "job", "clinic", null, "patients", condition, Severity.HIGH, "", true);
        final TrendEvaluator evaluator = TrendEvaluator.of(condition, Season.of(JobRunner.stepOf(points)));
        points.subList(0, history).forEach(evaluator::remember);
        final Instant progress = points.get(history - 1).timestamp();
        return new RuleEvaluation(rule, SERIES, "job", evaluator)
                .walk(points.subList(history, points.size()), progress, null, true)
                .alerts();
    }

    private static IntToDoubleFunction counts(final long seed) {
        return SyntheticSeries.cases(seed, 50);
    }

    /** Around 100, with a standard deviation of its steps. */
    private static IntToDoubleFunction noise(final long seed, final double memory, final double deviation) {
        final Random random = new Random(seed);
        final double[] state = {0};
        return index -> {
            state[0] = memory * state[0] + deviation * random.nextGaussian();
            return 100 + state[0];
        };
    }
}
