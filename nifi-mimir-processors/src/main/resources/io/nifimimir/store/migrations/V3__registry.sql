-- SPDX-License-Identifier: Apache-2.0
-- Copyright the nifi-mimir authors

-- A model is no longer active or not, but has a state, a reason for it, and a provenance
ALTER TABLE models RENAME TO models_before;

CREATE TABLE models (
    id TEXT NOT NULL,
    ontology_id TEXT NOT NULL,
    target TEXT NOT NULL,
    version INTEGER NOT NULL,
    task TEXT NOT NULL,
    learner TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    metrics TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    -- NULL: it never was the champion
    promoted_at INTEGER,
    data_fingerprint TEXT NOT NULL,
    provenance TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    -- A Bloom filter; empty where it is not known
    learnt_rows BLOB NOT NULL,
    -- Last, so that a query without it need not read its pages
    content BLOB NOT NULL,
    CONSTRAINT models_pk PRIMARY KEY (id),
    CONSTRAINT models_version_uq UNIQUE (ontology_id, target, version),
    CONSTRAINT models_version_ck CHECK (version >= 1),
    CONSTRAINT models_task_ck CHECK (task IN ('classification', 'regression')),
    CONSTRAINT models_state_ck CHECK (state IN ('champion', 'challenger', 'retired', 'rejected')),
    CONSTRAINT models_promoted_ck CHECK (state NOT IN ('champion', 'retired') OR promoted_at IS NOT NULL),
    CONSTRAINT models_metrics_ck CHECK (json_valid(metrics)),
    CONSTRAINT models_provenance_ck CHECK (json_valid(provenance))
) STRICT;

INSERT INTO models (id, ontology_id, target, version, task, learner, state, reason, metrics, created_at, promoted_at, data_fingerprint,
    provenance, sha256, learnt_rows, content)
SELECT id, ontology_id, target, version, task, learner,
    CASE
        WHEN active = 0 THEN 'rejected'
        WHEN version = max(version * active) OVER (PARTITION BY ontology_id, target) THEN 'champion'
        ELSE 'retired'
    END,
    'Registered before reasons were kept', metrics, created_at, CASE active WHEN 1 THEN created_at END, data_fingerprint,
    json_object('data_fingerprint', data_fingerprint), sha256, x'', content
FROM models_before;

DROP TABLE models_before;

-- One champion at a time
CREATE UNIQUE INDEX models_champion_uq ON models (ontology_id, target) WHERE state = 'champion';
