-- SPDX-License-Identifier: Apache-2.0
-- Copyright the nifi-mimir authors

-- An alert has a life: pending, active, acknowledged, resolved or dismissed. What people have made of it and how the incident behind it
-- goes on are two things: a person may end an alert whose condition holds on.
CREATE TABLE new_alerts (
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
    -- The points of one kind in a row with which what was seen ends; without a side they are normal
    streak_side TEXT,
    streak_since INTEGER NOT NULL DEFAULT 0,
    streak_points INTEGER NOT NULL DEFAULT 0,
    -- The first normal point after the incident; NULL while it lasts
    ended_at INTEGER,
    -- 1: nothing that comes can be a part of this incident any more
    closed INTEGER NOT NULL DEFAULT 0,
    reopened INTEGER NOT NULL DEFAULT 0,
    acknowledged_by TEXT,
    escalated_at INTEGER,
    -- When it escalates, unless somebody acknowledges it before
    escalate_at INTEGER,
    CONSTRAINT alerts_pk PRIMARY KEY (id),
    CONSTRAINT alerts_rule_fk FOREIGN KEY (rule_id) REFERENCES monitoring_rules (id),
    CONSTRAINT alerts_severity_ck CHECK (severity IN ('low', 'medium', 'high', 'critical')),
    CONSTRAINT alerts_status_ck CHECK (status IN ('pending', 'active', 'acknowledged', 'resolved', 'dismissed')),
    CONSTRAINT alerts_resolved_ck CHECK ((status IN ('resolved', 'dismissed')) = (resolved_at IS NOT NULL)),
    CONSTRAINT alerts_closed_ck CHECK (closed IN (0, 1) AND (closed = 0 OR ended_at IS NOT NULL)),
    CONSTRAINT alerts_streak_ck CHECK (streak_points >= 0 AND reopened >= 0)
) STRICT;

INSERT INTO new_alerts (id, rule_id, ontology_id, entity_id, metric_name, alert_type, severity, status, title, message, expected, since,
    last_seen, last_value, occurrences, resolved_at, ended_at, closed)
SELECT id, rule_id, ontology_id, entity_id, metric_name, alert_type, severity, status, title, message, expected, since, last_seen,
    last_value, occurrences, resolved_at, resolved_at, status = 'resolved'
FROM alerts;

CREATE TABLE new_alert_transitions (
    -- The order in which they are handed out
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    transition_key TEXT NOT NULL,
    alert_id TEXT NOT NULL,
    job_id TEXT NOT NULL,
    event TEXT NOT NULL,
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
    reopened INTEGER NOT NULL DEFAULT 0,
    -- Who took the step, and why; NULL where the points did
    actor TEXT,
    note TEXT,
    -- The same for steps that are one piece of news
    group_key TEXT,
    -- The message that tells of it, from when it is first handed out; it may have left then, and stays as it is
    message_key TEXT,
    attempts INTEGER NOT NULL,
    -- Not to be told before: a silence, or a more severe alert of the same series
    held_until INTEGER,
    -- Why nobody is told
    kept_back TEXT,
    -- NULL until NiFi has accepted the flowfile
    sent_at INTEGER,
    CONSTRAINT alert_transitions_key_uq UNIQUE (transition_key),
    CONSTRAINT alert_transitions_alert_fk FOREIGN KEY (alert_id) REFERENCES alerts (id),
    CONSTRAINT alert_transitions_job_fk FOREIGN KEY (job_id) REFERENCES monitoring_jobs (id),
    CONSTRAINT alert_transitions_event_ck CHECK (
        event IN ('raised', 'reopened', 'worsened', 'escalated', 'acknowledged', 'resolved', 'dismissed')),
    CONSTRAINT alert_transitions_status_ck CHECK (to_status IN ('active', 'acknowledged', 'resolved', 'dismissed')),
    CONSTRAINT alert_transitions_told_ck CHECK (sent_at IS NULL OR kept_back IS NULL)
) STRICT;

INSERT INTO new_alert_transitions (sequence, transition_key, alert_id, job_id, event, to_status, at, severity, title, message, expected,
    last_seen, last_value, occurrences, resolved_at, message_key, attempts, sent_at)
SELECT sequence, transition_key, alert_id, job_id, CASE to_status WHEN 'active' THEN 'raised' ELSE 'resolved' END, to_status, at, severity,
    title, message, expected, last_seen, last_value, occurrences, resolved_at,
    CASE WHEN attempts > 0 OR sent_at IS NOT NULL THEN transition_key END, attempts, sent_at
FROM alert_transitions;

DROP TABLE alert_transitions;
DROP TABLE alerts;
ALTER TABLE new_alerts RENAME TO alerts;
ALTER TABLE new_alert_transitions RENAME TO alert_transitions;

-- One incident at a time for each rule and series
CREATE UNIQUE INDEX alerts_current_uq ON alerts (rule_id, metric_name, entity_id) WHERE closed = 0;
CREATE INDEX alerts_by_rule ON alerts (rule_id);
CREATE INDEX alerts_newest ON alerts (since DESC, id);
CREATE INDEX alerts_by_end ON alerts (resolved_at) WHERE resolved_at IS NOT NULL;
CREATE INDEX alerts_open ON alerts (ontology_id, metric_name, entity_id) WHERE status IN ('active', 'acknowledged');
CREATE INDEX alerts_to_escalate ON alerts (escalate_at) WHERE escalate_at IS NOT NULL;

CREATE INDEX alert_transitions_by_alert ON alert_transitions (alert_id, sequence);
CREATE INDEX alert_transitions_unsent ON alert_transitions (sequence) WHERE sent_at IS NULL AND kept_back IS NULL;
CREATE INDEX alert_transitions_by_message ON alert_transitions (message_key) WHERE message_key IS NOT NULL;

-- A time in which nobody is told of certain alerts; NULL is any
CREATE TABLE silences (
    id TEXT NOT NULL,
    ontology_id TEXT,
    entity_id TEXT,
    metric_name TEXT,
    -- Up to this one
    severity TEXT,
    begins_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    reason TEXT,
    CONSTRAINT silences_pk PRIMARY KEY (id),
    CONSTRAINT silences_severity_ck CHECK (severity IN ('low', 'medium', 'high', 'critical')),
    CONSTRAINT silences_time_ck CHECK (begins_at < ends_at)
) STRICT;

CREATE INDEX silences_by_end ON silences (ends_at);

-- How jobs and ontologies want alerts to be made, where they say
CREATE TABLE alert_policies (
    scope TEXT NOT NULL,
    scope_id TEXT NOT NULL,
    alerting TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    CONSTRAINT alert_policies_pk PRIMARY KEY (scope, scope_id),
    CONSTRAINT alert_policies_scope_ck CHECK (scope IN ('ontology', 'job')),
    CONSTRAINT alert_policies_alerting_ck CHECK (json_valid(alerting))
) STRICT;

ALTER TABLE monitoring_rules ADD COLUMN alerting TEXT NOT NULL DEFAULT '{}'
    CONSTRAINT monitoring_rules_alerting_ck CHECK (json_valid(alerting));
