-- SPDX-License-Identifier: Apache-2.0
-- Copyright the nifi-mimir authors

-- What version 10 added.
INSERT INTO silences (id, ontology_id, begins_at, ends_at, actor) VALUES ('silence', 'clinic', 1713074400000, 1713078000000, 'Amina');
INSERT INTO alert_policies (scope, scope_id, alerting, updated_at) VALUES ('job', 'job', '{}', 1713074400000);
