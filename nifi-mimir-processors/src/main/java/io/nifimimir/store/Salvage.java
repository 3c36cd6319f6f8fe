/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Takes over from a damaged file what came after the backup, where each row stands for itself: points of series, and keys of alerts that
 * were passed on. What hangs together over several tables, such as how far a rule has come and what it found, is left behind: half of it
 * would be worse than none, and the rules find it again in the points.
 */
final class Salvage {
    private static final String POINTS = """
            SELECT ontology_id, entity_id, metric_name, timestamp, value
            FROM series CROSS JOIN time_series_data ON series_id = series.id""";

    private static final String CACHE = "SELECT key, value, revision, updated_at FROM cache_entries";

    private Salvage() {}

    /** @return rows taken over of each table */
    static Map<String, Long> copy(final Path damaged, final Connection target) throws SQLException {
        final Map<String, Long> rescued = new TreeMap<>();
        try (Connection source = SqliteConnector.readOnly(damaged)) {
            count(rescued, "time_series_data", read(source, POINTS, row -> savePoint(target, row)));
            count(rescued, "cache_entries", read(source, CACHE, row -> saveCacheEntry(target, row)));
        } catch (final SQLException e) {
            requireDamage(e);
        }
        return rescued;
    }

    private static long savePoint(final Connection target, final ResultSet row) throws SQLException {
        final double value = row.getDouble("value");
        if (!Double.isFinite(value)) {
            return 0;
        }
        Sql.update(
                target,
                "INSERT INTO series (ontology_id, entity_id, metric_name) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                row.getString("ontology_id"),
                row.getString("entity_id"),
                row.getString("metric_name"));
        final String sql = """
                INSERT INTO time_series_data (series_id, timestamp, value)
                SELECT id, ?, ? FROM series WHERE ontology_id = ? AND entity_id = ? AND metric_name = ?
                ON CONFLICT DO NOTHING""";
        return Sql.update(
                target,
                sql,
                row.getLong("timestamp"),
                value,
                row.getString("ontology_id"),
                row.getString("entity_id"),
                row.getString("metric_name"));
    }

    private static long saveCacheEntry(final Connection target, final ResultSet row) throws SQLException {
        final String sql = """
                INSERT INTO cache_entries (key, value, revision, updated_at) VALUES (?, ?, ?, ?)
                ON CONFLICT DO NOTHING""";
        return Sql.update(
                target,
                sql,
                row.getBytes("key"),
                row.getBytes("value"),
                row.getLong("revision"),
                row.getLong("updated_at"));
    }

    private static long read(final Connection source, final String sql, final RowSaver saver) throws SQLException {
        long saved = 0;
        try (PreparedStatement statement = source.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                saved += saver.save(row);
            }
        } catch (final SQLException e) {
            requireDamage(e);
        }
        return saved;
    }

    /** Damage is what the file is here for, and ends the reading of a table: what was read before it counts. */
    private static void requireDamage(final SQLException e) throws SQLException {
        if (!IntegrityCheck.isDamage(e)) {
            throw e;
        }
    }

    private static void count(final Map<String, Long> rescued, final String table, final long rows) {
        if (rows > 0) {
            rescued.put(table, rows);
        }
    }

    @FunctionalInterface
    private interface RowSaver {
        long save(ResultSet row) throws SQLException;
    }
}
