/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The few lines of JDBC that each query needs. Instants are bound and read as milliseconds since 1970. */
final class Sql {
    private Sql() {}

    static <T> List<T> list(
            final Connection connection, final String sql, final RowMapper<T> mapper, final Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            try (ResultSet rows = statement.executeQuery()) {
                final List<T> result = new ArrayList<>();
                while (rows.next()) {
                    result.add(mapper.map(rows));
                }
                return result;
            }
        }
    }

    static <T> Optional<T> first(
            final Connection connection, final String sql, final RowMapper<T> mapper, final Object... parameters)
            throws SQLException {
        return list(connection, sql, mapper, parameters).stream().findFirst();
    }

    /** @return rows changed */
    static int update(final Connection connection, final String sql, final Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            return statement.executeUpdate();
        }
    }

    static void bind(final PreparedStatement statement, final Object... parameters) throws SQLException {
        for (int index = 0; index < parameters.length; index++) {
            switch (parameters[index]) {
                case final Instant instant -> statement.setLong(index + 1, instant.toEpochMilli());
                case final Boolean flag -> statement.setInt(index + 1, flag ? 1 : 0);
                case final byte[] bytes -> statement.setBytes(index + 1, bytes);
                case null, default -> statement.setObject(index + 1, parameters[index]);
            }
        }
    }

    /** The instant of a column, or null. */
    static Instant instant(final ResultSet row, final String column) throws SQLException {
        final long milliseconds = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(milliseconds);
    }

    /** Reads the row on which a result stands. */
    @FunctionalInterface
    interface RowMapper<T> {
        T map(ResultSet row) throws SQLException;
    }
}
