-- SPDX-License-Identifier: Apache-2.0
-- Copyright the nifi-mimir authors

-- Instants are milliseconds since 1970-01-01 UTC; SELECT datetime(next_run / 1000, 'unixepoch') shows them.

CREATE TABLE training_runs (
    training_key TEXT NOT NULL,
    ontology_id TEXT NOT NULL,
    data_fingerprint TEXT NOT NULL,
    row_count INTEGER NOT NULL,
    column_count INTEGER NOT NULL,
    completed_at INTEGER NOT NULL,
    report_json TEXT NOT NULL,
    CONSTRAINT training_runs_pk PRIMARY KEY (training_key)
) STRICT;

CREATE INDEX training_runs_by_ontology ON training_runs (ontology_id, completed_at);

CREATE TABLE models (
    id TEXT NOT NULL,
    ontology_id TEXT NOT NULL,
    target TEXT NOT NULL,
    version INTEGER NOT NULL,
    task TEXT NOT NULL,
    learner TEXT NOT NULL,
    active INTEGER NOT NULL,
    metrics TEXT NOT NULL,
    data_fingerprint TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    -- Last, so that a query without it need not read its pages
    content BLOB NOT NULL,
    CONSTRAINT models_pk PRIMARY KEY (id),
    CONSTRAINT models_version_uq UNIQUE (ontology_id, target, version),
    CONSTRAINT models_version_ck CHECK (version >= 1),
    CONSTRAINT models_task_ck CHECK (task IN ('classification', 'regression')),
    CONSTRAINT models_active_ck CHECK (active IN (0, 1)),
    CONSTRAINT models_metrics_ck CHECK (json_valid(metrics))
) STRICT;

CREATE TABLE monitoring_jobs (
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    ontology_id TEXT NOT NULL,
    description TEXT NOT NULL,
    metrics TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    CONSTRAINT monitoring_jobs_pk PRIMARY KEY (id),
    CONSTRAINT monitoring_jobs_metrics_ck CHECK (json_valid(metrics))
) STRICT;

CREATE TABLE monitoring_rules (
    id TEXT NOT NULL,
    job_id TEXT NOT NULL,
    ontology_id TEXT NOT NULL,
    -- NULL: each entity of the ontology
    entity_id TEXT,
    metric_name TEXT NOT NULL,
    rule_type TEXT NOT NULL,
    condition TEXT NOT NULL,
    severity TEXT NOT NULL,
    description TEXT NOT NULL,
    enabled INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CONSTRAINT monitoring_rules_pk PRIMARY KEY (id),
    CONSTRAINT monitoring_rules_job_fk FOREIGN KEY (job_id) REFERENCES monitoring_jobs (id),
    CONSTRAINT monitoring_rules_condition_ck CHECK (json_valid(condition)),
    CONSTRAINT monitoring_rules_severity_ck CHECK (severity IN ('low', 'medium', 'high', 'critical')),
    CONSTRAINT monitoring_rules_enabled_ck CHECK (enabled IN (0, 1))
) STRICT;

CREATE INDEX monitoring_rules_by_job ON monitoring_rules (job_id);

CREATE TABLE scheduler_jobs (
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    job_type TEXT NOT NULL,
    pipeline_id TEXT,
    monitoring_job_id TEXT,
    cron_expr TEXT NOT NULL,
    zone TEXT NOT NULL,
    enabled INTEGER NOT NULL,
    -- NULL: the schedule has no further time
    next_run INTEGER,
    last_run INTEGER,
    last_status TEXT,
    updated_at INTEGER NOT NULL,
    CONSTRAINT scheduler_jobs_pk PRIMARY KEY (id),
    CONSTRAINT scheduler_jobs_monitoring_fk FOREIGN KEY (monitoring_job_id) REFERENCES monitoring_jobs (id),
    CONSTRAINT scheduler_jobs_type_ck CHECK (
        (job_type = 'monitoring' AND monitoring_job_id IS NOT NULL AND pipeline_id IS NULL)
        OR (job_type = 'pipeline' AND pipeline_id IS NOT NULL AND monitoring_job_id IS NULL)),
    CONSTRAINT scheduler_jobs_enabled_ck CHECK (enabled IN (0, 1))
) STRICT;

CREATE INDEX scheduler_jobs_due ON scheduler_jobs (next_run) WHERE enabled = 1;
CREATE INDEX scheduler_jobs_by_monitoring_job ON scheduler_jobs (monitoring_job_id);

CREATE TABLE scheduler_executions (
    job_id TEXT NOT NULL,
    scheduled_for INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    completed_at INTEGER,
    status TEXT NOT NULL,
    error TEXT,
    -- 1: an earlier attempt was cut off by the end of its process
    recovered INTEGER NOT NULL,
    -- The life of the store that claimed it
    owner TEXT NOT NULL,
    CONSTRAINT scheduler_executions_pk PRIMARY KEY (job_id, scheduled_for, attempt),
    CONSTRAINT scheduler_executions_job_fk FOREIGN KEY (job_id) REFERENCES scheduler_jobs (id),
    CONSTRAINT scheduler_executions_status_ck CHECK (status IN ('running', 'success', 'failed', 'interrupted')),
    CONSTRAINT scheduler_executions_end_ck CHECK ((status = 'running') = (completed_at IS NULL)),
    CONSTRAINT scheduler_executions_recovered_ck CHECK (recovered IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE INDEX scheduler_executions_running ON scheduler_executions (owner) WHERE status = 'running';

CREATE TABLE monitoring_job_runs (
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
    CONSTRAINT monitoring_job_runs_pk PRIMARY KEY (job_id, scheduled_for, attempt),
    CONSTRAINT monitoring_job_runs_execution_fk FOREIGN KEY (job_id, scheduled_for, attempt)
        REFERENCES scheduler_executions (job_id, scheduled_for, attempt),
    CONSTRAINT monitoring_job_runs_errors_ck CHECK (json_valid(rule_errors))
) STRICT, WITHOUT ROWID;

CREATE TABLE series (
    id INTEGER PRIMARY KEY,
    ontology_id TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    metric_name TEXT NOT NULL,
    CONSTRAINT series_uq UNIQUE (ontology_id, metric_name, entity_id)
) STRICT;

CREATE TABLE time_series_data (
    series_id INTEGER NOT NULL,
    timestamp INTEGER NOT NULL,
    value REAL NOT NULL,
    CONSTRAINT time_series_data_pk PRIMARY KEY (series_id, timestamp),
    CONSTRAINT time_series_data_series_fk FOREIGN KEY (series_id) REFERENCES series (id)
) STRICT, WITHOUT ROWID;

CREATE TABLE rule_progress (
    rule_id TEXT NOT NULL,
    series_id INTEGER NOT NULL,
    evaluated_through INTEGER NOT NULL,
    CONSTRAINT rule_progress_pk PRIMARY KEY (rule_id, series_id),
    CONSTRAINT rule_progress_rule_fk FOREIGN KEY (rule_id) REFERENCES monitoring_rules (id),
    CONSTRAINT rule_progress_series_fk FOREIGN KEY (series_id) REFERENCES series (id)
) STRICT, WITHOUT ROWID;

CREATE INDEX rule_progress_by_series ON rule_progress (series_id);

CREATE TABLE alerts (
    id TEXT NOT NULL,
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
    CONSTRAINT alerts_pk PRIMARY KEY (id),
    CONSTRAINT alerts_rule_fk FOREIGN KEY (rule_id) REFERENCES monitoring_rules (id),
    CONSTRAINT alerts_severity_ck CHECK (severity IN ('low', 'medium', 'high', 'critical')),
    CONSTRAINT alerts_status_ck CHECK (status IN ('active', 'resolved')),
    CONSTRAINT alerts_resolved_ck CHECK ((status = 'resolved') = (resolved_at IS NOT NULL))
) STRICT;

-- One incident at a time for each rule and series
CREATE UNIQUE INDEX alerts_active_uq ON alerts (rule_id, metric_name, entity_id) WHERE status = 'active';
CREATE INDEX alerts_by_rule ON alerts (rule_id);
CREATE INDEX alerts_newest ON alerts (since DESC);

-- What is to be told of, with the alert as it stood then: the outbox of messages
CREATE TABLE alert_transitions (
    -- The order in which they are handed out
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    transition_key TEXT NOT NULL,
    alert_id TEXT NOT NULL,
    job_id TEXT NOT NULL,
    to_status TEXT NOT NULL,
    at INTEGER NOT NULL,
    severity TEXT NOT NULL,
    title TEXT NOT NULL,
    message TEXT NOT NULL,
    expected TEXT NOT NULL,
    last_seen INTEGER NOT NULL,
    last_value REAL NOT NULL,
    occurrences INTEGER NOT NULL,
    resolved_at INTEGER,
    attempts INTEGER NOT NULL,
    -- NULL until NiFi has accepted the flowfile
    sent_at INTEGER,
    CONSTRAINT alert_transitions_key_uq UNIQUE (transition_key),
    CONSTRAINT alert_transitions_alert_fk FOREIGN KEY (alert_id) REFERENCES alerts (id),
    CONSTRAINT alert_transitions_job_fk FOREIGN KEY (job_id) REFERENCES monitoring_jobs (id),
    CONSTRAINT alert_transitions_status_ck CHECK (to_status IN ('active', 'resolved'))
) STRICT;

CREATE INDEX alert_transitions_by_alert ON alert_transitions (alert_id);
CREATE INDEX alert_transitions_unsent ON alert_transitions (sequence) WHERE sent_at IS NULL;
