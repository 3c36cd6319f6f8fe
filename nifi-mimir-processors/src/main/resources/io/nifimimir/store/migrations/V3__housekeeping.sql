-- SPDX-License-Identifier: Apache-2.0
-- Copyright the nifi-mimir authors

-- Each time that the store was open. One without an end was cut off.
CREATE TABLE store_sessions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    opened_at INTEGER NOT NULL,
    closed_at INTEGER
) STRICT;

-- What NiFi's processors ask to be remembered by key, such as the keys of alerts that were passed on
CREATE TABLE cache_entries (
    key BLOB NOT NULL,
    value BLOB NOT NULL,
    -- One up with each change of the value, so that nobody overwrites what he has not seen
    revision INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CONSTRAINT cache_entries_pk PRIMARY KEY (key)
) STRICT, WITHOUT ROWID;

CREATE INDEX cache_entries_by_age ON cache_entries (updated_at);

-- What is let go by age is found by age
CREATE INDEX scheduler_executions_by_end ON scheduler_executions (completed_at) WHERE completed_at IS NOT NULL;
CREATE INDEX alerts_by_end ON alerts (resolved_at) WHERE resolved_at IS NOT NULL;
CREATE INDEX audit_log_by_age ON audit_log (at);
