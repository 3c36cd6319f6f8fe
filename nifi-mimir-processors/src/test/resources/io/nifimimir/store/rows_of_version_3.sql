-- SPDX-License-Identifier: Apache-2.0
-- Copyright the nifi-mimir authors

-- A row in each table that came with schema version 3, beside those of the versions before.
INSERT INTO store_sessions VALUES (1, 1713074400000, 1713078000000);
INSERT INTO cache_entries VALUES (x'616c657274', x'73656e74', 1, 1713074400000);
