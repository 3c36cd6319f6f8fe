-- SPDX-License-Identifier: Apache-2.0
-- Copyright the nifi-mimir authors

-- A model may forecast the metrics of a time series
ALTER TABLE models RENAME TO models_before;

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
    CONSTRAINT models_task_ck CHECK (task IN ('classification', 'regression', 'forecasting')),
    CONSTRAINT models_active_ck CHECK (active IN (0, 1)),
    CONSTRAINT models_metrics_ck CHECK (json_valid(metrics))
) STRICT;

INSERT INTO models (id, ontology_id, target, version, task, learner, active, metrics, data_fingerprint, created_at, sha256, content)
SELECT id, ontology_id, target, version, task, learner, active, metrics, data_fingerprint, created_at, sha256, content
FROM models_before;

DROP TABLE models_before;
