-- SPDX-License-Identifier: Apache-2.0
-- Copyright the nifi-mimir authors

-- What a rule has learned of a series, so that a run reads the new points alone. Whatever is missing here is learned again.
CREATE TABLE detector_states (
    rule_id TEXT NOT NULL,
    series_id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    through INTEGER NOT NULL,
    state BLOB NOT NULL,
    CONSTRAINT detector_states_pk PRIMARY KEY (rule_id, series_id),
    CONSTRAINT detector_states_rule_fk FOREIGN KEY (rule_id) REFERENCES monitoring_rules (id),
    CONSTRAINT detector_states_series_fk FOREIGN KEY (series_id) REFERENCES series (id)
) STRICT;

CREATE INDEX detector_states_by_series ON detector_states (series_id);
