-- SPDX-License-Identifier: Apache-2.0
-- Copyright the nifi-mimir authors

-- A row in each table that came with schema version 2, beside those of version 1.
INSERT INTO audit_log VALUES
    (1, 1713074400000, 'AutoTrain[id=a]', 'model_registered', 'model', 'm1', '{"version":1}', '9c3b1d6e-0000-4000-8000-000000000001',
        '0000000000000000000000000000000000000000000000000000000000000000',
        'b11dfd03997245c6f8cfb9a55ecf24ae62b085eea2b43a5d7a9c80512a8c1b35'),
    (2, 1713074401000, 'store', 'run_finished', 'monitoring_job', 'job', '{"attempt":1}', NULL,
        'b11dfd03997245c6f8cfb9a55ecf24ae62b085eea2b43a5d7a9c80512a8c1b35',
        '2345aa869eb8c67a9bfccf5998c2b0d0229233640e0b66048bdb6c064881a075');
