/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.dashboard.DashboardRepository.PointConsumer;
import io.nifimimir.dashboard.EntityRow;
import io.nifimimir.dashboard.MetricRow;
import io.nifimimir.dashboard.PointBuffer;
import io.nifimimir.dashboard.RuleRow;
import io.nifimimir.dashboard.SeriesSpan;
import io.nifimimir.monitoring.rule.RuleConditions;
import io.nifimimir.monitoring.series.SeriesKey;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the page asks of series. */
final class SeriesQueries {
    private static final String SERIES =
            "(SELECT id FROM series WHERE ontology_id = ? AND metric_name = ? AND entity_id = ?)";

    private SeriesQueries() {}

    static List<MetricRow> metrics(final Connection connection) throws SQLException {
        final String sql = """
                WITH alarming AS (
                    SELECT ontology_id, metric_name, count(*) AS alerts, min(entity_id) AS entity
                    FROM alerts WHERE %s GROUP BY ontology_id, metric_name)
                SELECT measured.*, coalesce(alerts, 0) AS alerts, coalesce(entity, first_entity) AS entity
                FROM (SELECT ontology_id, metric_name, count(*) AS entities, min(entity_id) AS first_entity
                    FROM series GROUP BY ontology_id, metric_name) AS measured
                LEFT JOIN alarming USING (ontology_id, metric_name)
                ORDER BY ontology_id, metric_name LIMIT 5000""".formatted(AlertQueries.OPEN);
        return Sql.list(
                connection,
                sql,
                row -> new MetricRow(
                        row.getString("ontology_id"),
                        row.getString("metric_name"),
                        row.getLong("entities"),
                        row.getString("entity"),
                        row.getLong("alerts")));
    }

    static List<EntityRow> entities(
            final Connection connection,
            final String ontologyId,
            final String metricName,
            final String search,
            final int limit)
            throws SQLException {
        final String sql = """
                SELECT entity_id, (SELECT count(*) FROM alerts WHERE ontology_id = series.ontology_id
                    AND metric_name = series.metric_name AND entity_id = series.entity_id AND %s) AS alerts
                FROM series
                WHERE ontology_id = ? AND metric_name = ? AND instr(lower(entity_id), lower(?)) > 0
                ORDER BY entity_id LIMIT ?""".formatted(AlertQueries.OPEN);
        return Sql.list(
                connection,
                sql,
                row -> new EntityRow(row.getString("entity_id"), row.getLong("alerts")),
                ontologyId,
                metricName,
                search,
                limit);
    }

    static Optional<SeriesSpan> span(
            final Connection connection, final SeriesKey series, final Instant from, final Instant to)
            throws SQLException {
        final String sql = """
                SELECT min(timestamp) AS first, max(timestamp) AS last, count(*) AS points FROM time_series_data
                WHERE series_id = %s AND timestamp BETWEEN ? AND ?""".formatted(SERIES);
        return Sql.first(
                        connection,
                        sql,
                        row -> new SeriesSpan(
                                Sql.instant(row, "first"), Sql.instant(row, "last"), row.getLong("points")),
                        series.ontologyId(),
                        series.metricName(),
                        series.entityId(),
                        from,
                        to)
                .filter(span -> span.points() > 0);
    }

    static void readPoints(
            final Connection connection,
            final SeriesKey series,
            final Instant from,
            final Instant to,
            final PointConsumer consumer)
            throws SQLException {
        final String sql = """
                SELECT timestamp, value FROM time_series_data
                WHERE series_id = %s AND timestamp BETWEEN ? AND ? ORDER BY timestamp""".formatted(SERIES);
        read(connection, sql, consumer, series.ontologyId(), series.metricName(), series.entityId(), from, to);
    }

    static PointBuffer newestPoints(
            final Connection connection, final SeriesKey series, final Instant to, final int limit)
            throws SQLException {
        final String sql = """
                SELECT timestamp, value FROM time_series_data
                WHERE series_id = %s AND timestamp <= ? ORDER BY timestamp DESC LIMIT ?""".formatted(SERIES);
        final PointBuffer newestFirst = new PointBuffer();
        read(connection, sql, newestFirst, series.ontologyId(), series.metricName(), series.entityId(), to, limit);
        return newestFirst.reversed();
    }

    /** Millions of points pass through without an object each. */
    private static void read(
            final Connection connection, final String sql, final PointConsumer consumer, final Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Sql.bind(statement, parameters);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    consumer.accept(rows.getLong(1), rows.getDouble(2));
                }
            }
        }
    }

    static List<RuleRow> rules(final Connection connection, final SeriesKey series) throws SQLException {
        final String sql = """
                SELECT id, condition, severity, description FROM monitoring_rules
                WHERE ontology_id = ? AND metric_name = ? AND enabled = 1 AND (entity_id IS NULL OR entity_id = ?)
                ORDER BY rule_type, id""";
        return Sql.list(
                connection,
                sql,
                row -> new RuleRow(
                        row.getString("id"),
                        RuleConditions.parseStored(row.getString("condition")),
                        row.getString("severity"),
                        row.getString("description")),
                series.ontologyId(),
                series.metricName(),
                series.entityId());
    }
}
