/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.monitoring.JobRunner;
import io.nifimimir.monitoring.MonitoringCatalog;
import io.nifimimir.monitoring.MonitoringCatalog.CatalogRule;
import io.nifimimir.monitoring.MonitoringJob;
import io.nifimimir.monitoring.MonitoringRule;
import io.nifimimir.monitoring.alert.Severity;
import io.nifimimir.monitoring.rule.RuleConditions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SqliteMonitoringCatalogTest {
    private static final Instant NOW = TestStores.NOW;

    @TempDir
    private Path directory;

    private final TestStores.SetClock clock = new TestStores.SetClock();
    private SqliteStore store;
    private MonitoringCatalog catalog;

    @BeforeEach
    void open() throws IOException {
        store = SqliteStore.open(directory, clock);
        catalog = store.monitoringCatalog();
        store.monitoring().saveJob(job("job"), List.of(rule("learned")), NOW);
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    @Test
    void testOntologyIsKnownByItsJob() {
        assertTrue(catalog.knowsOntology("clinic"));
        assertFalse(catalog.knowsOntology("school"));
    }

    @Test
    void testTrainingLeavesRulesThatWereMadeByHand() {
        catalog.saveRule(rule("made"), "nurse", NOW);
        store.monitoring().saveJob(job("job"), List.of(rule("learned anew")), NOW);
        assertEquals(
                List.of("learned false", "learned anew true", "made true"),
                catalog.rules().stream()
                        .map(CatalogRule::rule)
                        .map(rule -> rule.id() + " " + rule.enabled())
                        .toList());
        assertEquals("nurse", catalog.rule("made").orElseThrow().alertChannels());
    }

    @Test
    void testDeletedRuleDoesNotComeBack() {
        assertTrue(catalog.deleteRule("learned", NOW));
        assertFalse(catalog.deleteRule("learned", NOW));
        store.monitoring().saveJob(job("job"), List.of(rule("learned")), NOW);
        assertEquals(Optional.empty(), catalog.rule("learned"));
        assertEquals(List.of(), store.monitoring().rulesOf("job"));
        assertEquals(List.of(), catalog.job("job").orElseThrow().ruleIds());
    }

    @Test
    void testTrainingLeavesWhatSomebodyHasChanged() {
        store.monitoring().proposeJob(job("planned", "0 * * * *"), List.of(rule("planned rule", "planned")), NOW);
        store.monitoring()
                .saveJob(job("planned", "30 6 * * *"), store.monitoring().rulesOf("planned"), NOW);
        store.scheduler().setEnabled("planned", false, NOW);
        catalog.saveRule(rule("planned rule", "planned"), "nurse", NOW);
        final MonitoringRule stricter = rule("planned rule", "planned", "{\">\": 5}");

        final MonitoringJob stands =
                store.monitoring().proposeJob(job("planned", "*/15 * * * *"), List.of(stricter), NOW);

        assertEquals("30 6 * * *", stands.cronExpression());
        assertFalse(stands.enabled());
        assertEquals(stands, catalog.job("planned").orElseThrow().job());
        assertEquals(
                rule("planned rule", "planned").condition(),
                catalog.rule("planned rule").orElseThrow().rule().condition());
    }

    @Test
    void testTrainingChangesWhatNobodyHasChanged() {
        store.monitoring().proposeJob(job("planned", "0 * * * *"), List.of(rule("a", "planned")), NOW);
        store.monitoring().proposeJob(job("planned", "0 6 * * *"), List.of(rule("b", "planned")), NOW);
        assertEquals("0 6 * * *", catalog.job("planned").orElseThrow().job().cronExpression());
        store.monitoring().proposeJob(job("planned", "0 7 * * *"), List.of(rule("a", "planned")), NOW);
        assertEquals("0 7 * * *", catalog.job("planned").orElseThrow().job().cronExpression());
        assertTrue(catalog.rule("a").orElseThrow().rule().enabled(), "what a training has left out, it takes in again");
        assertFalse(catalog.rule("b").orElseThrow().rule().enabled());
    }

    @Test
    void testAlertsOfADeletedRuleEndAndStay() {
        TestStores.append(store, 10, 20);
        new JobRunner(store.monitoring(), clock)
                .runAndFinish(store.monitoring().claimNow("job", NOW).orElseThrow());
        assertEquals(1, catalog.job("job").orElseThrow().lastRunAlerts());
        assertEquals("success", catalog.runs("job", 5).getFirst().status());

        catalog.deleteRule("learned", NOW);

        assertEquals(
                List.of("resolved"),
                store.monitoring().alerts(10).stream()
                        .map(alert -> alert.status().wireName())
                        .toList());
        assertTrue(store.verifyAudit().intact());
    }

    @Test
    void testChannelsOfRulesAreToldAlsoAfterTheirEnd() {
        catalog.saveRule(rule("made"), "nurse", NOW);
        catalog.saveRule(rule("other"), "nurse", NOW);
        catalog.deleteRule("other", NOW);
        assertEquals(List.of("nurse"), catalog.alertChannels(Set.of("made", "other", "learned")));
        assertEquals(List.of(), catalog.alertChannels(Set.of("learned")));
    }

    @Test
    void testRuleMovesToAnotherJob() {
        store.monitoring().saveJob(job("other"), List.of(), NOW);
        catalog.moveRules(List.of("learned"), "other", NOW);
        assertEquals(List.of("learned"), catalog.job("other").orElseThrow().ruleIds());
        assertEquals(List.of(), store.monitoring().rulesOf("job"));
    }

    @Test
    void testRulesOfADeletedJobAreGone() {
        assertTrue(store.scheduler().delete("job", NOW));
        assertEquals(List.of(), catalog.rules());
        assertEquals(List.of(), catalog.jobs());
    }

    @Test
    void testMonitoringJobIsSwitchedOffAndOnAgain() {
        assertTrue(store.scheduler().setEnabled("job", false, NOW));
        assertFalse(catalog.job("job").orElseThrow().job().enabled());
        assertTrue(store.scheduler().setEnabled("job", true, NOW));
        assertTrue(catalog.job("job").orElseThrow().job().enabled());
        assertEquals(NOW.plusSeconds(3_600), catalog.job("job").orElseThrow().nextRun());
    }

    private static MonitoringJob job(final String id) {
        return job(id, "0 * * * *");
    }

    private static MonitoringJob job(final String id, final String schedule) {
        return new MonitoringJob(id, "Fridges", "clinic", "", schedule, ZoneOffset.UTC, List.of("temperature_c"), true);
    }

    private static MonitoringRule rule(final String id) {
        return rule(id, "job");
    }

    private static MonitoringRule rule(final String id, final String job) {
        return rule(id, job, "{\">\": 8}");
    }

    private static MonitoringRule rule(final String id, final String job, final String condition) {
        return new MonitoringRule(
                id,
                job,
                "clinic",
                null,
                "temperature_c",
                RuleConditions.parse(condition),
                Severity.HIGH,
                "the limit",
                true);
    }
}
