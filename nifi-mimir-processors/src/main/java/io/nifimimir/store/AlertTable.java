/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.monitoring.alert.Alert;
import io.nifimimir.monitoring.alert.AlertCourse;
import io.nifimimir.monitoring.alert.AlertFilter;
import io.nifimimir.monitoring.alert.AlertStatus;
import io.nifimimir.monitoring.alert.Severity;
import io.nifimimir.monitoring.alert.Streak;
import io.nifimimir.monitoring.alert.Verdict;
import io.nifimimir.monitoring.series.SeriesKey;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Alerts, each with the incident behind it. */
final class AlertTable {
    private AlertTable() {}

    /** A pending alert whose condition has gone was never one. */
    static void save(final Connection connection, final Alert alert) throws SQLException {
        if (alert.status() == AlertStatus.PENDING && alert.course().closed()) {
            Sql.update(connection, "DELETE FROM alerts WHERE id = ? AND status = 'pending'", alert.id());
            return;
        }
        final String sql = """
                INSERT INTO alerts (id, rule_id, ontology_id, entity_id, metric_name, alert_type, severity, status,
                    title, message, expected, since, last_seen, last_value, occurrences, resolved_at, streak_side,
                    streak_since, streak_points, ended_at, closed, reopened, acknowledged_by, escalated_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET severity = excluded.severity, status = excluded.status,
                    title = excluded.title, message = excluded.message, expected = excluded.expected,
                    last_seen = excluded.last_seen, last_value = excluded.last_value,
                    occurrences = excluded.occurrences, resolved_at = excluded.resolved_at,
                    streak_side = excluded.streak_side, streak_since = excluded.streak_since,
                    streak_points = excluded.streak_points, ended_at = excluded.ended_at, closed = excluded.closed,
                    reopened = excluded.reopened, acknowledged_by = excluded.acknowledged_by,
                    escalated_at = excluded.escalated_at,
                    escalate_at = CASE excluded.status WHEN 'active' THEN escalate_at END""";
        final AlertCourse course = alert.course();
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
                alert.resolvedAt(),
                course.streak().side() == null
                        ? null
                        : course.streak().side().name().toLowerCase(Locale.ROOT),
                course.streak().since(),
                course.streak().points(),
                course.endedAt(),
                course.closed(),
                course.reopened(),
                course.acknowledgedBy(),
                course.escalatedAt());
    }

    static Optional<Alert> find(final Connection connection, final String id) throws SQLException {
        return Sql.first(connection, "SELECT * FROM alerts WHERE id = ?", AlertTable::alert, id);
    }

    static Optional<Alert> current(final Connection connection, final String ruleId, final SeriesKey series)
            throws SQLException {
        final String sql = """
                SELECT * FROM alerts
                WHERE closed = 0 AND rule_id = ? AND metric_name = ? AND entity_id = ?""";
        return Sql.first(connection, sql, AlertTable::alert, ruleId, series.metricName(), series.entityId());
    }

    static List<Alert> currentOfJob(final Connection connection, final String jobId) throws SQLException {
        final String sql = """
                SELECT * FROM alerts WHERE closed = 0
                    AND rule_id IN (SELECT id FROM monitoring_rules WHERE job_id = ?) ORDER BY since, id""";
        return Sql.list(connection, sql, AlertTable::alert, jobId);
    }

    static List<Alert> openOfSeries(final Connection connection, final SeriesKey series) throws SQLException {
        final String sql = """
                SELECT * FROM alerts WHERE status IN ('active', 'acknowledged')
                    AND ontology_id = ? AND metric_name = ? AND entity_id = ?""";
        return Sql.list(
                connection, sql, AlertTable::alert, series.ontologyId(), series.metricName(), series.entityId());
    }

    /** Active alerts that nobody has acknowledged by an instant. */
    static List<Alert> toEscalate(final Connection connection, final Instant now) throws SQLException {
        final String sql = "SELECT * FROM alerts WHERE escalate_at <= ? AND status = 'active' ORDER BY escalate_at, id";
        return Sql.list(connection, sql, AlertTable::alert, now);
    }

    /** @param at null: it has escalated, or never will */
    static void escalateAt(final Connection connection, final String id, final Instant at) throws SQLException {
        Sql.update(connection, "UPDATE alerts SET escalate_at = ? WHERE id = ?", at, id);
    }

    static List<Alert> newest(final Connection connection, final int limit) throws SQLException {
        return Sql.list(connection, "SELECT * FROM alerts ORDER BY since DESC, id LIMIT ?", AlertTable::alert, limit);
    }

    static List<Alert> list(final Connection connection, final AlertFilter filter) throws SQLException {
        final List<Object> parameters = new ArrayList<>();
        final String where = where(filter, parameters);
        parameters.add(filter.limit());
        parameters.add(filter.offset());
        final String sql = "SELECT * FROM alerts%s ORDER BY since DESC, id LIMIT ? OFFSET ?".formatted(where);
        return Sql.list(connection, sql, AlertTable::alert, parameters.toArray());
    }

    static long count(final Connection connection, final AlertFilter filter) throws SQLException {
        final List<Object> parameters = new ArrayList<>();
        final String sql = "SELECT count(*) FROM alerts%s".formatted(where(filter, parameters));
        return Sql.first(connection, sql, row -> row.getLong(1), parameters.toArray())
                .orElseThrow();
    }

    private static String where(final AlertFilter filter, final List<Object> parameters) {
        final List<String> terms = new ArrayList<>();
        anyOf(
                "status",
                filter.statuses().stream().map(AlertStatus::wireName).sorted().toList(),
                terms,
                parameters);
        anyOf(
                "severity",
                filter.severities().stream().map(Severity::wireName).sorted().toList(),
                terms,
                parameters);
        term("ontology_id = ?", filter.ontologyId(), terms, parameters);
        term("entity_id = ?", filter.entityId(), terms, parameters);
        term("metric_name = ?", filter.metricName(), terms, parameters);
        term("since >= ?", filter.from(), terms, parameters);
        term("since < ?", filter.to(), terms, parameters);
        return terms.isEmpty() ? "" : " WHERE " + String.join(" AND ", terms);
    }

    private static void anyOf(
            final String column,
            final Collection<String> values,
            final List<String> terms,
            final List<Object> parameters) {
        if (!values.isEmpty()) {
            terms.add("%s IN (%s)".formatted(column, String.join(", ", Collections.nCopies(values.size(), "?"))));
            parameters.addAll(values);
        }
    }

    private static void term(
            final String term, final Object value, final List<String> terms, final List<Object> parameters) {
        if (value != null) {
            terms.add(term);
            parameters.add(value);
        }
    }

    static Alert alert(final ResultSet row) throws SQLException {
        final String side = row.getString("streak_side");
        final Streak streak = new Streak(
                side == null ? null : Verdict.Side.valueOf(side.toUpperCase(Locale.ROOT)),
                Sql.instant(row, "streak_since"),
                row.getLong("streak_points"));
        final AlertCourse course = new AlertCourse(
                streak,
                Sql.instant(row, "ended_at"),
                row.getInt("closed") == 1,
                row.getInt("reopened"),
                row.getString("acknowledged_by"),
                Sql.instant(row, "escalated_at"));
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
                Sql.instant(row, "resolved_at"),
                course);
    }
}
