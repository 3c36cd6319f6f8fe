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
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Tables {@code alerts} and {@code alert_transitions}, the outbox. */
final class AlertTable {
    private final Clock clock;

    AlertTable(final Clock clock) {
        this.clock = clock;
    }

    void save(final Connection connection, final Alert alert) throws SQLException {
        Rows.update(
                connection,
                """
                INSERT INTO alerts (id, rule_id, ontology_id, entity_id, metric_name, alert_type, severity, status, title, message, expected,
                    since, last_seen, last_value, occurrences, resolved_at, created_at, updated_at)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?17)
                ON CONFLICT (id) DO UPDATE SET severity = ?7, status = ?8, title = ?9, message = ?10, expected = ?11, last_seen = ?13,
                    last_value = ?14, occurrences = ?15, resolved_at = ?16, updated_at = ?17""",
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
                alert.resolvedAt(),
                clock.instant());
    }

    void save(final Connection connection, final AlertTransition transition) throws SQLException {
        Rows.update(
                connection,
                "INSERT INTO alert_transitions (key, alert_id, to_status, at, job_id, attempts) VALUES (?, ?, ?, ?, ?, 0) ON CONFLICT (key) DO NOTHING",
                transition.key(),
                transition.alert().id(),
                transition.to().wireName(),
                transition.at(),
                transition.jobId());
    }

    Optional<Alert> active(final Connection connection, final String ruleId, final SeriesKey series)
            throws SQLException {
        return Rows.first(
                connection,
                """
                SELECT * FROM alerts WHERE rule_id = ? AND ontology_id = ? AND entity_id = ? AND metric_name = ? AND status = 'active'
                ORDER BY since DESC LIMIT 1""",
                AlertTable::alert,
                ruleId,
                series.ontologyId(),
                series.entityId(),
                series.metricName());
    }

    List<Alert> list(final Connection connection, final int limit) throws SQLException {
        return Rows.list(connection, "SELECT * FROM alerts ORDER BY since DESC, id LIMIT ?", AlertTable::alert, limit);
    }

    boolean isAnyUnsent(final Connection connection) throws SQLException {
        return Rows.first(connection, "SELECT 1 FROM alert_transitions WHERE sent_at IS NULL LIMIT 1", row -> true)
                .isPresent();
    }

    List<AlertTransition> takeUnsent(final Connection connection, final int limit) throws SQLException {
        final List<AlertTransition> unsent = Rows.list(
                connection,
                """
                SELECT transition.key, transition.to_status, transition.at, transition.job_id, transition.attempts, alerts.*
                FROM alert_transitions AS transition JOIN alerts ON alerts.id = transition.alert_id
                WHERE transition.sent_at IS NULL ORDER BY transition.at, transition.rowid LIMIT ?""",
                row -> new AlertTransition(
                        row.getString("key"),
                        alert(row),
                        AlertStatus.ofWireName(row.getString("to_status")),
                        Rows.instant(row, "at"),
                        row.getString("job_id"),
                        row.getInt("attempts")),
                limit);
        for (final AlertTransition transition : unsent) {
            Rows.update(
                    connection, "UPDATE alert_transitions SET attempts = attempts + 1 WHERE key = ?", transition.key());
        }
        return unsent;
    }

    void markSent(final Connection connection, final String key, final Instant sentAt) throws SQLException {
        Rows.update(
                connection, "UPDATE alert_transitions SET sent_at = ? WHERE key = ? AND sent_at IS NULL", sentAt, key);
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
                Rows.instant(row, "since"),
                Rows.instant(row, "last_seen"),
                row.getDouble("last_value"),
                row.getLong("occurrences"),
                Rows.instant(row, "resolved_at"));
    }
}
