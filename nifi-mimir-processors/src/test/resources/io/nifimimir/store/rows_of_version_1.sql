-- SPDX-License-Identifier: Apache-2.0
-- Copyright the nifi-mimir authors

-- A row in each table as a store of schema version 1 holds them; what comes later must take them over.
INSERT INTO training_runs VALUES ('key', 'clinic', 'abc', 120, 7, 1713074400000, '{}');
INSERT INTO models VALUES ('m1', 'clinic', 'cases', 1, 'regression', 'xgboost', 1, '{"rmse":2.5}', 'abc', 1713074400000,
    '2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae', x'666f6f');
INSERT INTO monitoring_jobs VALUES ('job', 'Fridges', 'clinic', 'Checks the fridges', '["temperature_c"]', 1713074400000);
INSERT INTO monitoring_rules VALUES ('rule', 'job', 'clinic', NULL, 'temperature_c', 'threshold', '{"between":[2.0,8.0]}',
    'high', 'the limits', 1, 1713074400000);
INSERT INTO scheduler_jobs VALUES ('job', 'Fridges', 'monitoring', NULL, 'job', '0 * * * *', 'UTC', 1, 1713078000000,
    1713074400000, 'success', 1713074400000);
INSERT INTO scheduler_executions VALUES ('job', 1713074400000, 1, 1713074400000, 1713074401000, 'success', NULL, 0, 'owner');
INSERT INTO monitoring_job_runs VALUES ('job', 1713074400000, 1, 1713074401000, 1, 29, 1, 1, 0, '[]');
INSERT INTO series VALUES (1, 'clinic', 'KBL-03', 'temperature_c');
INSERT INTO time_series_data VALUES (1, 1713074400000, 16.8);
INSERT INTO rule_progress VALUES ('rule', 1, 1713074400000);
INSERT INTO alerts VALUES ('alert', 'rule', 'clinic', 'KBL-03', 'temperature_c', 'threshold', 'high', 'active', 't', 'm', 'e',
    1713074400000, 1713074400000, 16.8, 29, NULL);
INSERT INTO alert_transitions VALUES (1, 'alert:active', 'alert', 'job', 'active', 1713074400000, 'high', 't', 'm', 'e',
    1713074400000, 16.8, 29, NULL, 1, NULL);
