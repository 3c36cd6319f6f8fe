-- SPDX-License-Identifier: Apache-2.0
-- Copyright the nifi-mimir authors

-- What version 9 added, and an alert of each state that version 10 takes over.
INSERT INTO training_requests VALUES ('request', 'once', 'clinic', 'abc', 1713074400000, 1713074460000, 201, '{}');
INSERT INTO alerts VALUES ('over', 'rule', 'clinic', 'KBL-03', 'temperature_c', 'threshold', 'high', 'resolved', 't', 'm', 'e',
    1713000000000, 1713003600000, 9.5, 2, 1713007200000);
INSERT INTO alert_transitions VALUES
    (2, 'over:active', 'over', 'job', 'active', 1713000000000, 'high', 't', 'm', 'e', 1713003600000, 9.5, 2, NULL, 1, 1713000001000),
    (3, 'over:resolved', 'over', 'job', 'resolved', 1713007200000, 'high', 't', 'm', 'e', 1713003600000, 9.5, 2, 1713007200000, 1,
        1713007201000);
