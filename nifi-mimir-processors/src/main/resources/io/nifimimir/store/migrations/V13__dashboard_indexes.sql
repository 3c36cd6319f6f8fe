-- SPDX-License-Identifier: Apache-2.0
-- Copyright the nifi-mimir authors

-- What the page asks for, so that it is answered as fast from a large store.
CREATE INDEX alerts_by_status ON alerts (status, since DESC, severity);
CREATE INDEX alerts_by_series ON alerts (ontology_id, metric_name, entity_id, since DESC);
CREATE INDEX monitoring_rules_by_metric ON monitoring_rules (ontology_id, metric_name);
-- Runs that did not go as planned, which are few among many
CREATE INDEX scheduler_executions_irregular ON scheduler_executions (completed_at)
    WHERE status IN ('failed', 'interrupted', 'missed', 'caught_up');
