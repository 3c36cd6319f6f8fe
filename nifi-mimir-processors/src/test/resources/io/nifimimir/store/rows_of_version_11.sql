-- SPDX-License-Identifier: Apache-2.0
-- Copyright the nifi-mimir authors

-- What version 11 added.
INSERT INTO model_references (model_id, version, reference) SELECT id, 1, x'0102' FROM models LIMIT 1;
INSERT INTO gathered_rows (rule_id, model_id, version, updated_at, state)
SELECT id, 'model', 1, 5, x'0102' FROM monitoring_rules LIMIT 1;
INSERT INTO rule_looks (rule_id, at, model_id, breached, value, finding)
SELECT id, 5, 'model', 0, 0.25, '{}' FROM monitoring_rules LIMIT 1;
