/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.dashboard.AlertFilter;
import io.nifimimir.dashboard.AlertRow;
import io.nifimimir.dashboard.AlertStep;
import io.nifimimir.dashboard.Overview.AlertCount;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the page asks of alerts. */
final class AlertQueries {
    /** Alerts that want somebody's care. */
    static final String OPEN = "status IN ('active', 'acknowledged')";

    private static final List<String> SEVERITIES = List.of("critical", "high", "medium", "low");

    private static final String SELECT = """
            SELECT alerts.*, (SELECT description FROM monitoring_rules WHERE id = rule_id) AS rule_description
            FROM alerts
            """;

    private AlertQueries() {}

    static List<AlertRow> list(final Connection connection, final AlertFilter filter) throws SQLException {
        final StringBuilder where = new StringBuilder("WHERE 1 = 1");
        final List<Object> parameters = new ArrayList<>();
        if (filter.series() != null) {
            where.append(" AND ontology_id = ? AND metric_name = ? AND entity_id = ?");
            parameters.add(filter.series().ontologyId());
            parameters.add(filter.series().metricName());
            parameters.add(filter.series().entityId());
        }
        if (filter.status().isEmpty()) {
            // Nobody is told of what is pending yet
            where.append(" AND status <> 'pending'");
        } else {
            where.append(" AND status = ?");
            parameters.add(filter.status());
        }
        if (!filter.severity().isEmpty()) {
            where.append(" AND severity = ?");
            parameters.add(filter.severity());
        }
        if (filter.before() != null) {
            where.append(" AND since < ?");
            parameters.add(filter.before());
        }
        if (!filter.search().isEmpty()) {
            where.append(" AND (instr(lower(title), lower(?)) > 0 OR instr(lower(entity_id), lower(?)) > 0)");
            parameters.add(filter.search());
            parameters.add(filter.search());
        }
        parameters.add(filter.limit());
        return Sql.list(
                connection, SELECT + where + " ORDER BY since DESC LIMIT ?", AlertQueries::alert, parameters.toArray());
    }

    static Optional<AlertRow> find(final Connection connection, final String id) throws SQLException {
        return Sql.first(connection, SELECT + "WHERE id = ?", AlertQueries::alert, id);
    }

    static List<AlertStep> steps(final Connection connection, final String alertId) throws SQLException {
        final String sql = """
                SELECT at, to_status, message, last_value, actor, note, sent_at, kept_back,
                    (SELECT flowfile_uuid FROM audit_log
                        WHERE subject_type = 'alert_transition' AND subject_id = transition_key
                        ORDER BY sequence DESC LIMIT 1) AS flowfile_uuid
                FROM alert_transitions WHERE alert_id = ? ORDER BY sequence LIMIT 100""";
        return Sql.list(
                connection,
                sql,
                row -> new AlertStep(
                        Sql.instant(row, "at"),
                        row.getString("to_status"),
                        row.getString("message"),
                        row.getDouble("last_value"),
                        row.getString("actor"),
                        row.getString("note"),
                        Sql.instant(row, "sent_at"),
                        row.getString("kept_back"),
                        row.getString("flowfile_uuid")),
                alertId);
    }

    static List<AlertCount> counts(final Connection connection) throws SQLException {
        final String sql = """
                SELECT status, severity, count(*) AS count FROM alerts WHERE %s
                GROUP BY status, severity ORDER BY status, severity""".formatted(OPEN);
        return Sql.list(
                connection,
                sql,
                row -> new AlertCount(row.getString("status"), row.getString("severity"), row.getLong("count")));
    }

    /** The most severe first, and of these the newest. */
    static List<AlertRow> mostSevere(final Connection connection, final int limit) throws SQLException {
        final List<AlertRow> found = new ArrayList<>();
        for (final String severity : SEVERITIES) {
            for (final String status : List.of("active", "acknowledged")) {
                found.addAll(list(connection, new AlertFilter(status, severity, "", null, null, limit - found.size())));
            }
        }
        return found;
    }

    static List<AlertRow> endedLast(final Connection connection, final int limit) throws SQLException {
        return Sql.list(
                connection,
                SELECT + "WHERE resolved_at IS NOT NULL ORDER BY resolved_at DESC LIMIT ?",
                AlertQueries::alert,
                limit);
    }

    private static AlertRow alert(final ResultSet row) throws SQLException {
        final String description = row.getString("rule_description");
        return new AlertRow(
                row.getString("id"),
                row.getString("ontology_id"),
                row.getString("entity_id"),
                row.getString("metric_name"),
                row.getString("alert_type"),
                row.getString("severity"),
                row.getString("status"),
                row.getString("title"),
                row.getString("message"),
                row.getString("expected"),
                Sql.instant(row, "since"),
                Sql.instant(row, "last_seen"),
                row.getDouble("last_value"),
                row.getLong("occurrences"),
                Sql.instant(row, "resolved_at"),
                row.getString("acknowledged_by"),
                row.getBoolean("closed"),
                description == null ? "" : description);
    }
}
