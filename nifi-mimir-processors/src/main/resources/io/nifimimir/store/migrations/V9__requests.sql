-- SPDX-License-Identifier: Apache-2.0
-- Copyright the nifi-mimir authors

-- Requests for training, so that one that is repeated trains once, and one that was not waited for can be asked about
CREATE TABLE training_requests (
    id TEXT NOT NULL,
    -- NULL where the client has given none
    idempotency_key TEXT,
    ontology_id TEXT NOT NULL,
    body_sha256 TEXT NOT NULL,
    accepted_at INTEGER NOT NULL,
    completed_at INTEGER,
    -- Of HTTP, with the body that goes with it
    http_status INTEGER,
    answer TEXT,
    CONSTRAINT training_requests_pk PRIMARY KEY (id),
    CONSTRAINT training_requests_key_uq UNIQUE (idempotency_key),
    CONSTRAINT training_requests_answer_ck CHECK (
        (completed_at IS NULL) = (http_status IS NULL) AND (completed_at IS NULL) = (answer IS NULL)),
    CONSTRAINT training_requests_json_ck CHECK (json_valid(answer))
) STRICT;

CREATE INDEX training_requests_by_age ON training_requests (accepted_at);

-- A rule that somebody has made by hand is not switched off by what a training learns, and one that was deleted does not come back
ALTER TABLE monitoring_rules ADD COLUMN made_by TEXT NOT NULL DEFAULT 'training'
    CONSTRAINT monitoring_rules_made_by_ck CHECK (made_by IN ('training', 'hand'));
ALTER TABLE monitoring_rules ADD COLUMN alert_channels TEXT NOT NULL DEFAULT '';
ALTER TABLE monitoring_rules ADD COLUMN created_at INTEGER NOT NULL DEFAULT 0;
-- Its row stays where alerts tell of it
ALTER TABLE monitoring_rules ADD COLUMN deleted_at INTEGER;
UPDATE monitoring_rules SET created_at = updated_at;
