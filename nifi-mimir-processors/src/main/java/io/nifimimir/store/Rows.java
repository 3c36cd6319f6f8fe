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

/** Statements with parameters, and rows mapped to objects. */
final class Rows {
    private Rows() {}

    /** Makes an object of the current row. */
    @FunctionalInterface
    interface Mapper<T> {
        T map(ResultSet row) throws SQLException;
    }

    static <T> List<T> list(
            final Connection connection, final String sql, final Mapper<T> mapper, final Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, parameters);
                ResultSet result = statement.executeQuery()) {
            final List<T> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(mapper.map(result));
            }
            return rows;
        }
    }

    static <T> Optional<T> first(
            final Connection connection, final String sql, final Mapper<T> mapper, final Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, parameters);
                ResultSet result = statement.executeQuery()) {
            return result.next() ? Optional.of(mapper.map(result)) : Optional.empty();
        }
    }

    /** Returns the number of rows changed. */
    static int update(final Connection connection, final String sql, final Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, parameters)) {
            return statement.executeUpdate();
        }
    }

    private static PreparedStatement prepare(final Connection connection, final String sql, final Object... parameters)
            throws SQLException {
        final PreparedStatement statement = connection.prepareStatement(sql);
        for (int index = 0; index < parameters.length; index++) {
            final Object parameter = parameters[index];
            statement.setObject(
                    index + 1, parameter instanceof Instant instant ? (Object) instant.toEpochMilli() : parameter);
        }
        return statement;
    }

    /** The instant in a column, or null. */
    static Instant instant(final ResultSet row, final String column) throws SQLException {
        final long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }
}
