/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.monitoring.schedule.ClockGuard;
import io.nifimimir.monitoring.schedule.ClockMark;

import java.sql.Connection;
import java.sql.SQLException;

/** What is remembered of the time. */
final class ClockTable {
    private ClockTable() {}

    static ClockMark mark(final Connection connection) throws SQLException {
        return Sql.first(
                        connection,
                        "SELECT certain, newest FROM clock_marks",
                        row -> new ClockMark(Sql.instant(row, "certain"), Sql.instant(row, "newest")))
                .orElseGet(ClockGuard::unknown);
    }

    static void save(final Connection connection, final ClockMark mark) throws SQLException {
        final String sql = """
                INSERT INTO clock_marks (id, certain, newest) VALUES (1, ?, ?)
                ON CONFLICT (id) DO UPDATE SET certain = excluded.certain, newest = excluded.newest""";
        Sql.update(connection, sql, mark.certain(), mark.newest());
    }
}
