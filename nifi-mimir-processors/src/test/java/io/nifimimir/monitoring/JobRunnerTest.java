/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class JobRunnerTest {
    private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");
    private static final SeriesKey SERIES = new SeriesKey("o", "KBL-03", "temperature");
    private static final MonitoringJob JOB =
            new MonitoringJob("job", "job", "o", "", "0 * * * *", ZoneOffset.UTC, List.of("temperature"), true);

    private final MemoryRepository repository = new MemoryRepository();
    private final Random random = new Random(7);

    @Test
    void failingFridgeIsOneAlertFromItsFirstHours() {
        add(
                Duration.ofHours(1),
                0,
                1_080,
                hour -> 5
                        + Math.sin(hour * Math.PI / 12)
                        + random.nextGaussian() * 0.3
                        + Math.max(0, (hour - 1_050) * 0.4));
        rule(new RuleCondition.RobustZScore(5));

        final JobRunResult result = run();

        assertEquals(1, result.alerts().size());
        final Alert alert = result.alerts().getFirst();
        final long hoursToNotice = Duration.between(START.plus(Duration.ofHours(1_050)), alert.since())
                .toHours();
        assertTrue(hoursToNotice <= 10, "noticed after " + hoursToNotice + " h");
        assertTrue(alert.title().startsWith("temperature of KBL-03 is 1"), alert.title());
        assertEquals(
                List.of(alert.id() + ":active"),
                result.transitions().stream().map(AlertTransition::key).toList());
    }

    @Test
    void outbreakInWeeklyCountsIsFoundBeforeItIsOver() {
        add(Duration.ofDays(1), 0, 240, day -> {
            final double usual = 16 * (day % 7 == 4 ? 0.6 : 1);
            return Math.round(usual * (1 + 0.22 * random.nextGaussian()) * Math.pow(1.18, Math.max(0, day - 228)));
        });
        rule(new RuleCondition.RobustZScore(4));

        final JobRunResult result = run();

        assertEquals(1, result.alerts().size());
        assertTrue(
                result.alerts().getFirst().since().isBefore(START.plus(Duration.ofDays(237))),
                result.alerts().toString());
    }

    @Test
    void quietSeriesStayQuiet() {
        final List<IntToDoubleFunction> quiet = List.of(
                index -> random.nextGaussian() * 10,
                index -> 100 + 20 * Math.sin(index * Math.PI / 12) + random.nextGaussian() * 4,
                index -> Math.round(20 + 4.5 * random.nextGaussian()),
                index -> 42);
        rule(new RuleCondition.RobustZScore(5));
        int alerts = 0;
        for (int series = 0; series < quiet.size(); series++) {
            final SeriesKey key = new SeriesKey("o", "quiet " + series, "temperature");
            // The first point is evaluated on its own, so that all others are news
            repository.appendPoints(
                    key, points(Duration.ofHours(1), 0, 1, quiet.get(series)).iterator());
        }
        run();
        for (int series = 0; series < quiet.size(); series++) {
            final SeriesKey key = new SeriesKey("o", "quiet " + series, "temperature");
            repository.appendPoints(
                    key,
                    points(Duration.ofHours(1), 1, 2_000, quiet.get(series)).iterator());
        }
        alerts += run().transitions().size();

        assertTrue(alerts <= 2, alerts + " transitions in 8,000 quiet points");
    }

    @Test
    void alertGoesOnOverRunsAndEndsWhenThreePointsAreNormal() {
        rule(new RuleCondition.Range(2, 8));
        add(Duration.ofHours(1), 0, 50, hour -> 5);
        assertEquals(List.of(), run().alerts());

        add(Duration.ofHours(1), 50, 52, hour -> 12);
        final JobRunResult opened = run();
        add(Duration.ofHours(1), 52, 55, hour -> hour == 53 ? 5 : 13);
        final JobRunResult lasting = run();
        add(Duration.ofHours(1), 55, 58, hour -> 5);
        final JobRunResult ended = run();

        assertEquals(1, opened.transitions().size());
        assertEquals(2, opened.alerts().getFirst().occurrences());
        assertEquals(List.of(), lasting.transitions());
        assertEquals(4, lasting.alerts().getFirst().occurrences());
        assertEquals(opened.alerts().getFirst().id(), ended.alerts().getFirst().id());
        assertEquals(AlertStatus.RESOLVED, ended.alerts().getFirst().status());
        assertEquals(AlertStatus.RESOLVED, ended.transitions().getFirst().to());
        assertEquals(List.of(), run().transitions());
    }

    @Test
    void whatWasOverBeforeTheFirstRunIsNoNews() {
        rule(new RuleCondition.Range(2, 8));
        add(Duration.ofHours(1), 0, 100, hour -> hour == 40 ? 30 : 5);

        assertEquals(List.of(), run().alerts());
    }

    @Test
    void ruleThatFailsDoesNotStopTheOthers() {
        add(Duration.ofHours(1), 0, 10, hour -> 20);
        final MonitoringRule broken =
                new MonitoringRule("broken", "job", "o", null, "temperature", null, Severity.LOW, "", true);
        repository.saveJob(JOB, List.of(broken), START);
        rule(new RuleCondition.Range(2, 8));

        final JobRunResult result = run();

        assertEquals(
                List.of("broken"),
                result.ruleErrors().stream().map(JobRunResult.RuleError::ruleId).toList());
        assertEquals(1, result.alerts().size());
    }

    @Test
    void newLevelIsTakenInAfterThreeSeasons() {
        rule(new RuleCondition.RobustZScore(5));
        add(Duration.ofHours(1), 0, 400, hour -> 5 + random.nextGaussian() * 0.3);
        run();
        add(Duration.ofHours(1), 400, 600, hour -> 9 + random.nextGaussian() * 0.3);

        final JobRunResult result = run();

        assertEquals(2, result.transitions().size());
        assertFalse(repository.activeAlert("rule", SERIES).isPresent()
                && result.alerts().getFirst().status() == AlertStatus.ACTIVE);
    }

    private void rule(final RuleCondition condition) {
        repository.saveJob(
                JOB,
                List.of(new MonitoringRule(
                        "rule", "job", "o", null, "temperature", condition, Severity.HIGH, "", true)),
                START);
    }

    private JobRunResult run() {
        final JobOccurrence occurrence = new JobOccurrence(JOB, START, 1, START);
        final JobRunResult result = new JobRunner(repository, Clock.systemUTC()).run(occurrence);
        repository.finish(occurrence, result);
        return result;
    }

    private void add(final Duration step, final int from, final int to, final IntToDoubleFunction value) {
        repository.appendPoints(SERIES, points(step, from, to, value).iterator());
    }

    private static List<SeriesPoint> points(
            final Duration step, final int from, final int to, final IntToDoubleFunction value) {
        final List<SeriesPoint> points = new ArrayList<>();
        for (int index = from; index < to; index++) {
            points.add(new SeriesPoint(START.plus(step.multipliedBy(index)), value.applyAsDouble(index)));
        }
        return points;
    }
}
