/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.monitoring.Alert;
import io.nifimimir.monitoring.AlertStatus;
import io.nifimimir.monitoring.AlertTransition;
import io.nifimimir.monitoring.SeriesKey;
import io.nifimimir.monitoring.Severity;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Alerts, and their steps that somebody is to be told of. */
final class AlertTable {
    private AlertTable() {}

    static void save(final Connection connection, final Alert alert) throws SQLException {
        final String sql = """
                INSERT INTO alerts (id, rule_id, ontology_id, entity_id, metric_name, alert_type, severity, status,
                    title, message, expected, since, last_seen, last_value, occurrences, resolved_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET severity = excluded.severity, status = excluded.status,
                    title = excluded.title, message = excluded.message, expected = excluded.expected,
                    last_seen = excluded.last_seen, last_value = excluded.last_value,
                    occurrences = excluded.occurrences, resolved_at = excluded.resolved_at""";
        Sql.update(
                connection,
                sql,
                alert.id(),
                alert.ruleId(),
                alert.series().ontologyId(),
                alert.series().entityId(),
                alert.series().metricName(),
                alert.alertType(),
                alert.severity().wireName(),
                alert.status().wireName(),
                alert.title(),
                alert.message(),
                alert.expected(),
                alert.since(),
                alert.lastSeen(),
                alert.lastValue(),
                alert.occurrences(),
                alert.resolvedAt());
    }

    static void saveTransition(final Connection connection, final AlertTransition transition) throws SQLException {
        final String sql = """
                INSERT INTO alert_transitions (transition_key, alert_id, job_id, to_status, at, severity, title,
                    message, expected, last_seen, last_value, occurrences, resolved_at, attempts)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)
                ON CONFLICT (transition_key) DO NOTHING""";
        final Alert alert = transition.alert();
        final int added = Sql.update(
                connection,
                sql,
                transition.key(),
                alert.id(),
                transition.jobId(),
                transition.to().wireName(),
                transition.at(),
                alert.severity().wireName(),
                alert.title(),
                alert.message(),
                alert.expected(),
                alert.lastSeen(),
                alert.lastValue(),
                alert.occurrences(),
                alert.resolvedAt());
        if (added > 0) {
            final Map<String, ?> detail = Map.of(
                    "key", transition.key(),
                    "job_id", transition.jobId(),
                    "rule_id", alert.ruleId(),
                    "series", alert.series().toString(),
                    "severity", alert.severity().wireName(),
                    "last_value", alert.lastValue(),
                    "occurrences", alert.occurrences());
            AuditLog.append(
                    connection,
                    AuditEntry.now(
                            transition.at(), "alert_" + transition.to().wireName(), "alert", alert.id(), detail));
        }
    }

    static Optional<Alert> active(final Connection connection, final String ruleId, final SeriesKey series)
            throws SQLException {
        final String sql = """
                SELECT * FROM alerts
                WHERE status = 'active' AND rule_id = ? AND metric_name = ? AND entity_id = ?""";
        return Sql.first(connection, sql, AlertTable::alert, ruleId, series.metricName(), series.entityId());
    }

    static List<Alert> activeOfJob(final Connection connection, final String jobId) throws SQLException {
        final String sql = """
                SELECT * FROM alerts WHERE status = 'active'
                    AND rule_id IN (SELECT id FROM monitoring_rules WHERE job_id = ?) ORDER BY since, id""";
        return Sql.list(connection, sql, AlertTable::alert, jobId);
    }

    static List<Alert> newest(final Connection connection, final int limit) throws SQLException {
        return Sql.list(connection, "SELECT * FROM alerts ORDER BY since DESC, id LIMIT ?", AlertTable::alert, limit);
    }

    /** @param inHands keys of those that are with somebody already */
    static List<AlertTransition> takeUnsent(final Connection connection, final int limit, final Set<String> inHands)
            throws SQLException {
        final String sql = """
                SELECT transition_key, to_status AS status, at, job_id, attempts, alerts.id, rule_id, ontology_id,
                    entity_id, metric_name, alert_type, alert_transitions.severity, alert_transitions.title,
                    alert_transitions.message, alert_transitions.expected, since, alert_transitions.last_seen,
                    alert_transitions.last_value, alert_transitions.occurrences, alert_transitions.resolved_at
                FROM alert_transitions JOIN alerts ON alerts.id = alert_id
                WHERE sent_at IS NULL ORDER BY sequence LIMIT ?""";
        final List<AlertTransition> taken =
                Sql.list(connection, sql, AlertTable::transition, limit + inHands.size()).stream()
                        .filter(transition -> !inHands.contains(transition.key()))
                        .limit(limit)
                        .toList();
        for (final AlertTransition transition : taken) {
            Sql.update(
                    connection,
                    "UPDATE alert_transitions SET attempts = attempts + 1 WHERE transition_key = ?",
                    transition.key());
        }
        return taken;
    }

    static void markSent(final Connection connection, final Map<String, String> flowFileUuids, final Instant sentAt)
            throws SQLException {
        for (final Map.Entry<String, String> sent : flowFileUuids.entrySet()) {
            final String key = sent.getKey();
            final int marked = Sql.update(
                    connection,
                    "UPDATE alert_transitions SET sent_at = ? WHERE transition_key = ? AND sent_at IS NULL",
                    sentAt,
                    key);
            if (marked > 0) {
                final AuditOrigin origin = new AuditOrigin(AuditOrigin.current().actor(), sent.getValue());
                AuditLog.append(
                        connection, new AuditEntry(sentAt, origin, "alert_sent", "alert_transition", key, Map.of()));
            }
        }
    }

    private static AlertTransition transition(final ResultSet row) throws SQLException {
        return new AlertTransition(
                row.getString("transition_key"),
                alert(row),
                AlertStatus.ofWireName(row.getString("status")),
                Sql.instant(row, "at"),
                row.getString("job_id"),
                row.getInt("attempts"));
    }

    private static Alert alert(final ResultSet row) throws SQLException {
        return new Alert(
                row.getString("id"),
                row.getString("rule_id"),
                new SeriesKey(row.getString("ontology_id"), row.getString("entity_id"), row.getString("metric_name")),
                row.getString("alert_type"),
                Severity.ofWireName(row.getString("severity")),
                AlertStatus.ofWireName(row.getString("status")),
                row.getString("title"),
                row.getString("message"),
                row.getString("expected"),
                Sql.instant(row, "since"),
                Sql.instant(row, "last_seen"),
                row.getDouble("last_value"),
                row.getLong("occurrences"),
                Sql.instant(row, "resolved_at"));
    }
}
