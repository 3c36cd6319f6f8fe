/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.monitoring.schedule.OccurrencePlan;
import io.nifimimir.monitoring.schedule.OccurrencePlan.Missed;
import io.nifimimir.monitoring.schedule.OccurrencePlan.Run;
import io.nifimimir.monitoring.schedule.SchedulerJob;
import io.nifimimir.monitoring.schedule.SchedulerRepository.Selection;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Turns the passing of time into occurrences: what has become due is written down as waiting or missed, in the transaction that moves the
 * job's next run on. A row that is there already, since the clock was set back, is not written again.
 */
final class PlanTable {
    private static final String JOBS =
            "SELECT %s, next_run, retry_at FROM scheduler_jobs WHERE enabled = 1".formatted(SchedulerTable.JOB_COLUMNS);

    /** Two searches, since one for either instant would look at all jobs. */
    private static final String DUE = JOBS + " AND " + """
            id IN (
                SELECT id FROM scheduler_jobs WHERE enabled = 1 AND next_run <= ?
                UNION SELECT id FROM scheduler_jobs WHERE enabled = 1 AND retry_at <= ?)""";

    private PlanTable() {}

    /** Plans for all jobs. */
    static Planned planAll(final Connection connection, final Instant now) throws SQLException {
        return plan(connection, Sql.list(connection, DUE, Due::of, now, now), now);
    }

    /** Plans for those selected. */
    static Planned plan(final Connection connection, final Selection selection, final Instant now) throws SQLException {
        final String sql = DUE + " AND " + RunTable.SELECTED;
        final String pipelines = JobTable.json(selection.pipelineIds());
        final String type = selection.type().wireName();
        return plan(connection, Sql.list(connection, sql, Due::of, now, now, type, pipelines, pipelines), now);
    }

    /** Computes all next runs anew after the clock was set back: what was planned for a time that has yet to come is void. */
    static void planAnew(final Connection connection, final Instant now) throws SQLException {
        final String voidRuns = """
                DELETE FROM scheduler_executions
                WHERE scheduled_for > ? AND (status = 'missed' OR (status = 'waiting' AND attempts = 0))""";
        Sql.update(connection, voidRuns, now);
        for (final Due due : Sql.list(connection, JOBS, Due::of)) {
            try {
                final SchedulerJob job = due.read();
                final Instant nextRun = job.schedule().next(now, job.zoneId()).orElse(null);
                final String sql =
                        "UPDATE scheduler_jobs SET next_run = ?, retry_at = NULL, updated_at = ? WHERE id = ?";
                Sql.update(connection, sql, nextRun, now, due.jobId());
                cutSpans(connection, job, now);
            } catch (final IllegalArgumentException e) {
                SchedulerTable.markUnreadable(connection, due.jobId(), e.getMessage(), now);
            }
        }
    }

    /** A span that was missed by a clock in the future ends now, and not there. */
    private static void cutSpans(final Connection connection, final SchedulerJob job, final Instant now)
            throws SQLException {
        final String spans = """
                SELECT scheduled_for FROM scheduler_executions
                WHERE job_id = ? AND status = 'missed' AND scheduled_for <= ? AND missed_until > ?""";
        for (final Instant first :
                Sql.list(connection, spans, row -> Sql.instant(row, "scheduled_for"), job.id(), now, now)) {
            Instant last = first;
            long count = 1;
            Instant slot = job.schedule().next(first, job.zoneId()).orElse(null);
            while (slot != null && !slot.isAfter(now) && count < OccurrencePlan.MAXIMUM_COUNTED) {
                last = slot;
                count++;
                slot = job.schedule().next(slot, job.zoneId()).orElse(null);
            }
            final String cut = """
                    UPDATE scheduler_executions SET missed_until = ?, occurrences = ?
                    WHERE job_id = ? AND scheduled_for = ?""";
            Sql.update(connection, cut, last, count, job.id(), first);
        }
    }

    private static Planned plan(final Connection connection, final List<Due> dueJobs, final Instant now)
            throws SQLException {
        Planned planned = Planned.NOTHING;
        for (final Due due : dueJobs) {
            try {
                planned = planned.plus(plan(connection, due, now));
            } catch (final IllegalArgumentException e) {
                SchedulerTable.markUnreadable(connection, due.jobId(), e.getMessage(), now);
            }
        }
        return planned;
    }

    private static Planned plan(final Connection connection, final Due due, final Instant now) throws SQLException {
        final SchedulerJob job = due.read();
        if (due.nextRun() == null || due.nextRun().isAfter(now)) {
            RunTable.await(connection, job.id(), new Run(due.retryAt(), false), 0);
            Sql.update(connection, "UPDATE scheduler_jobs SET retry_at = NULL WHERE id = ?", job.id());
            return Planned.NOTHING;
        }
        final OccurrencePlan plan = OccurrencePlan.of(job.schedule(), job.zoneId(), due.nextRun(), now, job.catchUp());
        // What is still waiting from before is late as well by now
        RunTable.dismissUnbegun(connection, job, plan.runs().size(), now);
        if (plan.missed().isPresent()) {
            recordMissed(connection, job, plan.missed().get(), now);
        }
        final long missed = plan.missed().map(Missed::count).orElse(0L);
        long toCatchUp = 0;
        for (int index = 0; index < plan.runs().size(); index++) {
            final Run run = plan.runs().get(index);
            RunTable.await(connection, job.id(), run, index == 0 ? missed : 0);
            toCatchUp += run.overdue() ? 1 : 0;
        }
        Sql.update(
                connection,
                "UPDATE scheduler_jobs SET next_run = ?, retry_at = NULL, updated_at = ? WHERE id = ?",
                plan.next().orElse(null),
                now,
                job.id());
        return new Planned(toCatchUp, missed);
    }

    private static void recordMissed(
            final Connection connection, final SchedulerJob job, final Missed missed, final Instant now)
            throws SQLException {
        final String reason = "Nothing ran at %s; of what is late, this job is to [%s]"
                .formatted(
                        missed.count() == 1 ? "its time" : "their times",
                        job.catchUp().wireName());
        final String sql = """
                INSERT INTO scheduler_executions (job_id, scheduled_for, attempts, completed_at, status, error, recovered,
                    overdue, missed_before, missed_until, occurrences)
                VALUES (?, ?, 0, ?, 'missed', ?, 0, 1, 0, ?, ?)
                ON CONFLICT (job_id, scheduled_for) DO NOTHING""";
        Sql.update(
                connection,
                sql,
                job.id(),
                missed.first(),
                now,
                missed.exact() ? reason : reason + "; there are more than were counted",
                missed.last(),
                missed.count());
        final Map<String, ?> detail = Map.of(
                "scheduled_for", missed.first().toString(),
                "missed_until", missed.last().toString(),
                "occurrences", missed.count());
        SchedulerTable.audit(connection, now, "occurrences_missed", job.id(), detail);
    }

    /** What a plan comes to, in occurrences. */
    record Planned(long toCatchUp, long missed) {
        private static final Planned NOTHING = new Planned(0, 0);

        private Planned plus(final Planned other) {
            return new Planned(toCatchUp + other.toCatchUp, missed + other.missed);
        }
    }

    /** @param fault why the row is no job; null where it is one */
    private record Due(String jobId, SchedulerJob job, String fault, Instant nextRun, Instant retryAt) {
        private static Due of(final ResultSet row) throws SQLException {
            final String jobId = row.getString("id");
            final Instant nextRun = Sql.instant(row, "next_run");
            final Instant retryAt = Sql.instant(row, "retry_at");
            try {
                return new Due(jobId, SchedulerTable.job(row), null, nextRun, retryAt);
            } catch (final IllegalArgumentException e) {
                return new Due(jobId, null, e.getMessage(), nextRun, retryAt);
            }
        }

        private SchedulerJob read() {
            if (job == null) {
                throw new IllegalArgumentException(fault);
            }
            return job;
        }
    }
}
