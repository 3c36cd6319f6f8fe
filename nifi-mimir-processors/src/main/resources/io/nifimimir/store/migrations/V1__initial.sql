-- SPDX-License-Identifier: Apache-2.0
-- Copyright the nifi-mimir authors

-- Instants are milliseconds since 1970 in UTC. Released scripts are never changed: a change is a new script.
CREATE TABLE training_runs (
    training_key TEXT NOT NULL CONSTRAINT training_runs_key PRIMARY KEY,
    ontology_id TEXT NOT NULL,
    data_fingerprint TEXT NOT NULL,
    row_count INTEGER NOT NULL,
    column_count INTEGER NOT NULL,
    completed_at INTEGER NOT NULL,
    report TEXT NOT NULL
) STRICT;

CREATE TABLE models (
    id TEXT NOT NULL CONSTRAINT models_key PRIMARY KEY,
    ontology_id TEXT NOT NULL,
    target TEXT NOT NULL,
    version INTEGER NOT NULL,
    task TEXT NOT NULL CONSTRAINT models_task CHECK (task IN ('classification', 'regression')),
    learner TEXT NOT NULL,
    is_active INTEGER NOT NULL,
    metrics TEXT NOT NULL,
    data_fingerprint TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    content BLOB NOT NULL,
    sha256 TEXT NOT NULL,
    CONSTRAINT models_version UNIQUE (ontology_id, target, version)
) STRICT;

CREATE TABLE monitoring_jobs (
    id TEXT NOT NULL CONSTRAINT monitoring_jobs_key PRIMARY KEY,
    name TEXT NOT NULL,
    ontology_id TEXT NOT NULL,
    description TEXT NOT NULL,
    cron_expr TEXT NOT NULL,
    zone TEXT NOT NULL,
    metrics TEXT NOT NULL,
    is_enabled INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE monitoring_rules (
    id TEXT NOT NULL CONSTRAINT monitoring_rules_key PRIMARY KEY,
    job_id TEXT NOT NULL CONSTRAINT monitoring_rules_job REFERENCES monitoring_jobs (id) ON DELETE CASCADE,
    ontology_id TEXT NOT NULL,
    entity_id TEXT,
    metric_name TEXT NOT NULL,
    rule_type TEXT NOT NULL,
    condition TEXT NOT NULL,
    severity TEXT NOT NULL,
    description TEXT NOT NULL,
    is_enabled INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE INDEX monitoring_rules_by_job ON monitoring_rules (job_id);

CREATE TABLE scheduler_jobs (
    id TEXT NOT NULL CONSTRAINT scheduler_jobs_key PRIMARY KEY,
    name TEXT NOT NULL,
    job_type TEXT NOT NULL CONSTRAINT scheduler_jobs_type CHECK (job_type IN ('monitoring', 'pipeline')),
    pipeline_id TEXT,
    monitoring_job_id TEXT CONSTRAINT scheduler_jobs_monitoring_job REFERENCES monitoring_jobs (id) ON DELETE CASCADE,
    cron_expr TEXT NOT NULL,
    zone TEXT NOT NULL,
    enabled INTEGER NOT NULL,
    next_run INTEGER,
    last_run INTEGER,
    last_status TEXT,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE INDEX scheduler_jobs_by_next_run ON scheduler_jobs (next_run) WHERE enabled = 1;

-- A run is one row, claimed before it begins: job, instant it was due at, and try.
CREATE TABLE scheduler_executions (
    job_id TEXT NOT NULL CONSTRAINT scheduler_executions_job REFERENCES scheduler_jobs (id) ON DELETE CASCADE,
    scheduled_for INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    completed_at INTEGER,
    status TEXT NOT NULL CONSTRAINT scheduler_executions_status CHECK (status IN ('running', 'success', 'failed', 'interrupted')),
    error TEXT,
    recovered INTEGER NOT NULL,
    owner TEXT NOT NULL,
    CONSTRAINT scheduler_executions_key PRIMARY KEY (job_id, scheduled_for, attempt)
) STRICT;

CREATE INDEX scheduler_executions_running ON scheduler_executions (owner) WHERE status = 'running';

CREATE TABLE monitoring_job_runs (
    job_id TEXT NOT NULL,
    scheduled_for INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    completed_at INTEGER NOT NULL,
    series_checked INTEGER NOT NULL,
    points_evaluated INTEGER NOT NULL,
    rules_evaluated INTEGER NOT NULL,
    alerts_created INTEGER NOT NULL,
    rule_errors TEXT,
    CONSTRAINT monitoring_job_runs_key PRIMARY KEY (job_id, scheduled_for, attempt),
    CONSTRAINT monitoring_job_runs_execution FOREIGN KEY (job_id, scheduled_for, attempt)
        REFERENCES scheduler_executions (job_id, scheduled_for, attempt) ON DELETE CASCADE
) STRICT;

CREATE TABLE rule_progress (
    rule_id TEXT NOT NULL CONSTRAINT rule_progress_rule REFERENCES monitoring_rules (id) ON DELETE CASCADE,
    entity_id TEXT NOT NULL,
    metric_name TEXT NOT NULL,
    evaluated_through INTEGER NOT NULL,
    CONSTRAINT rule_progress_key PRIMARY KEY (rule_id, entity_id, metric_name)
) STRICT, WITHOUT ROWID;

CREATE TABLE alerts (
    id TEXT NOT NULL CONSTRAINT alerts_key PRIMARY KEY,
    rule_id TEXT NOT NULL,
    ontology_id TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    metric_name TEXT NOT NULL,
    alert_type TEXT NOT NULL,
    severity TEXT NOT NULL,
    status TEXT NOT NULL,
    title TEXT NOT NULL,
    message TEXT NOT NULL,
    expected TEXT NOT NULL,
    since INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    last_value REAL NOT NULL,
    occurrences INTEGER NOT NULL,
    resolved_at INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE INDEX alerts_by_series ON alerts (rule_id, entity_id, metric_name, status);

CREATE INDEX alerts_by_since ON alerts (since);

-- The outbox: a step in an alert's life is here until somebody has been told, and stays as its history.
CREATE TABLE alert_transitions (
    key TEXT NOT NULL CONSTRAINT alert_transitions_key PRIMARY KEY,
    alert_id TEXT NOT NULL CONSTRAINT alert_transitions_alert REFERENCES alerts (id) ON DELETE CASCADE,
    to_status TEXT NOT NULL,
    at INTEGER NOT NULL,
    job_id TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    sent_at INTEGER
) STRICT;

CREATE INDEX alert_transitions_unsent ON alert_transitions (at) WHERE sent_at IS NULL;

CREATE TABLE series (
    id INTEGER NOT NULL CONSTRAINT series_key PRIMARY KEY,
    ontology_id TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    metric_name TEXT NOT NULL,
    CONSTRAINT series_name UNIQUE (ontology_id, entity_id, metric_name)
) STRICT;

CREATE TABLE time_series_data (
    series_id INTEGER NOT NULL CONSTRAINT time_series_data_series REFERENCES series (id) ON DELETE CASCADE,
    timestamp INTEGER NOT NULL,
    value REAL NOT NULL,
    CONSTRAINT time_series_data_key PRIMARY KEY (series_id, timestamp)
) STRICT, WITHOUT ROWID;
