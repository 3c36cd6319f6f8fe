-- SPDX-License-Identifier: Apache-2.0
-- Copyright the nifi-mimir authors

-- What a training that is not finished has come to; emptied when it is.
CREATE TABLE training_checkpoints (
    training_key TEXT NOT NULL,
    target TEXT NOT NULL,
    candidate TEXT NOT NULL,
    saved_at INTEGER NOT NULL,
    content BLOB NOT NULL,
    CONSTRAINT training_checkpoints_pk PRIMARY KEY (training_key, target, candidate)
) STRICT;
