/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.monitoring.JobOccurrence;
import io.nifimimir.monitoring.JobRunner;
import io.nifimimir.monitoring.MonitoringJob;
import io.nifimimir.monitoring.MonitoringRule;
import io.nifimimir.monitoring.alert.AlertMessage;
import io.nifimimir.monitoring.alert.Severity;
import io.nifimimir.monitoring.rule.RuleCondition;
import io.nifimimir.monitoring.series.SeriesPoint;
import io.nifimimir.store.TestStores.Messages;
import io.nifimimir.store.TestStores.SetClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What becomes of alerts that are younger than the backup that is put in place of a damaged file. */
class SalvageTest {
    private static final int PAGE = 4096;

    private final SetClock clock = new SetClock();

    private final Messages messages = new Messages();

    @TempDir
    private Path directory;

    @Test
    void testAlertsThatTheBackupDoesNotKnowAreFoundAgainUnderTheirKeysAndReachNobodyTwice() throws IOException {
        final List<String> sent;
        final long pageOfAlerts;
        try (SqliteStore store = open()) {
            saveJob(store);
            append(store, 0, 5, 5, 5);
            runDue(store);
            assertEquals(List.of(), deliver(store));
            store.backUp();
            clock.advance(Duration.ofHours(1));
            append(store, 3, 16, 17, 5, 5, 5, 16);
            runDue(store);
            sent = deliver(store);
            assertEquals(3, sent.size(), "one began and ended, one began");
            pageOfAlerts = rootPage(store, "alerts");
        }
        deleteNewestBackup();
        TestStores.overwrite(directory.resolve("mimir.db"), (pageOfAlerts - 1) * PAGE, TestStores.noise(PAGE));

        clock.advance(Duration.ofHours(1));
        try (SqliteStore store = open()) {
            assertTrue(store.health().restored().isPresent());
            assertEquals(0, store.monitoring().alerts(10).size(), "the backup knows of none");
            assertEquals(9, TestStores.points(store));
            store.scheduler().start(clock.instant());
            runDue(store);
            final List<String> foundAgain = store.alerts().takeUnsent(10, clock.instant()).stream()
                    .map(AlertMessage::key)
                    .toList();
            assertEquals(sent, foundAgain);
            store.alerts().handBack(foundAgain);
            assertEquals(List.of(), deliver(store), "all are dropped before they reach anybody");
            append(store, 9, 5, 5, 5);
            clock.advance(Duration.ofHours(1));
            runDue(store);
            assertEquals(1, deliver(store).size(), "its end is news");
            assertTrue(store.verifyAudit().intact(), store.verifyAudit().finding());
        }
    }

    private void runDue(final SqliteStore store) {
        final List<JobOccurrence> due = store.monitoring().claimDue(clock.instant(), 10);
        assertEquals(1, due.size());
        new JobRunner(store.monitoring(), clock).runAndFinish(due.getFirst());
    }

    /** Hands on what is unsent, as the processor does, to one that drops what it knows, as DetectDuplicate does. Returns what goes through. */
    private List<String> deliver(final SqliteStore store) {
        final List<String> keys = store.alerts().takeUnsent(10, clock.instant()).stream()
                .map(AlertMessage::key)
                .toList();
        final Map<String, String> flowFiles =
                keys.stream().collect(Collectors.toMap(Function.identity(), key -> "uuid"));
        store.alerts().markSent(flowFiles, clock.instant());
        return keys.stream()
                .filter(key -> {
                    final byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
                    return store.cache().putIfAbsent(bytes, bytes).isEmpty();
                })
                .toList();
    }

    private void saveJob(final SqliteStore store) {
        final MonitoringRule rule = new MonitoringRule(
                "rule",
                "job",
                TestStores.SERIES.ontologyId(),
                null,
                TestStores.SERIES.metricName(),
                new RuleCondition.Range(2, 8),
                Severity.HIGH,
                "the limits",
                true);
        final MonitoringJob job = new MonitoringJob(
                "job",
                "Fridges",
                TestStores.SERIES.ontologyId(),
                "",
                "0 * * * *",
                ZoneOffset.UTC,
                List.of(TestStores.SERIES.metricName()),
                true);
        store.monitoring().saveJob(job, List.of(rule), clock.instant());
    }

    private static void append(final SqliteStore store, final int from, final double... values) {
        store.monitoring()
                .appendPoints(
                        TestStores.SERIES,
                        IntStream.range(0, values.length)
                                .mapToObj(index -> new SeriesPoint(
                                        TestStores.NOW.plusSeconds(3_600L * (from + index)), values[index]))
                                .iterator());
    }

    private static long rootPage(final SqliteStore store, final String table) {
        try (Connection connection = store.connection(false)) {
            return Sql.first(
                            connection,
                            "SELECT rootpage FROM sqlite_schema WHERE name = ?",
                            row -> row.getLong(1),
                            table)
                    .orElseThrow();
        } catch (final SQLException e) {
            throw new AssertionError(table, e);
        }
    }

    private void deleteNewestBackup() throws IOException {
        final Backups backups = new Backups(directory.resolve("backups"), 7);
        Files.delete(backups.file(backups.list().getFirst()));
    }

    private SqliteStore open() throws IOException {
        return SqliteStore.open(StoreSettings.of(directory).withMinimumFreeBytes(0), clock, messages);
    }
}
