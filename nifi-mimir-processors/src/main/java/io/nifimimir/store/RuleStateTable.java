/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.monitoring.JobRunResult;
import io.nifimimir.monitoring.MonitoringRepository.FailedRule;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether rules can be evaluated: columns of their table, written with the end of each run. */
final class RuleStateTable {
    private RuleStateTable() {}

    /** A rule that failed is in error, and one that was evaluated is not any more. A rule that had nothing to look at stays as it is. */
    static void save(final Connection connection, final JobRunResult result) throws SQLException {
        final Set<String> failed =
                result.ruleErrors().stream().map(JobRunResult.RuleError::ruleId).collect(Collectors.toSet());
        for (final JobRunResult.RuleError error : result.ruleErrors()) {
            fail(connection, error, result.completedAt());
        }
        final Set<String> evaluated = result.progress().stream()
                .map(JobRunResult.RuleProgress::ruleId)
                .filter(ruleId -> !failed.contains(ruleId))
                .collect(Collectors.toSet());
        for (final FailedRule rule : evaluated.isEmpty() ? List.<FailedRule>of() : failed(connection)) {
            if (evaluated.contains(rule.ruleId())) {
                recover(connection, rule, result.completedAt());
            }
        }
    }

    static List<FailedRule> failed(final Connection connection) throws SQLException {
        final String sql = """
                SELECT id, job_id, error, error_since FROM monitoring_rules
                WHERE status = 'error' AND enabled = 1 ORDER BY error_since, id""";
        return Sql.list(
                connection,
                sql,
                row -> new FailedRule(
                        row.getString("id"),
                        row.getString("job_id"),
                        row.getString("error"),
                        Sql.instant(row, "error_since")));
    }

    private static void fail(final Connection connection, final JobRunResult.RuleError error, final Instant at)
            throws SQLException {
        final String sql = """
                UPDATE monitoring_rules SET status = 'error', error = ?, error_since = coalesce(error_since, ?)
                WHERE id = ? AND (status = 'ok' OR error <> ?)""";
        if (Sql.update(connection, sql, error.message(), at, error.ruleId(), error.message()) > 0) {
            audit(connection, at, "rule_failed", error.ruleId(), error.message());
        }
    }

    private static void recover(final Connection connection, final FailedRule rule, final Instant at)
            throws SQLException {
        Sql.update(
                connection,
                "UPDATE monitoring_rules SET status = 'ok', error = NULL, error_since = NULL WHERE id = ?",
                rule.ruleId());
        audit(connection, at, "rule_recovered", rule.ruleId(), rule.reason());
    }

    private static void audit(
            final Connection connection,
            final Instant at,
            final String action,
            final String ruleId,
            final String reason)
            throws SQLException {
        AuditLog.append(connection, AuditEntry.now(at, action, "monitoring_rule", ruleId, Map.of("error", reason)));
    }
}
