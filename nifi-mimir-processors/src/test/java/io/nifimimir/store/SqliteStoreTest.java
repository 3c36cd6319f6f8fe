/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.monitoring.Alert;
import io.nifimimir.monitoring.AlertStatus;
import io.nifimimir.monitoring.AlertTransition;
import io.nifimimir.monitoring.JobOccurrence;
import io.nifimimir.monitoring.JobRunResult;
import io.nifimimir.monitoring.MonitoringJob;
import io.nifimimir.monitoring.MonitoringRepository;
import io.nifimimir.monitoring.MonitoringRule;
import io.nifimimir.monitoring.RuleCondition;
import io.nifimimir.monitoring.SeriesKey;
import io.nifimimir.monitoring.SeriesPoint;
import io.nifimimir.monitoring.SeriesProgress;
import io.nifimimir.monitoring.Severity;
import io.nifimimir.training.ModelArtifact;
import io.nifimimir.training.ModelTask;
import io.nifimimir.training.TrainingRepository.TrainingRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SqliteStoreTest {
    private static final Instant NOW = Instant.parse("2024-05-01T12:00:00Z");
    private static final SeriesKey FRIDGE = new SeriesKey("cold", "KBL-03", "temperature");
    private static final MonitoringJob JOB = new MonitoringJob(
            "job",
            "Monitor cold",
            "cold",
            "Fridges",
            "0 * * * *",
            ZoneOffset.UTC,
            List.of("temperature", "a, b"),
            true);
    private static final MonitoringRule RULE = new MonitoringRule(
            "rule", "job", "cold", null, "temperature", new RuleCondition.Range(2, 8), Severity.HIGH, "2 to 8", true);

    @TempDir
    private Path directory;

    private SqliteStore store;

    @BeforeEach
    void open() throws IOException {
        store = SqliteStore.open(directory, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    @Test
    void secondOpeningOfAFolderIsRefused() {
        final IOException e = assertThrows(IOException.class, () -> SqliteStore.open(directory, Clock.systemUTC()));

        assertTrue(e.getMessage().contains("in use"), e.getMessage());
    }

    @Test
    void fileIsPrivate() throws IOException {
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("mimir.db"))));
    }

    @Test
    void fileThatIsNoStoreIsRefusedAndLeftAsItIs(@TempDir final Path other) throws IOException {
        final byte[] content = "this is no database".repeat(100).getBytes(StandardCharsets.UTF_8);
        Files.write(other.resolve("mimir.db"), content);

        final IOException e = assertThrows(IOException.class, () -> SqliteStore.open(other, Clock.systemUTC()));

        assertTrue(e.getMessage().contains("cannot be opened as a store"), e.getMessage());
        assertEquals(content.length, Files.size(other.resolve("mimir.db")));
    }

    @Test
    void jobsAndRulesComeBackAsTheyWere() {
        store.monitoring().saveJob(JOB, List.of(RULE), NOW);
        store.monitoring().saveJob(JOB, List.of(RULE), NOW);

        final List<MonitoringRepository.ScheduledJob> jobs = store.monitoring().jobs();
        assertEquals(1, jobs.size());
        assertEquals(JOB, jobs.getFirst().job());
        assertEquals(NOW, jobs.getFirst().nextRun());
        assertEquals(List.of(RULE), store.monitoring().rulesOf("job"));
    }

    @Test
    void pointsOfOneInstantReplaceEachOther() {
        final List<SeriesPoint> points =
                IntStream.range(0, 10).mapToObj(hour -> point(hour, hour)).toList();

        assertEquals(10, store.monitoring().appendPoints(FRIDGE, points.iterator()));
        assertEquals(0, store.monitoring().appendPoints(FRIDGE, points.iterator()));
        assertEquals(
                1, store.monitoring().appendPoints(FRIDGE, List.of(point(3, 99)).iterator()));

        assertEquals(List.of(FRIDGE), store.monitoring().series("cold"));
        assertEquals(List.of(point(8, 8), point(9, 9)), store.monitoring().newestPoints(FRIDGE, 2));
        assertEquals(99, store.monitoring().newestPoints(FRIDGE, 10).get(3).value());
    }

    @Test
    void oneOfManyThreadsClaimsARun() throws InterruptedException, ExecutionException {
        store.monitoring().saveJob(JOB, List.of(RULE), NOW);
        final List<JobOccurrence> claimed = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            final List<Callable<List<JobOccurrence>>> tries = IntStream.range(0, 40)
                    .<Callable<List<JobOccurrence>>>mapToObj(
                            index -> () -> store.monitoring().claimDue(NOW, 10))
                    .toList();
            for (final Future<List<JobOccurrence>> tried : threads.invokeAll(tries)) {
                claimed.addAll(tried.get());
            }
        }

        assertEquals(1, claimed.size());
        assertEquals(NOW, claimed.getFirst().scheduledFor());
        assertEquals(
                Instant.parse("2024-05-01T13:00:00Z"),
                store.monitoring().jobs().getFirst().nextRun());
    }

    @Test
    void finishedRunLeavesProgressAlertsAndTransitionsOnce() {
        store.monitoring().saveJob(JOB, List.of(RULE), NOW);
        final JobOccurrence occurrence = store.monitoring().claimDue(NOW, 1).getFirst();
        final JobRunResult result = result();

        store.monitoring().finish(occurrence, result);
        store.monitoring().finish(occurrence, result);

        assertEquals(Optional.of(NOW), store.monitoring().evaluatedThrough("rule", FRIDGE));
        assertEquals(List.of(alert()), store.monitoring().alerts(10));
        assertEquals(Optional.of(alert()), store.monitoring().activeAlert("rule", FRIDGE));
        assertEquals("success", store.monitoring().jobs().getFirst().lastStatus());
        assertEquals(0, store.monitoring().takeUnsent(10).getFirst().attempts());
        final List<AlertTransition> repeated = store.monitoring().takeUnsent(10);
        assertEquals(1, repeated.getFirst().attempts());
        assertEquals("alert:active", repeated.getFirst().key());
        store.monitoring().markSent(List.of("alert:active"), NOW);
        assertEquals(List.of(), store.monitoring().takeUnsent(10));
    }

    @Test
    void runCutOffByACrashIsFoundAndRunAgain(@TempDir final Path copy) throws IOException {
        store.monitoring().saveJob(JOB, List.of(RULE), NOW);
        store.monitoring().claimDue(NOW, 1);
        // What is on the disk at this moment is what a crash would leave
        for (final String name : List.of("mimir.db", "mimir.db-wal")) {
            Files.copy(directory.resolve(name), copy.resolve(name));
        }

        try (SqliteStore restarted = SqliteStore.open(copy, Clock.systemUTC())) {
            final Instant later = NOW.plus(Duration.ofHours(20));
            assertEquals(
                    List.of(new MonitoringRepository.InterruptedRun("job", NOW, 1)),
                    restarted.monitoring().recoverInterrupted(later));
            assertEquals(List.of(), restarted.monitoring().recoverInterrupted(later));
            final JobOccurrence again =
                    restarted.monitoring().claimDue(later, 1).getFirst();
            assertEquals(NOW, again.scheduledFor());
            assertEquals(2, again.attempt());
        }
    }

    @Test
    void failedRunIsRecordedAndTheJobGoesOn() {
        store.monitoring().saveJob(JOB, List.of(RULE), NOW);
        final JobOccurrence occurrence = store.monitoring().claimDue(NOW, 1).getFirst();

        store.monitoring().fail(occurrence, NOW, "no such thing");

        assertEquals("failed", store.monitoring().jobs().getFirst().lastStatus());
        assertEquals(
                1, store.monitoring().claimDue(NOW.plus(Duration.ofHours(1)), 1).size());
    }

    @Test
    void modelsAreVersionedAndARepetitionChangesNothing() {
        final ModelArtifact first = store.training().register(model("a", true));
        final ModelArtifact repeated = store.training().register(model("a", true));
        final ModelArtifact second = store.training().register(model("b", true));
        store.training().register(model("c", false));

        assertEquals(1, first.version());
        assertEquals(1, repeated.version());
        assertEquals(2, second.version());
        assertEquals(3, store.training().models("cold").size());
        assertEquals(
                "b",
                store.training().findModel("cold", "temperature").orElseThrow().id());
    }

    @Test
    void damagedModelIsRefused() {
        final ModelArtifact model = model("a", true);
        store.training()
                .register(new ModelArtifact(
                        model.id(),
                        model.ontologyId(),
                        model.target(),
                        0,
                        model.task(),
                        model.learner(),
                        true,
                        model.metrics(),
                        "f",
                        NOW,
                        new byte[] {9},
                        model.sha256()));

        final UncheckedIOException e =
                assertThrows(UncheckedIOException.class, () -> store.training().findModel("cold", "temperature"));

        assertTrue(e.getMessage().contains("damaged"), e.getMessage());
    }

    @Test
    void transactionThatThrowsLeavesNothing() {
        assertThrows(
                IllegalStateException.class,
                () -> store.inTransaction(() -> {
                    store.monitoring().saveJob(JOB, List.of(RULE), NOW);
                    store.training().saveRun(run());
                    assertEquals(1, store.monitoring().jobs().size());
                    throw new IllegalStateException("power cut");
                }));

        assertEquals(List.of(), store.monitoring().jobs());
        assertEquals(Optional.empty(), store.training().findRun("key"));
    }

    @Test
    void trainingRunsAreKeptByKey() {
        store.training().saveRun(run());
        store.training().saveRun(new TrainingRun("key", "cold", "f", 1, 1, NOW, "another report"));

        assertEquals(Optional.of(run()), store.training().findRun("key"));
    }

    private static TrainingRun run() {
        return new TrainingRun("key", "cold", "f", 100, 4, NOW, "{}");
    }

    private static SeriesPoint point(final int hour, final double value) {
        return new SeriesPoint(NOW.plus(Duration.ofHours(hour)), value);
    }

    private static Alert alert() {
        return new Alert(
                "alert",
                "rule",
                FRIDGE,
                "threshold",
                Severity.HIGH,
                AlertStatus.ACTIVE,
                "title",
                "message",
                "2 to 8",
                NOW,
                NOW,
                16.8,
                3,
                null);
    }

    private static JobRunResult result() {
        return new JobRunResult(
                NOW,
                1,
                10,
                1,
                List.of(new SeriesProgress("rule", FRIDGE, NOW)),
                List.of(alert()),
                List.of(new AlertTransition("alert:active", alert(), AlertStatus.ACTIVE, NOW, "job", 0)),
                List.of());
    }

    private static ModelArtifact model(final String id, final boolean active) {
        final byte[] content = {1, 2, 3};
        try {
            final String checksum = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
            return new ModelArtifact(
                    id,
                    "cold",
                    "temperature",
                    0,
                    ModelTask.REGRESSION,
                    "xgboost",
                    active,
                    Map.of("rmse", 0.5),
                    "f",
                    NOW,
                    content,
                    checksum);
        } catch (final NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
