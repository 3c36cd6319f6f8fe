/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.monitoring.schedule.BackOff;
import io.nifimimir.monitoring.schedule.CatchUp;
import io.nifimimir.monitoring.schedule.ClockReading;
import io.nifimimir.monitoring.schedule.JobType;
import io.nifimimir.monitoring.schedule.Occurrence;
import io.nifimimir.monitoring.schedule.RunStatus;
import io.nifimimir.monitoring.schedule.SchedulerJob;
import io.nifimimir.monitoring.schedule.SchedulerRepository.Execution;
import io.nifimimir.monitoring.schedule.SchedulerRepository.JobState;
import io.nifimimir.monitoring.schedule.SchedulerRepository.Selection;
import io.nifimimir.monitoring.schedule.SchedulerRepository.Start;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SqliteSchedulerRepositoryTest {
    private static final Selection PIPELINES = Selection.of(JobType.PIPELINE);

    /** Half an hour before a run at six. */
    private static final Instant START = Instant.parse("2026-03-09T17:30:00Z");

    private static final Instant EVENING = Instant.parse("2026-03-09T18:00:00Z");

    private static final Instant MIDNIGHT = Instant.parse("2026-03-10T00:00:00Z");

    private static final Instant MORNING = Instant.parse("2026-03-10T06:00:00Z");

    private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");

    /** Twenty hours after the start. */
    private static final Instant NEXT_DAY = START.plus(Duration.ofHours(20));

    @TempDir
    private Path directory;

    private final AtomicLong nanos = new AtomicLong();

    private SqliteDatabase database;

    private SqliteSchedulerRepository scheduler;

    private int lives;

    @BeforeEach
    void open() throws IOException {
        database = SqliteDatabase.open(directory);
        scheduler = new SqliteSchedulerRepository(database, new RunTable("life " + lives++), nanos::get);
    }

    @AfterEach
    void close() throws IOException {
        database.close();
    }

    @Test
    void testTwentyHoursWithoutPowerAreOneRunAndOneMissedSpan() throws IOException {
        scheduler.save(job("job", CatchUp.RUN_ONCE), START.minusSeconds(21_600));
        runAll(EVENING.minusSeconds(21_600), EVENING);
        final Start start = restart(NEXT_DAY);
        assertEquals(1, start.toCatchUp());
        assertEquals(2, start.missed());
        assertEquals(Instant.parse("2026-03-10T18:00:00Z"), state("job").nextRun());

        final Occurrence occurrence = claim(NEXT_DAY).getFirst();
        assertEquals(NOON, occurrence.scheduledFor());
        assertTrue(occurrence.overdue());
        assertEquals(2, occurrence.missed());
        scheduler.finish(occurrence, NEXT_DAY);
        assertEquals(List.of(), claim(NEXT_DAY));
        assertEquals(
                List.of("12:00 caught_up 1", "00:00 missed 2", "18:00 success 1", "12:00 success 1"), summary("job"));
        final Execution missed = scheduler.executions("job", 10).get(1);
        assertEquals(MORNING, missed.missedUntil());
        assertEquals("Nothing ran at their times; of what is late, this job is to [run once]", missed.reason());
    }

    @Test
    void testEachMissedOneIsRunInOrder() throws IOException {
        scheduler.save(job("job", CatchUp.RUN_EACH), START);
        final Start start = restart(NEXT_DAY);
        assertEquals(4, start.toCatchUp());
        assertEquals(0, start.missed());
        assertEquals(
                List.of(EVENING, MIDNIGHT, MORNING, NOON),
                claim(NEXT_DAY).stream().map(Occurrence::scheduledFor).toList());
    }

    @Test
    void testMissedOnesAreSkippedAndAccountedFor() throws IOException {
        scheduler.save(job("job", CatchUp.SKIP), START);
        assertEquals(4, restart(NEXT_DAY).missed());
        assertEquals(List.of(), claim(NEXT_DAY));
        assertEquals(List.of("18:00 missed 4"), summary("job"));
    }

    @Test
    void testFiveRestartsInAnHourRunEachSlotOnce() throws IOException {
        scheduler.save(job("job", CatchUp.RUN_ONCE), START);
        for (int minute = 0; minute < 50; minute += 10) {
            final Instant now = EVENING.plus(Duration.ofMinutes(minute));
            restart(now);
            claim(now).forEach(occurrence -> scheduler.finish(occurrence, now));
        }
        assertEquals(List.of("18:00 success 1"), summary("job"));
    }

    @Test
    void testRunThatWasCutOffGoesOnUnderTheSameKey() throws IOException {
        scheduler.save(job("job", CatchUp.RUN_ONCE), START);
        final Occurrence cutOff = claim(EVENING).getFirst();
        restart(EVENING.plusSeconds(30));
        assertEquals(
                RunStatus.WAITING, scheduler.executions("job", 1).getFirst().status());
        final Occurrence again = claim(EVENING.plusSeconds(30)).getFirst();
        assertEquals(cutOff.key(), again.key());
        assertEquals(2, again.attempt());
        assertThrows(IllegalStateException.class, () -> scheduler.finish(cutOff, EVENING));
        scheduler.finish(again, EVENING.plusSeconds(31));
        scheduler.finish(again, EVENING.plusSeconds(31));
        assertEquals(List.of("18:00 success 1"), summary("job"));
        assertTrue(scheduler.executions("job", 1).getFirst().recovered());
    }

    @Test
    void testReleasedRunIsDueAgainAsIfItHadNotBegun() {
        scheduler.save(job("job", CatchUp.RUN_ONCE), START);
        final Occurrence released = claim(EVENING).getFirst();
        scheduler.release(List.of(released), EVENING, "stopped");
        assertEquals(List.of(released), claim(EVENING));
    }

    @Test
    void testEachEndIsInTheAuditOnce() throws IOException {
        scheduler.save(job("job", CatchUp.RUN_ONCE), START);
        final Occurrence first = claim(EVENING).getFirst();
        scheduler.release(List.of(first), EVENING, "stopped");
        scheduler.release(List.of(first), EVENING, "stopped");
        final Occurrence again = claim(EVENING).getFirst();
        scheduler.finish(again, EVENING);
        scheduler.finish(again, EVENING);
        final Occurrence second = claim(MIDNIGHT).getFirst();
        scheduler.fail(second, MIDNIGHT, "it threw");
        scheduler.fail(second, MIDNIGHT, "it threw");
        assertEquals(
                List.of("run_released stopped 18:00", "run_finished success 18:00", "run_failed it threw 00:00"),
                audited("job"));

        scheduler.save(job("late", CatchUp.RUN_ONCE), START);
        restart(NEXT_DAY);
        claim(NEXT_DAY).stream()
                .filter(occurrence -> occurrence.job().id().equals("late"))
                .forEach(occurrence -> scheduler.finish(occurrence, NEXT_DAY));
        assertEquals(List.of("occurrences_missed 3 18:00", "run_finished caught_up 12:00"), audited("late"));
    }

    @Test
    void testRunThatIsCutOffAtEachTryIsInTheAuditWithItsEnd() throws IOException {
        scheduler.save(job("job", CatchUp.RUN_ONCE), START);
        for (int attempt = 1; attempt <= RunTable.MAXIMUM_ATTEMPTS; attempt++) {
            claim(EVENING);
            restart(EVENING);
        }
        assertEquals(
                RunStatus.INTERRUPTED, scheduler.executions("job", 1).getFirst().status());
        assertEquals(
                List.of("run_interrupted 1 18:00", "run_interrupted 1 18:00", "run_interrupted 0 18:00"),
                audited("job"));
    }

    @Test
    void testOccurrencesThatAreSwitchedOffAreInTheAuditOneByOne() throws IOException {
        scheduler.save(job("job", CatchUp.RUN_EACH), START);
        restart(MIDNIGHT);
        scheduler.setEnabled("job", false, MIDNIGHT);
        assertEquals(
                List.of(
                        "occurrences_missed The job was switched off 00:00",
                        "occurrences_missed The job was switched off 18:00"),
                audited("job").stream().sorted().toList());
    }

    @Test
    void testJobThatFailsIsTriedAgainLaterAndLaterUntilItSucceeds() {
        scheduler.save(job("job", CatchUp.RUN_ONCE), START);
        Instant now = EVENING;
        for (int failures = 1; failures <= 4; failures++) {
            scheduler.fail(claim(now).getFirst(), now, "it threw");
            final JobState state = state("job");
            assertEquals(failures, state.consecutiveFailures());
            assertEquals("it threw", state.error());
            assertEquals(BackOff.retryAt("job", failures, now), state.retryAt());
            assertEquals(List.of(), claim(state.retryAt().minusMillis(1)));
            now = state.retryAt();
        }
        scheduler.finish(claim(now).getFirst(), now);
        assertEquals(0, state("job").consecutiveFailures());
        assertEquals("success", state("job").lastStatus());
        assertEquals(MIDNIGHT, state("job").nextRun());
    }

    @Test
    void testJobThatCannotBeReadStopsNoOther() throws IOException {
        scheduler.save(job("a", CatchUp.RUN_ONCE), START);
        scheduler.save(job("b", CatchUp.RUN_ONCE), START);
        scheduler.save(job("c", CatchUp.RUN_ONCE), START);
        changeByHand("UPDATE scheduler_jobs SET cron_expr = 'each morning' WHERE id = 'a'");
        changeByHand("UPDATE scheduler_jobs SET zone = 'Asia/Atlantis' WHERE id = 'b'");
        assertEquals(
                List.of("c"),
                claim(EVENING).stream().map(occurrence -> occurrence.job().id()).toList());
        assertEquals("error", state("a").lastStatus());
        assertTrue(state("a").error().contains("each morning"), state("a").error());
        assertTrue(state("b").error().contains("Asia/Atlantis"), state("b").error());
        scheduler.save(job("a", CatchUp.SKIP), EVENING);
        assertEquals(null, state("a").error());
        assertEquals(MIDNIGHT, state("a").nextRun());
    }

    @Test
    void testOccurrenceIsClaimedOnceByManyThreadsAndWhenTheClockGoesBack() throws Exception {
        for (int number = 0; number < 50; number++) {
            scheduler.save(job("job " + number, CatchUp.RUN_ONCE), START);
        }
        final List<Future<List<Occurrence>>> claims = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(4)) {
            for (int task = 0; task < 30; task++) {
                claims.add(executor.submit(() -> scheduler.claimDue(PIPELINES, EVENING, 7)));
            }
        }
        final List<String> keys = new ArrayList<>();
        for (final Future<List<Occurrence>> claim : claims) {
            claim.get().forEach(occurrence -> {
                keys.add(occurrence.key());
                scheduler.finish(occurrence, EVENING);
            });
        }
        assertEquals(50, keys.size());
        assertEquals(50, new HashSet<>(keys).size());
        assertEquals(List.of(), claim(EVENING.minusSeconds(60)));
        assertEquals(List.of(), claim(EVENING.plusSeconds(1)));
    }

    @Test
    void testSelectionLeavesOtherPipelinesAlone() {
        scheduler.save(job("a", CatchUp.RUN_ONCE), START);
        scheduler.save(job("b", CatchUp.RUN_ONCE), START);
        final Selection one = new Selection(JobType.PIPELINE, Set.of("pipeline of b"));
        assertEquals(
                List.of("b"),
                scheduler.claimDue(one, EVENING, 10).stream()
                        .map(occurrence -> occurrence.job().id())
                        .toList());
        assertEquals(EVENING, state("a").nextRun());
    }

    @Test
    void testJobIsListedChangedSwitchedAndTakenOut() {
        final SchedulerJob job = job("job", CatchUp.RUN_ONCE);
        scheduler.save(job, START);
        scheduler.save(job, START.plusSeconds(9));
        assertEquals(START, state("job").updatedAt());
        assertTrue(scheduler.setEnabled("job", false, START));
        assertEquals(List.of(), claim(EVENING));
        assertTrue(scheduler.setEnabled("job", true, NEXT_DAY));
        assertEquals(
                MIDNIGHT.plus(Duration.ofHours(18)),
                state("job").nextRun(),
                "what fell due while it was off is not missed");
        assertTrue(scheduler.delete("job", NEXT_DAY));
        assertFalse(scheduler.delete("job", NEXT_DAY));
        assertFalse(scheduler.setEnabled("job", true, NEXT_DAY));
        assertEquals(List.of(), scheduler.jobs());
        assertEquals(Optional.empty(), scheduler.job("job"));
        assertThrows(
                IllegalArgumentException.class,
                () -> scheduler.save(
                        new SchedulerJob("unknown", "m", JobType.MONITORING, null, "@daily", "UTC", true, CatchUp.SKIP),
                        START));
    }

    @Test
    void testClockOf1970PlansNothing() throws IOException {
        scheduler.save(job("job", CatchUp.RUN_EACH), START);
        tick(START, Duration.ofHours(2));
        final Start start = restart(Instant.EPOCH);
        assertInstanceOf(ClockReading.Doubtful.class, start.clock());
        assertEquals(0, start.toCatchUp() + start.missed());
    }

    @Test
    void testYearForwardAndBackLeavesTheScheduleAsItWas() {
        scheduler.save(job("job", CatchUp.RUN_ONCE), START);
        tick(START, Duration.ofMinutes(10));
        final Duration year = Duration.ofDays(365);
        tick(START.plus(year), Duration.ofMinutes(10));
        final Instant inAYear = START.plus(year).plusSeconds(600);
        final List<Occurrence> claimed = claim(inAYear);
        assertEquals(1, claimed.size());
        scheduler.finish(claimed.getFirst(), inAYear);
        assertEquals(2, scheduler.executions("job", 10_000).size());

        tick(START.plusSeconds(900), Duration.ofMinutes(5));
        assertEquals(EVENING, state("job").nextRun());
        scheduler.finish(claim(EVENING.plusSeconds(5)).getFirst(), EVENING.plusSeconds(6));
        assertEquals(MIDNIGHT, state("job").nextRun());
    }

    @Test
    void testMarkIsKeptOverARestart() throws IOException {
        tick(START, Duration.ofHours(2));
        restart(START.minus(Duration.ofDays(30)));
        assertInstanceOf(ClockReading.Doubtful.class, scheduler.readClock(START.minus(Duration.ofDays(30))));
    }

    /** Reads the clock every half minute. */
    private void tick(final Instant from, final Duration duration) {
        for (long second = 0; second <= duration.toSeconds(); second += 30) {
            nanos.addAndGet(Duration.ofSeconds(30).toNanos());
            scheduler.readClock(from.plusSeconds(second));
        }
    }

    private void runAll(final Instant... slots) {
        for (final Instant slot : slots) {
            claim(slot).forEach(occurrence -> scheduler.finish(occurrence, slot));
        }
    }

    private Start restart(final Instant now) throws IOException {
        close();
        open();
        return scheduler.start(now);
    }

    private List<Occurrence> claim(final Instant now) {
        return scheduler.claimDue(PIPELINES, now, 1_000);
    }

    private JobState state(final String jobId) {
        return scheduler.job(jobId).orElseThrow();
    }

    /** Newest first: time of day, status, and how many occurrences the row stands for. */
    private List<String> summary(final String jobId) {
        return scheduler.executions(jobId, 100).stream()
                .map(execution -> "%s %s %d"
                        .formatted(
                                execution.scheduledFor().toString().substring(11, 16),
                                execution.status().wireName(),
                                execution.occurrences()))
                .toList();
    }

    /** Action with status or reason, and instant, of all that the audit tells of a job's occurrences, but for their claims. */
    private List<String> audited(final String jobId) {
        final String sql = """
                SELECT action || ' ' || coalesce(detail ->> 'status', detail ->> 'error', detail ->> 'again', detail ->> 'reason',
                    detail ->> 'occurrences') || ' ' || substr(detail ->> 'scheduled_for', 12, 5)
                FROM audit_log
                WHERE subject_id = ? AND detail ->> 'scheduled_for' IS NOT NULL AND action <> 'run_claimed'
                ORDER BY sequence""";
        return database.read(connection -> Sql.list(connection, sql, row -> row.getString(1), jobId));
    }

    private void changeByHand(final String sql) {
        database.write(connection -> Sql.update(connection, sql));
    }

    private static SchedulerJob job(final String id, final CatchUp catchUp) {
        return new SchedulerJob(
                id, "Name of " + id, JobType.PIPELINE, "pipeline of " + id, "0 */6 * * *", "UTC", true, catchUp);
    }
}
