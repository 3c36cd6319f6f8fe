/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.monitoring.SeriesKey;
import io.nifimimir.monitoring.SeriesPoint;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;

/** Tables {@code series} and {@code time_series_data}. */
final class SeriesTable {

    long append(final Connection connection, final SeriesKey key, final Iterator<SeriesPoint> points)
            throws SQLException {
        Rows.update(
                connection,
                "INSERT INTO series (ontology_id, entity_id, metric_name) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                key.ontologyId(),
                key.entityId(),
                key.metricName());
        final long seriesId = Rows.first(
                        connection,
                        "SELECT id FROM series WHERE ontology_id = ? AND entity_id = ? AND metric_name = ?",
                        row -> row.getLong(1),
                        key.ontologyId(),
                        key.entityId(),
                        key.metricName())
                .orElseThrow();
        long changed = 0;
        try (PreparedStatement statement = connection.prepareStatement("""
                INSERT INTO time_series_data (series_id, timestamp, value) VALUES (?1, ?2, ?3)
                ON CONFLICT (series_id, timestamp) DO UPDATE SET value = ?3 WHERE value <> ?3""")) {
            statement.setLong(1, seriesId);
            while (points.hasNext()) {
                final SeriesPoint point = points.next();
                statement.setLong(2, point.timestamp().toEpochMilli());
                statement.setDouble(3, point.value());
                changed += statement.executeUpdate();
            }
        }
        return changed;
    }

    List<SeriesKey> list(final Connection connection, final String ontologyId) throws SQLException {
        return Rows.list(
                connection,
                "SELECT entity_id, metric_name FROM series WHERE ontology_id = ? ORDER BY metric_name, entity_id",
                row -> new SeriesKey(ontologyId, row.getString("entity_id"), row.getString("metric_name")),
                ontologyId);
    }

    List<SeriesPoint> newest(final Connection connection, final SeriesKey key, final int limit) throws SQLException {
        return Rows.list(
                        connection,
                        """
                        SELECT point.timestamp, point.value FROM time_series_data AS point JOIN series ON series.id = point.series_id
                        WHERE series.ontology_id = ? AND series.entity_id = ? AND series.metric_name = ?
                        ORDER BY point.timestamp DESC LIMIT ?""",
                        row -> new SeriesPoint(Instant.ofEpochMilli(row.getLong("timestamp")), row.getDouble("value")),
                        key.ontologyId(),
                        key.entityId(),
                        key.metricName(),
                        limit)
                .reversed();
    }
}
