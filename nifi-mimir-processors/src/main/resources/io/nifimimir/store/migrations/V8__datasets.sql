-- SPDX-License-Identifier: Apache-2.0
-- Copyright the nifi-mimir authors

-- Datasets that flows have put aside under a name, in versions. One without a version is not complete, and nobody sees it.
CREATE TABLE datasets (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    -- Who put it: the same flowfile with the same content once more has the same key
    dataset_key TEXT NOT NULL,
    origin TEXT NOT NULL,
    source_id TEXT NOT NULL,
    name TEXT NOT NULL,
    version INTEGER,
    row_count INTEGER NOT NULL,
    column_count INTEGER NOT NULL,
    byte_count INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    begun_at INTEGER NOT NULL,
    stored_at INTEGER,
    CONSTRAINT datasets_key_uq UNIQUE (dataset_key, origin, source_id, name),
    CONSTRAINT datasets_version_uq UNIQUE (origin, source_id, name, version),
    CONSTRAINT datasets_origin_ck CHECK (origin IN ('pipeline', 'storage')),
    CONSTRAINT datasets_version_ck CHECK (version >= 1),
    CONSTRAINT datasets_stored_ck CHECK ((version IS NULL) = (stored_at IS NULL))
) STRICT;

-- The content in pieces of one size, each compressed by itself
CREATE TABLE dataset_chunks (
    dataset_id INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    content BLOB NOT NULL,
    CONSTRAINT dataset_chunks_pk PRIMARY KEY (dataset_id, sequence),
    CONSTRAINT dataset_chunks_dataset_fk FOREIGN KEY (dataset_id) REFERENCES datasets (id)
) STRICT;
