-- SPDX-License-Identifier: Apache-2.0
-- Copyright the nifi-mimir authors

-- What a model has learnt from, in short, to compare rows with
CREATE TABLE model_references (
    model_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    reference BLOB NOT NULL,
    CONSTRAINT model_references_pk PRIMARY KEY (model_id),
    CONSTRAINT model_references_model_fk FOREIGN KEY (model_id) REFERENCES models (id) ON DELETE CASCADE
) STRICT;

-- Rows that a rule has counted and not looked at yet
CREATE TABLE gathered_rows (
    rule_id TEXT NOT NULL,
    model_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    state BLOB NOT NULL,
    CONSTRAINT gathered_rows_pk PRIMARY KEY (rule_id),
    CONSTRAINT gathered_rows_rule_fk FOREIGN KEY (rule_id) REFERENCES monitoring_rules (id)
) STRICT;

-- What the looks of rules at rows have found; the type of the rule says how the finding is to be read
CREATE TABLE rule_looks (
    rule_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    model_id TEXT NOT NULL,
    breached INTEGER NOT NULL,
    value REAL NOT NULL,
    finding TEXT NOT NULL,
    CONSTRAINT rule_looks_pk PRIMARY KEY (rule_id, at),
    CONSTRAINT rule_looks_rule_fk FOREIGN KEY (rule_id) REFERENCES monitoring_rules (id),
    CONSTRAINT rule_looks_breached_ck CHECK (breached IN (0, 1)),
    CONSTRAINT rule_looks_finding_ck CHECK (json_valid(finding))
) STRICT, WITHOUT ROWID;
