/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.benchmarks;

import io.nifimimir.dashboard.Dashboard;
import io.nifimimir.dashboard.DashboardRequest;
import io.nifimimir.dashboard.DashboardResponse;
import io.nifimimir.dashboard.DashboardSettings;
import io.nifimimir.monitoring.MonitoringJob;
import io.nifimimir.monitoring.MonitoringRule;
import io.nifimimir.monitoring.alert.Severity;
import io.nifimimir.monitoring.rule.RuleCondition;
import io.nifimimir.monitoring.series.SeriesKey;
import io.nifimimir.monitoring.series.SeriesPoint;
import io.nifimimir.store.SqliteStore;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** How fast the page is answered from a large store: ten million points, a thousand jobs, a hundred thousand alerts. */
public final class DashboardBenchmark {
    private static final int JOBS = 1_000;
    private static final int POINTS_OF_SERIES = 10_000;
    private static final int ALERTS_OF_JOB = 100;
    private static final int OPEN_OF_JOB = 5;
    private static final int REPETITIONS = 21;
    private static final String METRIC = "temperature";
    private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
    private static final Duration STEP = Duration.ofMinutes(15);
    private static final List<Severity> SEVERITIES = List.of(Severity.values());

    private final PrintStream out;
    private final Path folder;

    private DashboardBenchmark(final PrintStream out, final Path folder) {
        this.out = out;
        this.folder = folder;
    }

    public static void main(final String[] arguments) throws IOException, SQLException {
        final Path folder = Files.createTempDirectory("mimir-page-");
        try {
            new DashboardBenchmark(System.out, folder).run();
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (final Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private void run() throws IOException, SQLException {
        try (SqliteStore store = SqliteStore.open(folder, Clock.systemUTC())) {
            for (int job = 0; job < JOBS; job++) {
                final int number = job;
                store.inTransaction(() -> {
                    addJob(store, number);
                    return number;
                });
            }
            addAlerts(store);
            out.printf(
                    "%,d points, %,d jobs, %,d alerts, %,d of them open; %,d MB of store, %,d MB of heap at most%n",
                    (long) JOBS * POINTS_OF_SERIES,
                    JOBS,
                    JOBS * ALERTS_OF_JOB,
                    JOBS * OPEN_OF_JOB,
                    store.health().bytes() >> 20,
                    Runtime.getRuntime().maxMemory() >> 20);
            final Dashboard dashboard = new Dashboard(new DashboardSettings(Set.of(), ""), Clock.systemUTC());
            for (final String view : List.of(
                    "overview",
                    "series?ontology=ontology-7&metric=temperature&entity=site",
                    "metrics",
                    "alerts",
                    "alerts?status=active",
                    "alerts?severity=critical&search=ontology-99",
                    "runs",
                    "models")) {
                measure(store, dashboard, view);
            }
        }
    }

    private void measure(final SqliteStore store, final Dashboard dashboard, final String view) {
        final int question = view.indexOf('?');
        final DashboardRequest request = new DashboardRequest(
                "GET",
                "/api/" + (question < 0 ? view : view.substring(0, question)),
                DashboardRequest.parseQuery(question < 0 ? null : view.substring(question + 1)),
                Map.of("Host", "localhost"));
        final double[] milliseconds = new double[REPETITIONS];
        int bytes = 0;
        for (int repetition = 0; repetition < REPETITIONS; repetition++) {
            final long begin = System.nanoTime();
            final DashboardResponse response = dashboard.answer(request, store.dashboard());
            milliseconds[repetition] = (System.nanoTime() - begin) / 1e6;
            if (response.status() != 200) {
                throw new IllegalStateException("%s is answered with %d".formatted(view, response.status()));
            }
            bytes = response.body().length;
        }
        final double first = milliseconds[0];
        Arrays.sort(milliseconds);
        out.printf(
                Locale.ROOT,
                "  %-60s first %7.1f ms, median %7.1f ms, slowest %7.1f ms, %,9d bytes%n",
                view,
                first,
                milliseconds[REPETITIONS / 2],
                milliseconds[REPETITIONS - 1],
                bytes);
    }

    private static void addJob(final SqliteStore store, final int job) {
        final String ontology = "ontology-" + job;
        final Random random = new Random(job);
        store.monitoring()
                .appendPoints(
                        new SeriesKey(ontology, "site", METRIC),
                        IntStream.range(0, POINTS_OF_SERIES)
                                .mapToObj(step -> new SeriesPoint(
                                        START.plus(STEP.multipliedBy(step)),
                                        5 + Math.sin(step / 15.3) + random.nextGaussian()))
                                .iterator());
        final String jobId = "job-" + job;
        final MonitoringJob monitoringJob = new MonitoringJob(
                jobId, "Monitor " + ontology, ontology, "", "*/5 * * * *", ZoneOffset.UTC, List.of(METRIC), true);
        final List<MonitoringRule> rules = IntStream.range(0, ALERTS_OF_JOB)
                .mapToObj(rule -> new MonitoringRule(
                        "rule-%d-%d".formatted(job, rule),
                        jobId,
                        ontology,
                        null,
                        METRIC,
                        new RuleCondition.Range(2, 8 + rule),
                        SEVERITIES.get(rule % SEVERITIES.size()),
                        "the limits",
                        true))
                .toList();
        store.monitoring().saveJob(monitoringJob, rules, Instant.now().plusSeconds(600));
    }

    /** As they would lie in the store after years; to have them raised one by one would take as long. */
    private void addAlerts(final SqliteStore store) throws SQLException {
        final String sql = """
                INSERT INTO alerts (id, rule_id, ontology_id, entity_id, metric_name, alert_type, severity, status, title, message, expected,
                    since, last_seen, last_value, occurrences, resolved_at)
                VALUES (?, ?, ?, 'site', ?, 'threshold', ?, ?, ?, ?, '2 to 8', ?, ?, 9.5, 3, ?)""";
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store.file());
                PreparedStatement insert = connection.prepareStatement(sql)) {
            connection.setAutoCommit(false);
            for (int number = 0; number < JOBS * ALERTS_OF_JOB; number++) {
                final int job = number / ALERTS_OF_JOB;
                final int rule = number % ALERTS_OF_JOB;
                final boolean open = rule < OPEN_OF_JOB;
                final long since =
                        START.plus(STEP.multipliedBy(number % POINTS_OF_SERIES)).toEpochMilli() + job;
                insert.setString(1, "alert-" + number);
                insert.setString(2, "rule-%d-%d".formatted(job, rule));
                insert.setString(3, "ontology-" + job);
                insert.setString(4, METRIC);
                insert.setString(5, SEVERITIES.get(rule % SEVERITIES.size()).wireName());
                insert.setString(6, open ? "active" : "resolved");
                insert.setString(7, "temperature of site is too high");
                insert.setString(
                        8, "temperature of site in ontology-%d is 9.5, expected 2 to 8 (3 readings)".formatted(job));
                insert.setLong(9, since);
                insert.setLong(10, since + STEP.toMillis());
                insert.setObject(11, open ? null : since + 2 * STEP.toMillis());
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
        }
    }
}
