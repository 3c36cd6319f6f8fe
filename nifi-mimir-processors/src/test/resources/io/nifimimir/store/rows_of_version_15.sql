-- SPDX-License-Identifier: Apache-2.0
-- Copyright the nifi-mimir authors

INSERT INTO model_versions (ontology_id, target, newest) VALUES ('cold-chain', 'a target whose models are all deleted', 3);
