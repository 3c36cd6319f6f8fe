/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.monitoring.JobRunResult;
import io.nifimimir.monitoring.SeriesKey;
import io.nifimimir.monitoring.SeriesPoint;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The points of series, and how far each rule has come in them. */
final class SeriesTable {
    private SeriesTable() {}

    static long append(final Connection connection, final SeriesKey series, final Iterator<SeriesPoint> points)
            throws SQLException {
        final long seriesId = idOf(connection, series);
        final String sql = """
                INSERT INTO time_series_data (series_id, timestamp, value) VALUES (?, ?, ?)
                ON CONFLICT (series_id, timestamp) DO UPDATE SET value = excluded.value WHERE value <> excluded.value""";
        long changed = 0;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            while (points.hasNext()) {
                final SeriesPoint point = points.next();
                statement.setLong(1, seriesId);
                statement.setLong(2, point.timestamp().toEpochMilli());
                statement.setDouble(3, point.value());
                changed += statement.executeUpdate();
            }
        }
        return changed;
    }

    static List<SeriesKey> list(final Connection connection, final String ontologyId) throws SQLException {
        final String sql = """
                SELECT ontology_id, entity_id, metric_name FROM series
                WHERE ontology_id = ?
                    AND EXISTS (SELECT 1 FROM time_series_data WHERE series_id = series.id)
                ORDER BY metric_name, entity_id""";
        return Sql.list(
                connection,
                sql,
                row -> new SeriesKey(
                        row.getString("ontology_id"), row.getString("entity_id"), row.getString("metric_name")),
                ontologyId);
    }

    static List<SeriesPoint> newest(final Connection connection, final SeriesKey series, final int limit)
            throws SQLException {
        final String sql = """
                SELECT timestamp, value FROM time_series_data
                WHERE series_id = (
                    SELECT id FROM series WHERE ontology_id = ? AND metric_name = ? AND entity_id = ?)
                ORDER BY timestamp DESC LIMIT ?""";
        final List<SeriesPoint> points = Sql.list(
                connection,
                sql,
                row -> new SeriesPoint(Sql.instant(row, "timestamp"), row.getDouble("value")),
                series.ontologyId(),
                series.metricName(),
                series.entityId(),
                limit);
        Collections.reverse(points);
        return points;
    }

    static Optional<Instant> evaluatedThrough(final Connection connection, final String ruleId, final SeriesKey series)
            throws SQLException {
        final String sql = """
                SELECT evaluated_through FROM rule_progress
                WHERE rule_id = ? AND series_id = (
                    SELECT id FROM series WHERE ontology_id = ? AND metric_name = ? AND entity_id = ?)""";
        return Sql.first(
                connection,
                sql,
                row -> Sql.instant(row, "evaluated_through"),
                ruleId,
                series.ontologyId(),
                series.metricName(),
                series.entityId());
    }

    static void saveProgress(final Connection connection, final JobRunResult.RuleProgress progress)
            throws SQLException {
        final String sql = """
                INSERT INTO rule_progress (rule_id, series_id, evaluated_through) VALUES (?, ?, ?)
                ON CONFLICT (rule_id, series_id)
                    DO UPDATE SET evaluated_through = max(evaluated_through, excluded.evaluated_through)""";
        Sql.update(
                connection, sql, progress.ruleId(), idOf(connection, progress.series()), progress.evaluatedThrough());
    }

    private static long idOf(final Connection connection, final SeriesKey series) throws SQLException {
        final String insert = """
                INSERT INTO series (ontology_id, entity_id, metric_name) VALUES (?, ?, ?)
                ON CONFLICT (ontology_id, metric_name, entity_id) DO NOTHING""";
        Sql.update(connection, insert, series.ontologyId(), series.entityId(), series.metricName());
        final String select = "SELECT id FROM series WHERE ontology_id = ? AND metric_name = ? AND entity_id = ?";
        return Sql.first(
                        connection,
                        select,
                        row -> row.getLong("id"),
                        series.ontologyId(),
                        series.metricName(),
                        series.entityId())
                .orElseThrow(
                        () -> new SQLException("Series %s is missing right after it was stored".formatted(series)));
    }
}
