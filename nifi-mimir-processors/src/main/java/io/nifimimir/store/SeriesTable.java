/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.monitoring.JobProgress;
import io.nifimimir.monitoring.JobProgress.RuleSeries;
import io.nifimimir.monitoring.JobRunResult;
import io.nifimimir.monitoring.MonitoringJob;
import io.nifimimir.monitoring.alert.Alert;
import io.nifimimir.monitoring.series.SeriesBatch;
import io.nifimimir.monitoring.series.SeriesKey;
import io.nifimimir.monitoring.series.SeriesPoint;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The points of series, and how far each rule has come in them. */
final class SeriesTable {
    private static final String APPEND = """
            INSERT INTO time_series_data (series_id, timestamp, value) VALUES (?, ?, ?)
            ON CONFLICT (series_id, timestamp) DO UPDATE SET value = excluded.value WHERE value <> excluded.value""";

    private SeriesTable() {}

    static long append(final Connection connection, final SeriesKey series, final Iterator<SeriesPoint> points)
            throws SQLException {
        final long seriesId = idOf(connection, series);
        long changed = 0;
        try (PreparedStatement statement = connection.prepareStatement(APPEND)) {
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
        return Sql.list(connection, sql, SeriesTable::key, ontologyId);
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

    static List<SeriesPoint> after(
            final Connection connection, final SeriesKey series, final Instant after, final int limit)
            throws SQLException {
        final String sql = """
                SELECT timestamp, value FROM time_series_data
                WHERE series_id = (
                    SELECT id FROM series WHERE ontology_id = ? AND metric_name = ? AND entity_id = ?)
                    AND timestamp > ?
                ORDER BY timestamp LIMIT ?""";
        return Sql.list(
                connection,
                sql,
                row -> new SeriesPoint(Sql.instant(row, "timestamp"), row.getDouble("value")),
                series.ontologyId(),
                series.metricName(),
                series.entityId(),
                after,
                limit);
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

    /** Where a job stands, in a few queries for all of its series. */
    static JobProgress progressOf(final Connection connection, final MonitoringJob job) throws SQLException {
        final Map<SeriesKey, Instant> newest = new LinkedHashMap<>();
        final String points = """
                SELECT ontology_id, entity_id, metric_name,
                    (SELECT max(timestamp) FROM time_series_data WHERE series_id = series.id) AS newest
                FROM series WHERE ontology_id = ? AND newest IS NOT NULL ORDER BY metric_name, entity_id""";
        Sql.list(connection, points, row -> Map.entry(key(row), row.getLong("newest")), job.ontologyId())
                .forEach(series -> newest.put(series.getKey(), Instant.ofEpochMilli(series.getValue())));
        final Map<RuleSeries, Instant> evaluatedThrough = new HashMap<>();
        final String progress = """
                SELECT rule_id, ontology_id, entity_id, series.metric_name, evaluated_through
                FROM rule_progress JOIN series ON series.id = series_id
                WHERE rule_id IN (SELECT id FROM monitoring_rules WHERE job_id = ?)""";
        Sql.list(
                        connection,
                        progress,
                        row -> Map.entry(
                                new RuleSeries(row.getString("rule_id"), key(row)),
                                Sql.instant(row, "evaluated_through")),
                        job.id())
                .forEach(entry -> evaluatedThrough.put(entry.getKey(), entry.getValue()));
        final Map<RuleSeries, Alert> current = new HashMap<>();
        for (final Alert alert : AlertTable.currentOfJob(connection, job.id())) {
            current.put(new RuleSeries(alert.ruleId(), alert.series()), alert);
        }
        return new JobProgress(
                newest, evaluatedThrough, current, AlertPolicyTable.ofJob(connection, job.id(), job.ontologyId()));
    }

    private static SeriesKey key(final ResultSet row) throws SQLException {
        return new SeriesKey(row.getString("ontology_id"), row.getString("entity_id"), row.getString("metric_name"));
    }

    /** @return how many points were new or had another value */
    static long append(final Connection connection, final SeriesBatch batch) throws SQLException {
        // 0 until a point needs it: ids begin at 1
        final long[] seriesIds = new long[batch.series().size()];
        long changed = 0;
        try (PreparedStatement statement = connection.prepareStatement(APPEND)) {
            for (int point = 0; point < batch.size(); point++) {
                final int index = batch.seriesIndex(point);
                if (seriesIds[index] == 0) {
                    seriesIds[index] = idOf(connection, batch.series().get(index));
                }
                statement.setLong(1, seriesIds[index]);
                statement.setLong(2, batch.epochMillis(point));
                statement.setDouble(3, batch.value(point));
                changed += statement.executeUpdate();
            }
        }
        return changed;
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
