/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/** How far the points of each dataset are stored. */
final class IngestionTable {
    /** NiFi repeats a flowfile after a start, and not months later. */
    private static final Duration KEPT = Duration.ofDays(30);

    private IngestionTable() {}

    static long points(final Connection connection, final String key) throws SQLException {
        final String sql = "SELECT points FROM ingestions WHERE ingestion_key = ?";
        return Sql.first(connection, sql, row -> row.getLong("points"), key).orElse(0L);
    }

    /** @return false where the key is there already */
    static boolean begin(final Connection connection, final String key, final long rows, final Instant now)
            throws SQLException {
        final String sql = """
                INSERT INTO ingestions (ingestion_key, points, updated_at) VALUES (?, ?, ?)
                ON CONFLICT (ingestion_key) DO NOTHING""";
        final boolean begun = Sql.update(connection, sql, key, rows, now) > 0;
        forgetOld(connection, now);
        return begun;
    }

    static void save(final Connection connection, final String key, final long points, final Instant now)
            throws SQLException {
        final String sql = """
                INSERT INTO ingestions (ingestion_key, points, updated_at) VALUES (?, ?, ?)
                ON CONFLICT (ingestion_key) DO UPDATE SET points = excluded.points, updated_at = excluded.updated_at""";
        Sql.update(connection, sql, key, points, now);
        forgetOld(connection, now);
    }

    private static void forgetOld(final Connection connection, final Instant now) throws SQLException {
        Sql.update(connection, "DELETE FROM ingestions WHERE updated_at < ?", now.minus(KEPT));
    }
}
