-- SPDX-License-Identifier: Apache-2.0
-- Copyright the nifi-mimir authors

-- A row in each table that came with schema version 4, and of each kind that is new in one, beside those of the versions before.
INSERT INTO scheduler_executions VALUES
    ('job', 1713060000000, 0, NULL, 1713074400000, 'missed', 'Nothing ran at its time', 0, 1, 0, 1713067200000, 3, NULL),
    ('job', 1713078000000, 1, 1713078000000, 1713078001000, 'caught_up', NULL, 1, 1, 3, NULL, 1, 'owner'),
    ('job', 1713081600000, 0, NULL, NULL, 'waiting', NULL, 0, 0, 0, NULL, 1, NULL);
INSERT INTO clock_marks VALUES (1, 1713078000000, 1713078000000);
INSERT INTO ingestions VALUES ('9c3b1d6e-0000-4000-8000-000000000001:abc', 29, 1713074400000);
