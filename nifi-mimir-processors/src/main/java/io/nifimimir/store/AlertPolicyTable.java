/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.monitoring.alert.AlertPolicies;
import io.nifimimir.monitoring.alert.AlertPolicy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/** What ontologies and jobs say of how alerts are made; what rules say stands with them. */
final class AlertPolicyTable {
    private AlertPolicyTable() {}

    /** Whose word it is. */
    enum Scope {
        ONTOLOGY,
        JOB;

        private String column() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static AlertPolicy find(final Connection connection, final Scope scope, final String id) throws SQLException {
        final String sql = "SELECT alerting FROM alert_policies WHERE scope = ? AND scope_id = ?";
        return Sql.first(connection, sql, row -> AlertPolicies.parseStored(row.getString(1)), scope.column(), id)
                .orElse(AlertPolicy.UNSAID);
    }

    /** What a job and its ontology say. */
    static AlertPolicy ofJob(final Connection connection, final String jobId, final String ontologyId)
            throws SQLException {
        return find(connection, Scope.JOB, jobId).over(find(connection, Scope.ONTOLOGY, ontologyId));
    }

    /** What a rule, its job and its ontology say. */
    static AlertPolicy ofRule(final Connection connection, final String ruleId) throws SQLException {
        final String sql = """
                SELECT alerting, job_id, monitoring_jobs.ontology_id AS ontology FROM monitoring_rules
                JOIN monitoring_jobs ON monitoring_jobs.id = job_id WHERE monitoring_rules.id = ?""";
        record Rule(AlertPolicy policy, String jobId, String ontologyId) {}
        final Rule rule = Sql.first(
                        connection,
                        sql,
                        row -> new Rule(
                                AlertPolicies.parseStored(row.getString("alerting")),
                                row.getString("job_id"),
                                row.getString("ontology")),
                        ruleId)
                .orElseThrow();
        return rule.policy().over(ofJob(connection, rule.jobId(), rule.ontologyId()));
    }

    static void save(
            final Connection connection,
            final Scope scope,
            final String id,
            final AlertPolicy policy,
            final Instant now)
            throws SQLException {
        final AlertPolicy before = find(connection, scope, id);
        if (before.equals(policy)) {
            return;
        }
        final String sql = """
                INSERT INTO alert_policies (scope, scope_id, alerting, updated_at) VALUES (?, ?, ?, ?)
                ON CONFLICT (scope, scope_id)
                    DO UPDATE SET alerting = excluded.alerting, updated_at = excluded.updated_at""";
        Sql.update(connection, sql, scope.column(), id, AlertPolicies.print(policy), now);
        final Map<String, ?> detail =
                Map.of("before", AlertPolicies.print(before), "after", AlertPolicies.print(policy));
        AuditLog.append(connection, AuditEntry.now(now, "alert_policy_saved", scope.column(), id, detail));
    }
}
