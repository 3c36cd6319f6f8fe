-- SPDX-License-Identifier: Apache-2.0
-- Copyright the nifi-mimir authors

-- The newest version that was ever given to a model, also where that model is deleted: none is given twice
CREATE TABLE model_versions (
    ontology_id TEXT NOT NULL,
    target TEXT NOT NULL,
    newest INTEGER NOT NULL,
    CONSTRAINT model_versions_pk PRIMARY KEY (ontology_id, target),
    CONSTRAINT model_versions_newest_ck CHECK (newest >= 1)
) STRICT, WITHOUT ROWID;

INSERT INTO model_versions (ontology_id, target, newest)
SELECT ontology_id, target, max(version) FROM models GROUP BY ontology_id, target;

-- What a training proposed for the job last. Where the job is otherwise by now, somebody has changed it
ALTER TABLE monitoring_jobs ADD COLUMN proposed TEXT
    CONSTRAINT monitoring_jobs_proposed_ck CHECK (proposed IS NULL OR json_valid(proposed));

UPDATE monitoring_jobs SET proposed = (
    SELECT json_object('name', monitoring_jobs.name, 'description', description, 'metrics', json(metrics),
        'cron_expr', cron_expr, 'zone', zone)
    FROM scheduler_jobs WHERE monitoring_job_id = monitoring_jobs.id);
