-- SPDX-License-Identifier: Apache-2.0
-- Copyright the nifi-mimir authors

-- What version 6 added.
INSERT INTO training_checkpoints (training_key, target, candidate, saved_at, content)
VALUES ('key', 'cases', 'boosted-trees-1', 5, x'0102');
