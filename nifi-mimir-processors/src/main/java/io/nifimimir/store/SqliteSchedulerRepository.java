/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.monitoring.schedule.ClockGuard;
import io.nifimimir.monitoring.schedule.ClockMark;
import io.nifimimir.monitoring.schedule.ClockReading;
import io.nifimimir.monitoring.schedule.JobType;
import io.nifimimir.monitoring.schedule.Occurrence;
import io.nifimimir.monitoring.schedule.SchedulerJob;
import io.nifimimir.monitoring.schedule.SchedulerRepository;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The schedules: the transactions, and the watch over the clock; the statements are with their tables. */
final class SqliteSchedulerRepository implements SchedulerRepository {
    private static final Duration BETWEEN_MARKS = Duration.ofMinutes(1);

    private final SqliteDatabase database;

    private final RunTable runs;

    private final LongSupplier nanoTime;

    /** Guarded by this. */
    private final ClockGuard guard;

    /** Guarded by this: what is in the store. */
    private ClockMark stored;

    /** Guarded by this: what was made of the clock last. */
    private ClockReading last = new ClockReading.Steady();

    /** @param nanoTime the monotonic clock, as {@link System#nanoTime()} */
    SqliteSchedulerRepository(final SqliteDatabase database, final RunTable runs, final LongSupplier nanoTime) {
        this.database = database;
        this.runs = runs;
        this.nanoTime = nanoTime;
        this.stored = database.read(ClockTable::mark);
        this.guard = new ClockGuard(stored);
    }

    @Override
    public Start start(final Instant now) {
        final ClockReading clock = readClock(now);
        return database.write(connection -> {
            final List<InterruptedRun> interrupted = runs.recoverInterrupted(connection, now);
            final PlanTable.Planned planned = clock instanceof ClockReading.Doubtful
                    ? new PlanTable.Planned(0, 0)
                    : PlanTable.planAll(connection, now);
            return new Start(clock, interrupted, planned.toCatchUp(), planned.missed());
        });
    }

    @Override
    public synchronized ClockReading readClock(final Instant now) {
        final ClockReading reading = guard.read(now, nanoTime.getAsLong());
        final ClockMark mark = guard.mark();
        final boolean stale =
                Duration.between(stored.newest(), mark.newest()).abs().compareTo(BETWEEN_MARKS) >= 0;
        if (stale || !reading.getClass().equals(last.getClass())) {
            inTransaction(connection -> {
                ClockTable.save(connection, mark);
                note(connection, reading, now);
            });
            stored = mark;
        }
        last = reading;
        return reading;
    }

    private void note(final Connection connection, final ClockReading reading, final Instant now) throws SQLException {
        if (reading instanceof ClockReading.Doubtful(final String reason) && !(last instanceof ClockReading.Doubtful)) {
            audit(connection, now, "clock_doubted", Map.of("reason", reason));
        }
        if (reading instanceof final ClockReading.Moved moved) {
            audit(
                    connection,
                    now,
                    "clock_moved",
                    Map.of("from", moved.from().toString(), "to", moved.to().toString()));
            if (moved.back()) {
                PlanTable.planAnew(connection, now);
            }
        }
    }

    private static void audit(
            final Connection connection, final Instant at, final String action, final Map<String, ?> detail)
            throws SQLException {
        AuditLog.append(connection, AuditEntry.now(at, action, "clock", "wall", detail));
    }

    @Override
    public List<JobState> jobs() {
        return database.read(SchedulerTable::list);
    }

    @Override
    public Optional<JobState> job(final String jobId) {
        return database.read(connection -> SchedulerTable.find(connection, jobId));
    }

    @Override
    public void save(final SchedulerJob job, final Instant now) {
        inTransaction(connection -> SchedulerTable.save(connection, job, now));
    }

    @Override
    public boolean setEnabled(final String jobId, final boolean enabled, final Instant now) {
        return database.write(connection -> {
            final Optional<JobState> known = SchedulerTable.find(connection, jobId);
            if (known.isPresent()) {
                SchedulerTable.save(connection, known.get().job().withEnabled(enabled), now);
            }
            return known.isPresent();
        });
    }

    @Override
    public boolean delete(final String jobId, final Instant now) {
        return database.write(connection -> {
            final Optional<JobState> known = SchedulerTable.find(connection, jobId);
            if (known.isEmpty()) {
                return false;
            }
            if (known.get().job().type() == JobType.MONITORING) {
                JobTable.withdraw(connection, jobId, now);
            }
            SchedulerTable.delete(connection, jobId, now);
            return true;
        });
    }

    @Override
    public List<Occurrence> claimDue(final Selection selection, final Instant now, final int limit) {
        return database.write(connection -> {
            PlanTable.plan(connection, selection, now);
            return runs.claim(connection, selection, now, limit);
        });
    }

    @Override
    public void finish(final Occurrence occurrence, final Instant completedAt) {
        inTransaction(connection -> {
            if (runs.finish(connection, occurrence, completedAt)) {
                final Map<String, ?> detail =
                        Map.of("status", occurrence.successStatus().wireName());
                RunTable.audit(connection, completedAt, "run_finished", occurrence, detail);
            }
        });
    }

    @Override
    public void fail(final Occurrence occurrence, final Instant completedAt, final String error) {
        inTransaction(connection -> runs.fail(connection, occurrence, completedAt, error));
    }

    @Override
    public void release(final Collection<Occurrence> occurrences, final Instant now, final String reason) {
        inTransaction(connection -> {
            for (final Occurrence occurrence : occurrences) {
                runs.release(connection, occurrence, now, reason);
            }
        });
    }

    @Override
    public List<Execution> executions(final String jobId, final int limit) {
        return database.read(connection -> RunTable.list(connection, jobId, limit));
    }

    private void inTransaction(final SqliteDatabase.SqlAction action) {
        database.write(connection -> {
            action.run(connection);
            return null;
        });
    }
}
