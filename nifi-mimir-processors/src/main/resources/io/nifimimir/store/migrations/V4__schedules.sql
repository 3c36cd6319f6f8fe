-- SPDX-License-Identifier: Apache-2.0
-- Copyright the nifi-mimir authors

-- An occurrence of a job is one row, whatever number of tries it takes; what was missed is recorded, and caught up on.

ALTER TABLE scheduler_jobs ADD COLUMN catch_up TEXT NOT NULL DEFAULT 'run once'
    CONSTRAINT scheduler_jobs_catch_up_ck CHECK (catch_up IN ('run once', 'run each', 'skip'));
-- Why the job failed or cannot be scheduled
ALTER TABLE scheduler_jobs ADD COLUMN error TEXT;
ALTER TABLE scheduler_jobs ADD COLUMN consecutive_failures INTEGER NOT NULL DEFAULT 0
    CONSTRAINT scheduler_jobs_failures_ck CHECK (consecutive_failures >= 0);
-- When a job that failed is tried again, unless its next run comes first
ALTER TABLE scheduler_jobs ADD COLUMN retry_at INTEGER;
ALTER TABLE scheduler_jobs ADD COLUMN created_at INTEGER NOT NULL DEFAULT 0;
-- A job that is taken out keeps its row, since its runs and alerts tell of it
ALTER TABLE scheduler_jobs ADD COLUMN deleted_at INTEGER;
UPDATE scheduler_jobs SET created_at = updated_at;

CREATE INDEX scheduler_jobs_retry ON scheduler_jobs (retry_at) WHERE enabled = 1 AND retry_at IS NOT NULL;

CREATE TABLE new_scheduler_executions (
    job_id TEXT NOT NULL,
    scheduled_for INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    -- Of the last try
    started_at INTEGER,
    completed_at INTEGER,
    status TEXT NOT NULL,
    -- Why it failed, was interrupted or was missed
    error TEXT,
    -- 1: an earlier try was cut off by the end of its process
    recovered INTEGER NOT NULL,
    -- 1: nothing ran at its time
    overdue INTEGER NOT NULL,
    -- Occurrences right before it that are not run
    missed_before INTEGER NOT NULL,
    -- Of a span of missed occurrences, which scheduled_for begins: its last one, and how many there are
    missed_until INTEGER,
    occurrences INTEGER NOT NULL,
    -- The life of the store that claimed it
    owner TEXT,
    CONSTRAINT scheduler_executions_pk PRIMARY KEY (job_id, scheduled_for),
    CONSTRAINT scheduler_executions_job_fk FOREIGN KEY (job_id) REFERENCES scheduler_jobs (id),
    CONSTRAINT scheduler_executions_status_ck CHECK (
        status IN ('waiting', 'running', 'success', 'failed', 'interrupted', 'missed', 'caught_up')),
    CONSTRAINT scheduler_executions_start_ck CHECK (status <> 'running' OR (started_at IS NOT NULL AND owner IS NOT NULL)),
    CONSTRAINT scheduler_executions_end_ck CHECK ((status IN ('waiting', 'running')) = (completed_at IS NULL)),
    CONSTRAINT scheduler_executions_recovered_ck CHECK (recovered IN (0, 1)),
    CONSTRAINT scheduler_executions_overdue_ck CHECK (overdue IN (0, 1)),
    CONSTRAINT scheduler_executions_missed_ck CHECK (
        (status = 'missed') = (missed_until IS NOT NULL) AND occurrences >= 1 AND (status = 'missed' OR occurrences = 1))
) STRICT, WITHOUT ROWID;

-- Of several tries the last one tells how it ended
INSERT INTO new_scheduler_executions
SELECT job_id, scheduled_for, attempt, started_at, completed_at, status, error, recovered, 0, 0, NULL, 1, owner
FROM scheduler_executions AS tried
WHERE attempt = (SELECT max(attempt) FROM scheduler_executions
    WHERE job_id = tried.job_id AND scheduled_for = tried.scheduled_for);

-- One that was cut off and made due again by its job's next run
UPDATE new_scheduler_executions SET status = 'waiting', completed_at = NULL, error = NULL, recovered = 1
WHERE status = 'interrupted'
    AND scheduled_for = (SELECT next_run FROM scheduler_jobs WHERE id = job_id);

CREATE TABLE new_monitoring_job_runs (
    job_id TEXT NOT NULL,
    scheduled_for INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    completed_at INTEGER NOT NULL,
    series_checked INTEGER NOT NULL,
    points_evaluated INTEGER NOT NULL,
    rules_evaluated INTEGER NOT NULL,
    alerts_active INTEGER NOT NULL,
    alerts_resolved INTEGER NOT NULL,
    rule_errors TEXT NOT NULL,
    CONSTRAINT monitoring_job_runs_pk PRIMARY KEY (job_id, scheduled_for),
    CONSTRAINT monitoring_job_runs_execution_fk FOREIGN KEY (job_id, scheduled_for)
        REFERENCES scheduler_executions (job_id, scheduled_for),
    CONSTRAINT monitoring_job_runs_errors_ck CHECK (json_valid(rule_errors))
) STRICT, WITHOUT ROWID;

INSERT INTO new_monitoring_job_runs
SELECT job_id, scheduled_for, attempt, completed_at, series_checked, points_evaluated, rules_evaluated, alerts_active,
    alerts_resolved, rule_errors
FROM monitoring_job_runs AS ended
WHERE attempt = (SELECT max(attempt) FROM monitoring_job_runs
    WHERE job_id = ended.job_id AND scheduled_for = ended.scheduled_for);

DROP TABLE monitoring_job_runs;
DROP TABLE scheduler_executions;
ALTER TABLE new_scheduler_executions RENAME TO scheduler_executions;
ALTER TABLE new_monitoring_job_runs RENAME TO monitoring_job_runs;

CREATE INDEX scheduler_executions_waiting ON scheduler_executions (scheduled_for, job_id) WHERE status = 'waiting';
CREATE INDEX scheduler_executions_by_end ON scheduler_executions (completed_at) WHERE completed_at IS NOT NULL;
CREATE INDEX scheduler_executions_running ON scheduler_executions (job_id) WHERE status = 'running';

-- What the store believed of the time; deleting the row makes it believe the clock of the next start
CREATE TABLE clock_marks (
    id INTEGER PRIMARY KEY,
    certain INTEGER NOT NULL,
    newest INTEGER NOT NULL,
    CONSTRAINT clock_marks_id_ck CHECK (id = 1)
) STRICT;

-- How far the points of a dataset are stored, so that a repetition goes on from there
CREATE TABLE ingestions (
    ingestion_key TEXT NOT NULL,
    points INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CONSTRAINT ingestions_pk PRIMARY KEY (ingestion_key)
) STRICT;

CREATE INDEX ingestions_by_age ON ingestions (updated_at);
