/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring;

import io.nifimimir.monitoring.alert.Alert;
import io.nifimimir.monitoring.alert.AlertStatus;
import io.nifimimir.monitoring.alert.AlertTransition;
import io.nifimimir.monitoring.alert.Severity;
import io.nifimimir.monitoring.evaluation.ForecastRun;
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

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Rules that are judged at the instant of a run, which the clock of the machine has no say in. */
class InstantRulesTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2030-01-01T00:00:00Z"), ZoneOffset.UTC);

    private static final SeriesKey HERAT = new SeriesKey("stock", "Herat", "ors_sachets");

    private static final SeriesKey BALKH = new SeriesKey("stock", "Balkh", "ors_sachets");

    private static final RuleCondition MISSING = RuleConditions.parse("{\"missing_data\": {}}");

    private static final RuleCondition EMPTY_WITHIN_30_DAYS =
            RuleConditions.parse("{\"forecast\": {\"<=\": 0, \"horizon_hours\": 720}}");

    @TempDir
    private Path directory;

    private SqliteStore store;

    private MonitoringRepository repository;

    private CrossingForecaster forecaster = InstantRulesTest::straightOn;

    private final AtomicInteger forecasts = new AtomicInteger();

    @BeforeEach
    void open() throws IOException {
        store = SqliteStore.open(directory, CLOCK);
        repository = store.monitoring();
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    @Test
    void testSiteThatFallsSilentIsOneAlertUntilItReportsAgain() throws IOException {
        save(MISSING);
        append(HERAT, 0, 40, day -> 100);
        append(BALKH, 0, 43, day -> 100);
        assertEquals(List.of(), runOn(40).transitions());
        assertEquals(List.of(), runOn(41).transitions());

        final JobRunResult silent = runOn(43);
        assertEquals(List.of(AlertStatus.ACTIVE), statuses(silent));
        final Alert alert = silent.alerts().getFirst();
        assertEquals(HERAT, alert.series());
        assertEquals("No ors_sachets of Herat for 4.2 days", alert.title());
        assertEquals(
                "No ors_sachets of Herat has come for 4.2 days, expected about every 24 hours (the last one is of 2024-02-09 00:00 UTC)",
                alert.message());
        close();
        open();
        append(BALKH, 43, 50, day -> 100);
        final JobRunResult lasting = runOn(49);
        assertEquals(List.of(), lasting.transitions());
        assertEquals(alert.id(), lasting.alerts().getFirst().id());
        assertEquals(
                "No ors_sachets of Herat for 10.2 days",
                lasting.alerts().getFirst().title());

        append(HERAT, 49, 50, day -> 100);
        final JobRunResult again = runOn(50);
        assertEquals(List.of(AlertStatus.RESOLVED), statuses(again));
        assertTrue(again.alerts().getFirst().message().startsWith("ors_sachets of Herat comes again"));
        assertEquals(List.of(), runOn(51).transitions());
    }

    @Test
    void testSilenceBeginsWhenPointsWereDueWhicheverRunFindsIt() {
        save(MISSING);
        append(HERAT, 0, 40, day -> 100);
        runOn(40);
        final Alert early = runOn(44).alerts().getFirst();
        save();
        runOn(45);
        assertEquals(Instant.parse("2024-02-12T00:00:00Z"), roundedToHours(early.since()));
    }

    /** Last year's file is no site that has stopped, and a site that goes on after it is one to watch. */
    @Test
    void testArchiveIsNotMissedUntilItGoesOn() throws IOException {
        save(MISSING);
        append(HERAT, 0, 40, day -> 100);
        assertEquals(List.of(), runOn(400).alerts());
        close();
        open();
        assertEquals(List.of(), runOn(430).alerts());

        append(HERAT, 431, 440, day -> 100);
        assertEquals(List.of(), runOn(440).transitions());
        assertEquals(List.of(AlertStatus.ACTIVE), statuses(runOn(450)));
    }

    @Test
    void testSiteThatIsSilentWhenItsRuleBeginsIsToldOf() {
        append(HERAT, 0, 40, day -> 100);
        save(MISSING);
        assertEquals(List.of(AlertStatus.ACTIVE), statuses(runOn(50)));
    }

    @Test
    void testSeriesThatIsTooShortIsNotJudged() {
        save(MISSING);
        append(HERAT, 0, 5, day -> 100);
        final JobRunResult result = runOn(100);
        assertEquals(List.of(), result.alerts());
        assertEquals(List.of(), result.ruleErrors());
    }

    @Test
    void testPeriodThatIsGivenNeedsNoHistory() {
        save(RuleConditions.parse("{\"missing_data\": {\"periods\": 2, \"period_minutes\": 1440}}"));
        append(HERAT, 0, 1, day -> 100);
        assertEquals(List.of(), runOn(1).alerts());
        assertEquals(List.of(AlertStatus.ACTIVE), statuses(runOn(2)));
    }

    /** Sites that report on most days, and none of which ever stops. */
    @Test
    void testIrregularSitesStayQuiet() {
        save(MISSING);
        final List<Random> chances =
                IntStream.range(0, 10).mapToObj(Random::new).toList();
        for (int day = 0; day < 240; day++) {
            for (int site = 0; site < chances.size(); site++) {
                if (chances.get(site).nextDouble() < 0.2 + 0.08 * site) {
                    append(new SeriesKey("stock", "site " + site, "ors_sachets"), day, day + 1, any -> 100);
                }
            }
            if (day >= 120) {
                assertEquals(List.of(), runOn(day).transitions(), "day " + day);
            }
        }
    }

    @Test
    void testStockThatRunsOutIsForetoldAndIsOverWithADelivery() throws IOException {
        save(EMPTY_WITHIN_30_DAYS);
        append(HERAT, 0, 40, day -> 1_000 - 10 * day);
        assertEquals(List.of(), runOn(40).transitions());

        append(HERAT, 40, 72, day -> 1_000 - 10 * day);
        final JobRunResult foretold = runOn(72);
        assertEquals(List.of(AlertStatus.ACTIVE), statuses(foretold));
        final Alert alert = foretold.alerts().getFirst();
        assertEquals("ors_sachets of Herat reaches 0 on 10 April", alert.title());
        assertEquals(
                "ors_sachets of Herat reaches 0 on 10 April (8–12 April), in 27.8 days; it is 290 at 2024-03-12 00:00 UTC, expected to stay above 0 for 30 days",
                alert.message());
        close();
        open();
        append(HERAT, 72, 80, day -> 1_000 - 10 * day);
        assertEquals(List.of(), runOn(80).transitions());

        append(HERAT, 80, 81, day -> 2_000);
        append(HERAT, 81, 82, day -> 1_990);
        final JobRunResult delivered = runOn(82);
        assertEquals(List.of(AlertStatus.RESOLVED), statuses(delivered));
        assertEquals(
                "ors_sachets of Herat does not reach 0 within 30 days any more; it is 1990 (foretold from 2024-03-12 00:00 to 2024-03-22 00:00 UTC)",
                delivered.alerts().getFirst().message());
    }

    @Test
    void testCrossingAtTheEdgeOfTheHorizonIsOneIncident() {
        save(EMPTY_WITHIN_30_DAYS);
        append(HERAT, 0, 40, day -> 700 - 10 * day);
        runOn(40);
        append(HERAT, 40, 41, day -> 299);
        assertEquals(List.of(AlertStatus.ACTIVE), statuses(runOn(41)));
        append(HERAT, 41, 42, day -> 330);
        assertEquals(List.of(), runOn(42).transitions());
        append(HERAT, 42, 43, day -> 400);
        assertEquals(List.of(AlertStatus.RESOLVED), statuses(runOn(43)));
    }

    @Test
    void testSeriesThatIsFarFromTheBoundIsNotForecast() {
        save(EMPTY_WITHIN_30_DAYS);
        append(HERAT, 0, 40, day -> 100_000 - 10 * day);
        append(BALKH, 0, 40, day -> 700 - 10 * day);
        runOn(40);
        assertEquals(1, forecasts.get());
        runOn(41);
        assertEquals(1, forecasts.get(), "there is nothing new");
    }

    @Test
    void testRunMakesALimitedNumberOfForecastsAndTheNextOnesGoOn() {
        save(EMPTY_WITHIN_30_DAYS);
        final int sites = ForecastRun.MOST_FORECASTS + 20;
        IntStream.range(0, sites)
                .forEach(site ->
                        append(new SeriesKey("stock", "site " + site, "ors_sachets"), 0, 20, day -> 500 - 10 * day));
        assertEquals(0, runOn(20).ruleErrors().size());
        assertEquals(ForecastRun.MOST_FORECASTS, forecasts.get());
        runOn(21);
        assertEquals(sites, forecasts.get());
        runOn(22);
        assertEquals(sites, forecasts.get());
    }

    @Test
    void testForecasterThatThrowsFailsItsRuleAlone() {
        forecaster = CrossingForecaster.none();
        save(EMPTY_WITHIN_30_DAYS, new RuleCondition.Range(0, 50));
        append(HERAT, 0, 40, day -> 100);
        final JobRunResult result = runOn(40);
        assertEquals(List.of(), result.ruleErrors(), "out of reach");
        append(HERAT, 40, 41, day -> 60);
        final JobRunResult failed = runOn(41);
        assertTrue(failed.ruleErrors().getFirst().message().contains("No forecasts are available here"));
        assertEquals(1, failed.alerts().size());
    }

    @Test
    void testRunOfTheSameInstantChangesNothing() {
        save(MISSING, EMPTY_WITHIN_30_DAYS);
        append(HERAT, 0, 40, day -> 420 - 10 * day);
        final JobOccurrence cutOff = claim(44);
        final JobRunResult lost = runner().run(cutOff);
        final JobRunResult found = runner().runAndFinish(cutOff);
        assertEquals(2, found.alerts().size());
        assertEquals(lost.alerts(), found.alerts());
        assertEquals(lost.transitions(), found.transitions());
    }

    private JobRunResult runOn(final int day) {
        return runner().runAndFinish(claim(day));
    }

    private JobRunner runner() {
        return new JobRunner(repository, CLOCK, () -> true, (points, condition, horizon) -> {
            forecasts.incrementAndGet();
            return forecaster.crossing(points, condition, horizon);
        });
    }

    private JobOccurrence claim(final int day) {
        final Instant at = SyntheticSeries.START.plus(Duration.ofDays(day)).plus(Duration.ofHours(6));
        return repository.claimNow("job", at).orElseThrow();
    }

    /** Goes on as from the last point but one to the last. */
    private static Crossing straightOn(
            final List<SeriesPoint> points, final RuleCondition.Forecast condition, final Duration horizon) {
        final SeriesPoint last = points.getLast();
        if (last.value() <= condition.bound()) {
            return new Crossing.Reached(last.timestamp());
        }
        final double days = (last.value() - condition.bound()) / 10;
        if (days > horizon.toDays()) {
            return new Crossing.NotExpected(0.1);
        }
        final Instant at = last.timestamp().plus(Duration.ofDays((long) days));
        return new Crossing.Expected(at, at.minus(Duration.ofDays(2)), at.plus(Duration.ofDays(2)), 0.9);
    }

    private void save(final RuleCondition... conditions) {
        final MonitoringJob job = new MonitoringJob(
                "job", "Stock", "stock", "", "15 6 * * *", ZoneId.of("UTC"), List.of("ors_sachets"), true);
        final List<MonitoringRule> rules = new ArrayList<>();
        for (final RuleCondition condition : conditions) {
            rules.add(new MonitoringRule(
                    "rule-" + condition.ruleType(),
                    "job",
                    "stock",
                    null,
                    "ors_sachets",
                    condition,
                    Severity.HIGH,
                    "",
                    true));
        }
        repository.saveJob(job, rules, CLOCK.instant().plus(Duration.ofDays(1)));
    }

    private void append(final SeriesKey series, final int from, final int to, final IntToDoubleFunction value) {
        repository.appendPoints(
                series,
                SyntheticSeries.of(SyntheticSeries.DAY, to, value)
                        .subList(from, to)
                        .iterator());
    }

    private static Instant roundedToHours(final Instant instant) {
        return Instant.ofEpochSecond(3_600 * Math.round(instant.getEpochSecond() / 3_600.0));
    }

    private static List<AlertStatus> statuses(final JobRunResult result) {
        return result.transitions().stream().map(AlertTransition::to).toList();
    }
}
