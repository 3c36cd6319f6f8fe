/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When the store was open, and whether it was closed. */
final class SessionTable {
    /** Longer than a machine is off as a rule, shorter than a clock without its battery is wrong by. */
    private static final Duration IMPLAUSIBLE_GAP = Duration.ofDays(31);

    private static final Duration PROBATION = Duration.ofDays(7);

    private SessionTable() {}

    /** @return identifies this session */
    static long begin(final Connection connection, final Instant now) throws SQLException {
        Sql.update(connection, "INSERT INTO store_sessions (opened_at) VALUES (?)", now);
        return Sql.first(connection, "SELECT last_insert_rowid()", row -> row.getLong(1))
                .orElseThrow(() -> new SQLException("The session is missing right after it was stored"));
    }

    static void end(final Connection connection, final long session, final Instant now) throws SQLException {
        Sql.update(connection, "UPDATE store_sessions SET closed_at = ? WHERE id = ?", now, session);
    }

    /** When it was last closed as it should be, before this session. */
    static Optional<Instant> lastCleanStop(final Connection connection, final long session) throws SQLException {
        return Sql.first(
                connection,
                "SELECT closed_at FROM store_sessions WHERE id < ? AND closed_at IS NOT NULL ORDER BY id DESC LIMIT 1",
                row -> Sql.instant(row, "closed_at"),
                session);
    }

    /** Whether the session before this one was cut off. */
    static boolean wasCutOff(final Connection connection, final long session) throws SQLException {
        return Sql.first(
                        connection,
                        "SELECT closed_at IS NULL FROM store_sessions WHERE id < ? ORDER BY id DESC LIMIT 1",
                        row -> row.getInt(1) == 1,
                        session)
                .orElse(false);
    }

    /**
     * Whether the clock may be wrong by a long time: after a leap of weeks it is not trusted for some days, lest a wrong year makes
     * everything look old enough to be let go.
     */
    static boolean clockIsOnProbation(final Connection connection, final Instant now) throws SQLException {
        final String sql = """
                SELECT max(opened_at) AS leap FROM (
                    SELECT opened_at, lag(coalesce(closed_at, opened_at)) OVER (ORDER BY id) AS before
                    FROM store_sessions)
                WHERE opened_at - before > ?""";
        final Instant leap = Sql.list(connection, sql, row -> Sql.instant(row, "leap"), IMPLAUSIBLE_GAP.toMillis())
                .getFirst();
        return leap != null && now.isBefore(leap.plus(PROBATION));
    }
}
