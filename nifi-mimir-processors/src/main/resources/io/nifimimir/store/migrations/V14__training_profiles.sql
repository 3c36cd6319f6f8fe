-- SPDX-License-Identifier: Apache-2.0
-- Copyright the nifi-mimir authors

-- What the data of a training looked like, without its rows
CREATE TABLE training_profiles (
    training_key TEXT NOT NULL,
    profile TEXT NOT NULL,
    CONSTRAINT training_profiles_pk PRIMARY KEY (training_key),
    CONSTRAINT training_profiles_run_fk FOREIGN KEY (training_key) REFERENCES training_runs (training_key),
    CONSTRAINT training_profiles_profile_ck CHECK (json_valid(profile))
) STRICT, WITHOUT ROWID;
