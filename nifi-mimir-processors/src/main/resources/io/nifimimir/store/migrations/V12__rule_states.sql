-- SPDX-License-Identifier: Apache-2.0
-- Copyright the nifi-mimir authors

-- Whether a rule could be evaluated in the last run that tried to, and why not. A rule that cannot is tried again in each run.
ALTER TABLE monitoring_rules ADD COLUMN status TEXT NOT NULL DEFAULT 'ok'
    CONSTRAINT monitoring_rules_status_ck CHECK (status IN ('ok', 'error'));
ALTER TABLE monitoring_rules ADD COLUMN error TEXT;
ALTER TABLE monitoring_rules ADD COLUMN error_since INTEGER;
