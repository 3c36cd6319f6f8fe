-- SPDX-License-Identifier: Apache-2.0
-- Copyright the nifi-mimir authors

-- A silence may come again between its beginning and its end, such as each night: when a span of it begins, for how long it lasts on the
-- clock on the wall, and where that hangs; all NULL for one that does not
ALTER TABLE silences ADD COLUMN recurs_cron TEXT;
ALTER TABLE silences ADD COLUMN recurs_minutes INTEGER
    CONSTRAINT silences_recurs_minutes_ck CHECK (recurs_minutes > 0 AND (recurs_cron IS NULL) = (recurs_minutes IS NULL));
ALTER TABLE silences ADD COLUMN recurs_zone TEXT
    CONSTRAINT silences_recurs_zone_ck CHECK ((recurs_cron IS NULL) = (recurs_zone IS NULL));
