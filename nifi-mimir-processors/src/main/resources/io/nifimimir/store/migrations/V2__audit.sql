-- SPDX-License-Identifier: Apache-2.0
-- Copyright the nifi-mimir authors

-- Who changed what, each entry bound to the one before it by its hash: AuditHash says over what.
CREATE TABLE audit_log (
    -- One up from the entry before, without a gap
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject_type TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    detail TEXT NOT NULL,
    -- NULL where no flowfile brought it about
    flowfile_uuid TEXT,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    CONSTRAINT audit_log_detail_ck CHECK (json_valid(detail)),
    CONSTRAINT audit_log_hash_ck CHECK (length(previous_hash) = 64 AND length(hash) = 64)
) STRICT;

CREATE INDEX audit_log_by_subject ON audit_log (subject_type, subject_id, sequence);
CREATE INDEX audit_log_by_flowfile ON audit_log (flowfile_uuid) WHERE flowfile_uuid IS NOT NULL;
-- The anchors: each holds the hash up to which older entries were let go
CREATE INDEX audit_log_anchors ON audit_log (sequence) WHERE action = 'audit_trimmed';

-- Also against INSERT OR REPLACE, which deletes without firing a trigger for it
CREATE TRIGGER audit_log_append BEFORE INSERT ON audit_log
WHEN NEW.sequence <> (SELECT coalesce(max(sequence), 0) + 1 FROM audit_log)
BEGIN
    SELECT RAISE(ABORT, 'audit_log is append-only: an entry comes behind the last one');
END;

CREATE TRIGGER audit_log_update BEFORE UPDATE ON audit_log
BEGIN
    SELECT RAISE(ABORT, 'audit_log is append-only: entries are never changed');
END;

-- Entries leave only after an anchor in the chain itself has named the last of them
CREATE TRIGGER audit_log_delete BEFORE DELETE ON audit_log
WHEN OLD.sequence > coalesce((
    SELECT CAST(subject_id AS INTEGER) FROM audit_log WHERE action = 'audit_trimmed' ORDER BY sequence DESC LIMIT 1), 0)
BEGIN
    SELECT RAISE(ABORT, 'audit_log is append-only: entries leave by retention alone');
END;
