/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.dashboard.AlertFilter;
import io.nifimimir.dashboard.AlertRow;
import io.nifimimir.dashboard.AlertStep;
import io.nifimimir.dashboard.DashboardRepository;
import io.nifimimir.dashboard.EntityRow;
import io.nifimimir.dashboard.MetricRow;
import io.nifimimir.dashboard.Overview;
import io.nifimimir.dashboard.PointBuffer;
import io.nifimimir.dashboard.RunFilter;
import io.nifimimir.dashboard.RunRow;
import io.nifimimir.monitoring.JobRunner;
import io.nifimimir.monitoring.MonitoringJob;
import io.nifimimir.monitoring.MonitoringRule;
import io.nifimimir.monitoring.alert.Severity;
import io.nifimimir.monitoring.rule.RuleCondition;
import io.nifimimir.monitoring.series.SeriesKey;
import io.nifimimir.monitoring.series.SeriesPoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SqliteDashboardRepositoryTest {
    private static final Instant NOW = Instant.parse("2024-04-14T06:30:00Z");

    private static final Instant SLOT = Instant.parse("2024-04-14T06:15:00Z");

    private static final SeriesKey WARM = new SeriesKey("clinic", "KBL-03", "temperature_c");

    private static final SeriesKey COLD = new SeriesKey("clinic", "KBL-01", "temperature_c");

    @TempDir
    private Path directory;

    private SqliteStore store;

    private DashboardRepository dashboard;

    @BeforeEach
    void open() throws IOException {
        store = SqliteStore.open(directory.resolve("store"), Clock.fixed(NOW, ZoneOffset.UTC));
        dashboard = store.dashboard();
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    @Test
    void testEmptyStoreIsQuiet() {
        final Overview overview = dashboard.overview(NOW);

        assertEquals(List.of(), overview.attention());
        assertEquals(List.of(), overview.alertCounts());
        assertEquals(new Overview.JobCounts(0, 0, 0), overview.jobCounts());
        assertTrue(overview.health().inPlace());
        assertNull(overview.health().lastCleanStop());
        assertEquals(new Overview.RunCounts(0, 0, 0, 0), overview.health().runs());
        assertEquals(List.of(), dashboard.metrics());
        assertEquals(List.of(), dashboard.runs(new RunFilter("", "", null, 10)));
    }

    @Test
    void testOverviewTellsWhichFridgeIsFailing() {
        watchFridges();
        append(COLD, 5, 5, 5, 4);
        append(WARM, 5, 6, 12, 17);
        run();

        final Overview overview = dashboard.overview(NOW);

        assertEquals(List.of(new Overview.AlertCount("active", "high", 1)), overview.alertCounts());
        final Overview.OpenAlert open = overview.attention().getFirst();
        assertEquals("KBL-03", open.alert().entity());
        assertEquals(17, open.alert().lastValue());
        assertEquals("2 to 8", open.alert().expected());
        assertEquals("the limits", open.alert().ruleDescription());
        assertEquals(List.of(5.0, 6.0, 12.0, 17.0), open.values());
        final Overview.JobRow job = overview.jobs().getFirst();
        assertEquals("caught_up", job.lastStatus());
        assertFalse(job.late());
    }

    @Test
    void testJobWhoseTimeIsPastIsLate() {
        watchFridges();

        final Overview overview = dashboard.overview(NOW);

        assertEquals(new Overview.JobCounts(1, 1, 0), overview.jobCounts());
        assertTrue(overview.jobs().getFirst().late());
        assertEquals(new Overview.JobCounts(1, 0, 0), dashboard.overview(SLOT).jobCounts());
    }

    @Test
    void testEntityWithAnAlertIsOfferedFirst() {
        watchFridges();
        append(COLD, 5, 5, 5, 4);
        append(WARM, 5, 6, 12, 17);
        run();

        assertEquals(List.of(new MetricRow("clinic", "temperature_c", 2, "KBL-03", 1)), dashboard.metrics());
        assertEquals(
                List.of(new EntityRow("KBL-01", 0), new EntityRow("KBL-03", 1)),
                dashboard.entities("clinic", "temperature_c", "", 10));
        assertEquals(List.of(new EntityRow("KBL-03", 1)), dashboard.entities("clinic", "temperature_c", "l-03", 10));
    }

    @Test
    void testPointsOfASpanAreReadInOrder() {
        append(WARM, 1, 2, 3, 4, 5);
        final PointBuffer points = new PointBuffer();

        dashboard.readPoints(WARM, at(1), at(3), points);

        assertArrayEquals(new double[] {2, 3, 4}, points.values());
        assertArrayEquals(
                new double[] {3, 4}, dashboard.newestPoints(WARM, at(3), 2).values());
        assertEquals(5, dashboard.span(WARM, at(0), at(9)).orElseThrow().points());
        assertTrue(dashboard.span(COLD, at(0), at(9)).isEmpty());
    }

    @Test
    void testAlertsAreFiltered() {
        watchFridges();
        append(COLD, 1, 1, 1, 1);
        append(WARM, 5, 6, 12, 17);
        run();

        assertEquals(List.of("KBL-03", "KBL-01"), entities(new AlertFilter("active", "", "", null, null, 10)));
        assertEquals(List.of(), entities(new AlertFilter("resolved", "", "", null, null, 10)));
        assertEquals(List.of(), entities(new AlertFilter("", "low", "", null, null, 10)));
        assertEquals(List.of("KBL-01"), entities(new AlertFilter("", "high", "kbl-01", null, null, 10)));
        assertEquals(List.of("KBL-03"), entities(new AlertFilter("", "", "", WARM, null, 10)));
        assertEquals(List.of("KBL-01"), entities(new AlertFilter("", "", "", null, at(2), 10)));
        assertEquals(List.of(), entities(new AlertFilter("", "", "%", null, null, 10)));
    }

    @Test
    void testAlertTellsItsLife() {
        watchFridges();
        append(WARM, 5, 6, 12, 17);
        run();
        final AlertRow alert =
                dashboard.alerts(new AlertFilter("", "", "", WARM, null, 1)).getFirst();

        assertEquals(alert, dashboard.alert(alert.id()).orElseThrow());
        final AlertStep step = dashboard.steps(alert.id()).getFirst();
        assertEquals("active", step.toStatus());
        assertNull(step.sentAt());
        assertTrue(dashboard.alert("no such").isEmpty());
    }

    @Test
    void testRunsAreToldWithWhatTheyFound() {
        watchFridges();
        append(WARM, 5, 6, 12, 17);
        run();

        final RunRow run = dashboard.runs(new RunFilter("", "", null, 10)).getFirst();

        assertEquals("Fridges", run.jobName());
        assertEquals("caught_up", run.status());
        assertEquals(SLOT, run.scheduledFor());
        assertEquals(1L, run.alertsActive());
        assertEquals(
                1, dashboard.runs(new RunFilter("caught_up", "job", null, 10)).size());
        assertEquals(List.of(), dashboard.runs(new RunFilter("failed", "", null, 10)));
        assertEquals(List.of(), dashboard.runs(new RunFilter("", "other", null, 10)));
        assertEquals(List.of(), dashboard.runs(new RunFilter("", "", NOW, 10)));
    }

    @Test
    void testRunThatFailsIsCounted() {
        watchFridges();
        store.monitoring()
                .claimDue(NOW, 1)
                .forEach(claimed -> store.monitoring().fail(claimed, NOW, "It broke"));

        final Overview overview = dashboard.overview(NOW);

        assertEquals(new Overview.RunCounts(0, 0, 0, 1), overview.health().runs());
        assertEquals(
                "It broke",
                dashboard.runs(new RunFilter("failed", "", null, 10)).getFirst().error());
        assertEquals(1, overview.jobCounts().failing());
    }

    /** Whatever grows in a store is reached through an index. */
    @Test
    void testNoQueryOfTheOverviewScansWhatGrows() throws SQLException {
        for (final String sql : List.of(
                "SELECT status, severity, count(*) FROM alerts WHERE status IN ('active', 'acknowledged') GROUP BY status, severity",
                "SELECT * FROM alerts WHERE status = 'active' AND severity = 'high' ORDER BY since DESC LIMIT 5",
                "SELECT * FROM alerts WHERE resolved_at IS NOT NULL ORDER BY resolved_at DESC LIMIT 5",
                "SELECT * FROM alerts WHERE ontology_id = 'a' AND metric_name = 'b' AND entity_id = 'c' ORDER BY since DESC LIMIT 5",
                "SELECT status, sum(occurrences) FROM scheduler_executions WHERE status IN ('failed', 'interrupted', 'missed', 'caught_up') AND completed_at >= 5 GROUP BY status",
                "SELECT * FROM monitoring_rules WHERE ontology_id = 'a' AND metric_name = 'b'")) {
            final List<String> plan = plan(sql);
            assertFalse(plan.stream().anyMatch(step -> step.matches("SCAN \\w+")), sql + " " + plan);
        }
    }

    private List<String> plan(final String sql) throws SQLException {
        try (Connection connection = store.connection(false)) {
            return Sql.list(connection, "EXPLAIN QUERY PLAN " + sql, row -> row.getString("detail"));
        }
    }

    private List<String> entities(final AlertFilter filter) {
        return dashboard.alerts(filter).stream().map(AlertRow::entity).toList();
    }

    private void watchFridges() {
        store.monitoring()
                .saveJob(
                        new MonitoringJob(
                                "job",
                                "Fridges",
                                "clinic",
                                "",
                                "15 6 * * *",
                                ZoneOffset.UTC,
                                List.of("temperature_c"),
                                true),
                        List.of(new MonitoringRule(
                                "rule",
                                "job",
                                "clinic",
                                null,
                                "temperature_c",
                                new RuleCondition.Range(2, 8),
                                Severity.HIGH,
                                "the limits",
                                true)),
                        SLOT);
    }

    private void run() {
        final JobRunner runner = new JobRunner(store.monitoring(), Clock.fixed(NOW, ZoneOffset.UTC));
        store.monitoring().claimDue(NOW, 10).forEach(runner::runAndFinish);
    }

    private void append(final SeriesKey series, final double... values) {
        store.monitoring()
                .appendPoints(
                        series,
                        IntStream.range(0, values.length)
                                .mapToObj(index -> new SeriesPoint(at(index), values[index]))
                                .iterator());
    }

    private static Instant at(final int hour) {
        return SLOT.minus(Duration.ofHours(10)).plus(Duration.ofHours(hour));
    }
}
