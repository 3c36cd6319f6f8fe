-- SPDX-License-Identifier: Apache-2.0
-- Copyright the nifi-mimir authors

-- What version 7 added.
INSERT INTO detector_states (rule_id, series_id, version, through, state) VALUES ('rule', 1, 1, 1713074400000, x'0102');
