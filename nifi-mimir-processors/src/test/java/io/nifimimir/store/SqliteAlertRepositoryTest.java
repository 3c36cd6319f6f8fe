/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.monitoring.JobOccurrence;
import io.nifimimir.monitoring.JobRunResult;
import io.nifimimir.monitoring.JobRunner;
import io.nifimimir.monitoring.MonitoringJob;
import io.nifimimir.monitoring.MonitoringRule;
import io.nifimimir.monitoring.alert.Alert;
import io.nifimimir.monitoring.alert.AlertAction;
import io.nifimimir.monitoring.alert.AlertEvent;
import io.nifimimir.monitoring.alert.AlertFilter;
import io.nifimimir.monitoring.alert.AlertHistory;
import io.nifimimir.monitoring.alert.AlertMessage;
import io.nifimimir.monitoring.alert.AlertPolicies;
import io.nifimimir.monitoring.alert.AlertPolicy;
import io.nifimimir.monitoring.alert.AlertRepository;
import io.nifimimir.monitoring.alert.AlertStatus;
import io.nifimimir.monitoring.alert.AlertTransition;
import io.nifimimir.monitoring.alert.Recurrence;
import io.nifimimir.monitoring.alert.Severity;
import io.nifimimir.monitoring.alert.Silence;
import io.nifimimir.monitoring.rule.RuleCondition;
import io.nifimimir.monitoring.series.SeriesKey;
import io.nifimimir.monitoring.series.SeriesPoint;
import io.nifimimir.store.TestStores.SetClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Fridges that are to keep 2 to 8 °C, watched by the hour. */
class SqliteAlertRepositoryTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    private Path directory;

    private final SetClock clock = new SetClock();

    private Path folder;

    private SqliteStore store;

    private AlertRepository alerts;

    private int hours;

    @BeforeEach
    void open() throws IOException {
        store = SqliteStore.open(folder == null ? directory.resolve("store") : folder, clock);
        alerts = store.alerts();
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    @Test
    void testAlertHasALifeWithWhoAndWhenAndWhy() {
        save(AlertPolicy.UNSAID, Severity.HIGH);
        run("A", 5);
        run("A", 9);
        final String id = only().id();
        assertEquals(List.of(id + ":active"), deliver());
        final Alert acknowledged = alerts.act(id, action(AlertAction.Kind.ACKNOWLEDGE, "on my way"))
                .orElseThrow();
        assertEquals(AlertStatus.ACKNOWLEDGED, acknowledged.status());
        assertEquals("Amina", acknowledged.course().acknowledgedBy());
        assertEquals(Optional.of(acknowledged), alerts.act(id, action(AlertAction.Kind.ACKNOWLEDGE, "again")));
        assertEquals(List.of(), deliver(), "whoever acknowledges knows");
        run("A", 10, 5, 5, 5);
        assertEquals(List.of(id + ":resolved"), deliver());
        assertThrows(IllegalStateException.class, () -> alerts.act(id, action(AlertAction.Kind.ACKNOWLEDGE, null)));
        assertEquals(Optional.empty(), alerts.act("unknown", action(AlertAction.Kind.DISMISS, null)));

        final AlertHistory history = alerts.find(id).orElseThrow();
        assertEquals(
                List.of("raised null null sent", "acknowledged Amina on my way recorded", "resolved null null sent"),
                history.entries().stream()
                        .map(entry -> "%s %s %s %s"
                                .formatted(
                                        entry.transition().event().wireName(),
                                        entry.transition().actor(),
                                        entry.transition().note(),
                                        entry.sentAt() == null ? entry.keptBack() : "sent"))
                        .toList());
        assertEquals(2, history.alert().occurrences());
        assertTrue(store.verifyAudit().intact(), store.verifyAudit().finding());
    }

    @Test
    void testAlertThatSomebodyResolvedIsToldOfOnceAndNotAgainWhileItLasts() {
        save(AlertPolicy.UNSAID, Severity.HIGH);
        run("A", 5, 9);
        deliver();
        final String id = only().id();
        alerts.act(id, action(AlertAction.Kind.RESOLVE, "door closed"));
        assertEquals(List.of(id + ":resolved"), deliver());
        run("A", 9);
        run("A", 9, 5, 5, 5);
        assertEquals(List.of(), deliver());
        assertEquals(3, only().occurrences());
        assertTrue(only().message().contains("resolved by Amina: door closed"), only().message());
        run("A", 9);
        assertEquals(List.of(id + ":reopened-1"), deliver());
    }

    @Test
    void testWhatSomebodyDoesDuringARunStands() {
        save(AlertPolicy.UNSAID, Severity.HIGH);
        run("A", 5, 9);
        deliver();
        append("A", 9, 5, 5, 5);
        final JobOccurrence occurrence = claim();
        final JobRunResult result = new JobRunner(store.monitoring(), clock).run(occurrence);
        alerts.act(only().id(), action(AlertAction.Kind.DISMISS, "defrosting"));
        store.monitoring().finish(occurrence, result);
        assertEquals(AlertStatus.DISMISSED, only().status());
        assertEquals(2, only().occurrences());
        assertEquals(List.of(only().id() + ":dismissed"), deliver());
    }

    @Test
    void testSilencedAlertIsRecordedAndToldOnceWhereItOutlastsTheSilence() {
        save(AlertPolicy.UNSAID, Severity.HIGH);
        run("A", 5);
        alerts.silence(silence("defrosting", "A", clock.instant().plus(HOUR.multipliedBy(4))), clock.instant());
        run("A", 9);
        run("A", 9);
        run("B", 9);
        assertEquals(List.of("B"), deliverEntities());
        assertEquals(2, alerts.count(AlertFilter.all()));
        clock.advance(HOUR);
        final List<AlertMessage> late = alerts.takeUnsent(10, clock.instant());
        assertEquals(1, late.size());
        assertEquals(2, late.getFirst().first().alert().occurrences(), "as it stands now");
        alerts.markSent(Map.of(late.getFirst().key(), "flowfile"), clock.instant());
        assertEquals(List.of(), deliver());
    }

    @Test
    void testWhatCameAndWentInASilenceReachesNobody() {
        save(AlertPolicy.UNSAID, Severity.HIGH);
        run("A", 5);
        alerts.silence(silence("night", null, clock.instant().plus(HOUR.multipliedBy(3))), clock.instant());
        run("A", 9);
        run("A", 5, 5, 5);
        clock.advance(HOUR.multipliedBy(5));
        assertEquals(List.of(), deliver());
        assertEquals(
                Set.of("silenced"),
                alerts.find(only().id()).orElseThrow().entries().stream()
                        .map(AlertHistory.Entry::keptBack)
                        .collect(Collectors.toSet()));
    }

    @Test
    void testSilenceThatIsTakenOutReleasesWhatItHeld() {
        save(AlertPolicy.UNSAID, Severity.HIGH);
        run("A", 5);
        final Silence silence = silence("long", null, clock.instant().plus(Duration.ofDays(9)));
        alerts.silence(silence, clock.instant());
        run("A", 9);
        assertEquals(List.of(), deliver());
        assertEquals(List.of(silence), alerts.silences(clock.instant()));
        assertTrue(alerts.endSilence("long", "Amina", clock.instant()));
        assertEquals(List.of(), alerts.silences(clock.instant()));
        assertEquals(List.of("A"), deliverEntities());
        assertTrue(!alerts.endSilence("long", "Amina", clock.instant()));
    }

    /** From 04:00 to 07:00 each day: what still lasts at seven is told then, and the next night is as silent as the first. */
    @Test
    void testSilenceThatComesAgainHoldsEachTime() throws IOException {
        save(AlertPolicy.UNSAID, Severity.HIGH);
        run("A", 5);
        final Recurrence nights =
                new Recurrence("0 %d * * *".formatted(hourOf(clock.instant())), HOUR.multipliedBy(3), ZoneOffset.UTC);
        final Silence silence = new Silence(
                "nights", "clinic", null, null, null, TestStores.NOW, Silence.FOREVER, "Amina", "it is known", nights);
        alerts.silence(silence, clock.instant());
        close();
        open();
        assertEquals(List.of(silence), alerts.silences(clock.instant()));
        for (int night = 0; night < 2; night++) {
            run("A", 9);
            assertEquals(List.of(), deliver());
            clock.advance(HOUR.multipliedBy(2));
            assertEquals(List.of("A"), deliverEntities());
            run("A", 5, 5, 5);
            assertEquals(List.of("A"), deliverEntities());
            clock.advance(HOUR.multipliedBy(20));
        }
    }

    private static int hourOf(final Instant instant) {
        return instant.atZone(ZoneOffset.UTC).getHour();
    }

    @Test
    void testOneCauseOverManyEntitiesIsOneMessage() {
        save(AlertPolicy.UNSAID, Severity.HIGH);
        for (final String entity : List.of("A", "B", "C", "D")) {
            append(entity, 5, 9);
        }
        finish(claim());
        final List<AlertMessage> taken = alerts.takeUnsent(10, clock.instant());
        assertEquals(1, taken.size());
        assertEquals(4, taken.getFirst().transitions().size());
        assertEquals(4, alerts.count(AlertFilter.all()), "the store keeps each");
        alerts.handBack(List.of(taken.getFirst().key()));
        final AlertMessage again = alerts.takeUnsent(10, clock.instant()).getFirst();
        assertEquals(taken.getFirst().key(), again.key());
        assertEquals(taken.getFirst().transitions(), again.transitions());
        assertEquals(1, again.attempts());
        alerts.markSent(Map.of(again.key(), "flowfile"), clock.instant());
        assertEquals(List.of(), deliver());
    }

    /** The message may have left before the power went, so that a silence comes too late for it. */
    @Test
    void testMessageThatWasHandedOutBeforeStaysAsItWas() throws IOException {
        save(AlertPolicy.UNSAID, Severity.HIGH);
        for (final String entity : List.of("A", "B", "C")) {
            append(entity, 5, 9);
        }
        finish(claim());
        final AlertMessage lost = alerts.takeUnsent(10, clock.instant()).getFirst();
        close();
        open();
        alerts.silence(silence("B", "B", clock.instant().plus(HOUR)), clock.instant());
        final AlertMessage repeated = alerts.takeUnsent(10, clock.instant()).getFirst();
        assertEquals(lost.key(), repeated.key());
        assertEquals(3, repeated.transitions().size());
    }

    @Test
    void testNobodyAcknowledgesSoItEscalatesOnce() {
        alerts.saveOntologyPolicy("clinic", AlertPolicies.parse("{\"escalate_after_minutes\": 60}"), clock.instant());
        save(AlertPolicy.UNSAID, Severity.HIGH);
        append("A", 5, 9);
        append("B", 5, 9);
        finish(claim());
        clock.advance(Duration.ofDays(1));
        assertEquals(List.of("A", "B"), deliverEntities(), "the time counts from when somebody was told");
        alerts.act(alertOf("B").id(), action(AlertAction.Kind.ACKNOWLEDGE, null));
        clock.advance(Duration.ofMinutes(59));
        assertEquals(List.of(), deliver());
        clock.advance(Duration.ofMinutes(1));
        final AlertMessage escalated = alerts.takeUnsent(10, clock.instant()).getFirst();
        assertEquals(AlertEvent.ESCALATED, escalated.event());
        assertEquals(Severity.CRITICAL, escalated.severity());
        assertEquals("A", escalated.first().alert().series().entityId());
        alerts.markSent(Map.of(escalated.key(), "flowfile"), clock.instant());
        clock.advance(Duration.ofDays(1));
        run("A", 9);
        assertEquals(List.of(), deliver());
        assertEquals(Severity.CRITICAL, alertOf("A").severity());
        assertEquals(Severity.HIGH, alertOf("B").severity());
    }

    @Test
    void testManyThatNobodyAcknowledgesEscalateInOneMessage() {
        alerts.saveJobPolicy("job", AlertPolicies.parse("{\"escalate_after_minutes\": 60}"), clock.instant());
        save(AlertPolicy.UNSAID, Severity.HIGH);
        for (final String entity : List.of("A", "B", "C", "D")) {
            append(entity, 5, 9);
        }
        finish(claim());
        assertEquals(4, deliver().size());
        clock.advance(HOUR);
        final List<AlertMessage> escalated = alerts.takeUnsent(10, clock.instant());
        assertEquals(1, escalated.size());
        assertEquals(4, escalated.getFirst().transitions().size());
    }

    @Test
    void testCriticalAlertGoesBeforeAWarningOfTheSameSeries() {
        final MonitoringRule warning = rule("warning", new RuleCondition.Range(2, 8), Severity.LOW, AlertPolicy.UNSAID);
        final MonitoringRule critical =
                rule("critical", new RuleCondition.Range(0, 12), Severity.CRITICAL, AlertPolicy.UNSAID);
        store.monitoring().saveJob(job(), List.of(warning, critical), clock.instant());
        run("A", 5);
        run("A", 9);
        assertEquals(List.of("low raised"), deliverSteps());
        run("A", 13);
        assertEquals(List.of("critical raised"), deliverSteps(), "told although a warning lasts");
        run("A", 5, 5, 5);
        assertEquals(Set.of("critical resolved", "low resolved"), new TreeSet<>(deliverSteps()));
        run("B", 5, 13);
        assertEquals(List.of("critical raised"), deliverSteps(), "one incident, one message");
        run("B", 9, 9, 9);
        assertEquals(Set.of("critical resolved", "low raised"), new TreeSet<>(deliverSteps()));
    }

    @Test
    void testStricterRuleTellsOfAnOldIncidentThatItSeesGoOn() {
        save(AlertPolicy.UNSAID, Severity.HIGH);
        run("A", 5);
        run("A", 9, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7);
        assertEquals(2, deliver().size());
        assertTrue(only().course().closed());
        store.monitoring()
                .saveJob(
                        job(),
                        List.of(rule("rule", new RuleCondition.Range(2, 6), Severity.HIGH, AlertPolicy.UNSAID)),
                        Instant.parse("2030-01-01T00:00:00Z"));
        run("A", 7);
        assertEquals(List.of(only().id() + ":reopened-1"), deliver());
        run("A", 5, 5, 5);
        assertEquals(List.of(only().id() + ":resolved-1"), deliver());
    }

    @Test
    void testPoliciesOfRuleJobAndOntologyAreKept() {
        final AlertPolicy ofRule = AlertPolicies.parse("{\"for_points\": 2}");
        save(ofRule, Severity.HIGH);
        assertEquals(ofRule, store.monitoring().rulesOf("job").getFirst().alerting());
        final AlertPolicy ofJob = AlertPolicies.parse("{\"for_points\": 9, \"resolve_after_points\": 1}");
        alerts.saveJobPolicy("job", ofJob, clock.instant());
        assertEquals(ofJob, alerts.policyOfJob("job"));
        assertEquals(AlertPolicy.UNSAID, alerts.policyOfOntology("clinic"));
        run("A", 5, 9);
        assertEquals(List.of(), deliver());
        assertEquals(AlertStatus.PENDING, only().status());
        run("A", 9);
        assertEquals(1, deliver().size());
        run("A", 5);
        assertEquals(1, deliver().size());
    }

    @Test
    void testAlertsAreListedByPagesInAStableOrder() {
        save(AlertPolicy.UNSAID, Severity.HIGH);
        for (int fridge = 0; fridge < 7; fridge++) {
            append("F" + fridge, 5, 9);
        }
        finish(claim());
        alerts.act(alertOf("F3").id(), action(AlertAction.Kind.DISMISS, null));
        final List<Alert> all = alerts.list(AlertFilter.all());
        assertEquals(7, all.size());
        final List<Alert> paged = new ArrayList<>();
        for (int offset = 0; offset < 9; offset += 3) {
            paged.addAll(alerts.list(new AlertFilter(Set.of(), Set.of(), "clinic", null, null, null, null, 3, offset)));
        }
        assertEquals(all, paged);
        assertEquals(
                List.of("F3"),
                entities(
                        new AlertFilter(Set.of(AlertStatus.DISMISSED), Set.of(), null, null, null, null, null, 10, 0)));
        assertEquals(
                List.of("F5"),
                entities(new AlertFilter(
                        Set.of(AlertStatus.ACTIVE, AlertStatus.ACKNOWLEDGED),
                        Set.of(Severity.HIGH),
                        "clinic",
                        "F5",
                        "temperature_c",
                        alertOf("F5").since(),
                        alertOf("F5").since().plusMillis(1),
                        10,
                        0)));
        assertEquals(
                0, alerts.count(new AlertFilter(Set.of(), Set.of(Severity.LOW), null, null, null, null, null, 0, 0)));
        assertEquals(
                0,
                alerts.count(new AlertFilter(
                        Set.of(),
                        Set.of(),
                        null,
                        null,
                        null,
                        null,
                        all.getLast().since(),
                        10,
                        0)));
    }

    /** The power goes at any moment between two writes. Whoever drops a key that he knows is told just what a life without cuts tells. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void testLifeThroughPowerCutsIsThatWithoutThem(final long seed) throws IOException {
        final List<String> expected = live(new Random(seed), new Random(0), 0);
        final Map<String, Alert> alertsExpected = byId();
        close();
        hours = 0;
        clock.advance(Duration.between(clock.instant(), TestStores.NOW));
        folder = directory.resolve("with cuts");
        open();
        final List<String> found = live(new Random(seed), new Random(seed), 3);
        assertEquals(alertsExpected, byId());
        assertEquals(expected, found);
        assertTrue(store.verifyAudit().intact(), store.verifyAudit().finding());
    }

    /** @param cutOneIn how often the power goes, or 0 */
    private List<String> live(final Random weather, final Random power, final int cutOneIn) throws IOException {
        alerts.saveJobPolicy(
                "job", AlertPolicies.parse("{\"for_points\": 2, \"escalate_after_minutes\": 120}"), clock.instant());
        save(AlertPolicy.UNSAID, Severity.HIGH);
        final Set<String> known = new HashSet<>();
        final List<String> reached = new ArrayList<>();
        for (int run = 0; run < 25; run++) {
            for (final String entity : List.of("A", "B", "C", "D")) {
                append(entity, weather.nextInt(3) == 0 ? 9 : 5);
            }
            if (weather.nextInt(5) == 0) {
                alerts.list(AlertFilter.all()).stream()
                        .filter(alert -> alert.status().isOpen())
                        .findFirst()
                        .ifPresent(alert ->
                                alerts.act(alert.id(), action(AlertAction.Kind.values()[weather.nextInt(3)], null)));
            }
            JobOccurrence occurrence = claim();
            if (isCut(power, cutOneIn)) {
                new JobRunner(store.monitoring(), clock).run(occurrence);
                restart();
                occurrence = store.monitoring().claimDue(clock.instant(), 1).getFirst();
            }
            finish(occurrence);
            List<AlertMessage> taken = alerts.takeUnsent(100, clock.instant());
            if (isCut(power, cutOneIn)) {
                // Some have left, and it was not written down
                taken.stream().limit(power.nextInt(3)).forEach(message -> reach(message, known, reached));
                restart();
                taken = alerts.takeUnsent(100, clock.instant());
            }
            taken.forEach(message -> reach(message, known, reached));
            alerts.markSent(
                    taken.stream().collect(Collectors.toMap(AlertMessage::key, message -> "flowfile")),
                    clock.instant());
            clock.advance(HOUR);
        }
        return reached.stream().sorted().toList();
    }

    private static boolean isCut(final Random power, final int cutOneIn) {
        return cutOneIn > 0 && power.nextInt(cutOneIn) == 0;
    }

    private void restart() throws IOException {
        close();
        open();
        store.scheduler().start(clock.instant());
    }

    private static void reach(final AlertMessage message, final Set<String> known, final List<String> reached) {
        if (known.add(message.key())) {
            message.transitions().forEach(transition -> reached.add(transition.key()));
        }
    }

    private Map<String, Alert> byId() {
        return alerts.list(AlertFilter.all()).stream().collect(Collectors.toMap(Alert::id, Function.identity()));
    }

    private void save(final AlertPolicy policy, final Severity severity) {
        store.monitoring()
                .saveJob(
                        job(),
                        List.of(rule("rule", new RuleCondition.Range(2, 8), severity, policy)),
                        Instant.parse("2030-01-01T00:00:00Z"));
    }

    private static MonitoringJob job() {
        return new MonitoringJob(
                "job", "Fridges", "clinic", "", "0 0 1 1 *", ZoneId.of("UTC"), List.of("temperature_c"), true);
    }

    private static MonitoringRule rule(
            final String id, final RuleCondition condition, final Severity severity, final AlertPolicy policy) {
        return new MonitoringRule(id, "job", "clinic", null, "temperature_c", condition, severity, "", true, policy);
    }

    private static Silence silence(final String id, final String entity, final Instant until) {
        return new Silence(id, "clinic", entity, null, null, TestStores.NOW, until, "Amina", "it is known");
    }

    private AlertAction action(final AlertAction.Kind kind, final String note) {
        return new AlertAction(kind, "Amina", note, clock.instant());
    }

    /** One reading an hour, and a run when all are there. */
    private void run(final String entity, final double... values) {
        append(entity, values);
        finish(claim());
        clock.advance(HOUR);
    }

    private void append(final String entity, final double... values) {
        final SeriesKey series = new SeriesKey("clinic", entity, "temperature_c");
        for (final double value : values) {
            final SeriesPoint point = new SeriesPoint(TestStores.NOW.plus(HOUR.multipliedBy(hours)), value);
            hours++;
            store.monitoring().appendPoints(series, List.of(point).iterator());
        }
    }

    private JobOccurrence claim() {
        return store.monitoring().claimNow("job", clock.instant()).orElseThrow();
    }

    private void finish(final JobOccurrence occurrence) {
        new JobRunner(store.monitoring(), clock).runAndFinish(occurrence);
    }

    private List<AlertTransition> deliverAll() {
        final List<AlertMessage> taken = alerts.takeUnsent(100, clock.instant());
        alerts.markSent(
                taken.stream().collect(Collectors.toMap(AlertMessage::key, message -> "flowfile")), clock.instant());
        return taken.stream().flatMap(message -> message.transitions().stream()).toList();
    }

    private List<String> deliver() {
        return deliverAll().stream().map(AlertTransition::key).toList();
    }

    private List<String> deliverEntities() {
        return deliverAll().stream()
                .map(transition -> transition.alert().series().entityId())
                .toList();
    }

    private List<String> deliverSteps() {
        return deliverAll().stream()
                .map(transition -> "%s %s"
                        .formatted(
                                transition.alert().severity().wireName(),
                                transition.event().wireName()))
                .toList();
    }

    private Alert only() {
        final List<Alert> all = alerts.list(AlertFilter.all());
        assertEquals(1, all.size(), all.toString());
        return all.getFirst();
    }

    private Alert alertOf(final String entity) {
        return alerts.list(new AlertFilter(Set.of(), Set.of(), null, entity, null, null, null, 1, 0))
                .getFirst();
    }

    private List<String> entities(final AlertFilter filter) {
        return alerts.list(filter).stream()
                .map(alert -> alert.series().entityId())
                .toList();
    }
}
