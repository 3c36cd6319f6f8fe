-- SPDX-License-Identifier: Apache-2.0
-- Copyright the nifi-mimir authors

INSERT INTO training_profiles (training_key, profile) SELECT training_key, '{}' FROM training_runs LIMIT 1;
