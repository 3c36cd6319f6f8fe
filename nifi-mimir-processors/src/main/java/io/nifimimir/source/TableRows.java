/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.source;

import io.nifimimir.source.QueryFilter.Term;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.JDBCType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The rows of a table of a database. What a request names is looked up in the database's own catalogue, and only what is found there becomes part
 * of the SQL, quoted; values are bound to a prepared statement.
 */
public final class TableRows {
    private static final int FETCHED_ROWS = 1_000;
    private static final String COLLECTION = "data_source.query.collection";
    private static final String FILTER = "data_source.query.filter";
    private static final String[] KINDS = {
        "TABLE", "BASE TABLE", "PARTITIONED TABLE", "FOREIGN TABLE", "VIEW", "MATERIALIZED VIEW"
    };

    /** Class of the states of SQL in which a value is not what its column takes. */
    private static final String DATA_EXCEPTION = "22";

    /** PostgreSQL's own state of a column whose type knows no such comparison. */
    private static final String NO_SUCH_OPERATOR = "42883";

    private final Connection connection;

    /** @param connection stays the caller's */
    public TableRows(final Connection connection) {
        this.connection = connection;
    }

    /** A table as the catalogue has it; a part that there is none of is null. */
    private record Table(String catalogue, String schema, String name) {}

    /**
     * @return how many rows there were
     * @throws RefusedRequestException where there is no such table or column, or a value does not fit its column
     */
    public long write(final DataSource.Collection source, final OutputStream output)
            throws IOException, SQLException, RefusedRequestException {
        final Table table = table(source.collection());
        final Map<String, Integer> columns = columns(table);
        final List<Object> values = new ArrayList<>();
        final List<String> conditions = new ArrayList<>();
        for (final Term term : source.filter().terms()) {
            conditions.add(condition(term, columns, values));
        }
        final String sql = "SELECT * FROM %s%s"
                .formatted(quoted(table), conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions));
        final boolean autoCommit = connection.getAutoCommit();
        // Else PostgreSQL sends the whole table at once
        connection.setAutoCommit(false);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(FETCHED_ROWS);
            bind(statement, values);
            try (ResultSet rows = execute(statement)) {
                return write(rows, output);
            }
        } finally {
            connection.rollback();
            connection.setAutoCommit(autoCommit);
        }
    }

    /** PostgreSQL compares a text with a column of another type, such as uuid or an enumeration, where the text is not said to be one. */
    private void bind(final PreparedStatement statement, final List<Object> values) throws SQLException {
        final boolean postgres = "PostgreSQL".equals(connection.getMetaData().getDatabaseProductName());
        for (int index = 0; index < values.size(); index++) {
            if (postgres && values.get(index) instanceof final String text) {
                statement.setObject(index + 1, text, Types.OTHER);
            } else {
                statement.setObject(index + 1, values.get(index));
            }
        }
    }

    private static ResultSet execute(final PreparedStatement statement) throws SQLException, RefusedRequestException {
        try {
            return statement.executeQuery();
        } catch (final SQLException e) {
            final String state = e.getSQLState() == null ? "" : e.getSQLState();
            if (state.startsWith(DATA_EXCEPTION) || state.equals(NO_SUCH_OPERATOR)) {
                throw RefusedRequestException.unprocessable(
                        FILTER,
                        "A value is not one that its column is compared with (SQL state %s)".formatted(state),
                        e);
            }
            throw e;
        }
    }

    /** A name with a point in it is that of a table, or else names the schema before the point. */
    private Table table(final String named) throws SQLException, RefusedRequestException {
        final List<Table> tables = tables(connection.getSchema());
        Optional<Table> found = named(tables, named);
        final int point = named.indexOf('.');
        if (found.isEmpty() && point > 0) {
            found = named(tables(named.substring(0, point)), named.substring(point + 1));
        }
        return found.orElseThrow(() -> RefusedRequestException.notFound(
                COLLECTION,
                "There is no table [%s], expected one of %s"
                        .formatted(named, tables.stream().map(Table::name).toList())));
    }

    private static Optional<Table> named(final List<Table> tables, final String name) {
        return tables.stream().filter(table -> table.name().equals(name)).findFirst();
    }

    /** @param schema null where the database has none, or no current one */
    private List<Table> tables(final String schema) throws SQLException {
        final DatabaseMetaData metaData = connection.getMetaData();
        final List<Table> tables = new ArrayList<>();
        try (ResultSet rows = metaData.getTables(
                connection.getCatalog(), escaped(schema, metaData.getSearchStringEscape()), null, KINDS)) {
            while (rows.next()) {
                final Table table = new Table(
                        rows.getString("TABLE_CAT"), rows.getString("TABLE_SCHEM"), rows.getString("TABLE_NAME"));
                // What is asked for is a pattern, and not each driver takes an escaped one
                if (schema == null || schema.equals(table.schema())) {
                    tables.add(table);
                }
            }
        }
        return tables;
    }

    private Map<String, Integer> columns(final Table table) throws SQLException {
        final DatabaseMetaData metaData = connection.getMetaData();
        final Map<String, Integer> columns = new LinkedHashMap<>();
        final String escape = metaData.getSearchStringEscape();
        try (ResultSet rows = metaData.getColumns(
                table.catalogue(), escaped(table.schema(), escape), escaped(table.name(), escape), null)) {
            while (rows.next()) {
                if (table.name().equals(rows.getString("TABLE_NAME"))
                        && Objects.equals(table.schema(), rows.getString("TABLE_SCHEM"))) {
                    columns.put(
                            rows.getString("COLUMN_NAME"), type(rows.getInt("DATA_TYPE"), rows.getString("TYPE_NAME")));
                }
            }
        }
        return columns;
    }

    /** PostgreSQL says of an instant that it is a local time. */
    private static int type(final int type, final String name) {
        final String lowerCase = name == null ? "" : name.toLowerCase(Locale.ROOT);
        return lowerCase.startsWith("timestamptz") || lowerCase.contains("with time zone")
                ? Types.TIMESTAMP_WITH_TIMEZONE
                : type;
    }

    private static String escaped(final String name, final String escape) {
        return name == null || escape == null || escape.isEmpty()
                ? name
                : name.replace(escape, escape + escape)
                        .replace("_", escape + "_")
                        .replace("%", escape + "%");
    }

    private String quoted(final Table table) throws SQLException, RefusedRequestException {
        return table.schema() == null ? quoted(table.name()) : quoted(table.schema()) + "." + quoted(table.name());
    }

    private String quoted(final String identifier) throws SQLException, RefusedRequestException {
        final String quote = connection.getMetaData().getIdentifierQuoteString();
        if (quote != null && !quote.isBlank()) {
            return quote + identifier.replace(quote, quote + quote) + quote;
        }
        if (!identifier.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            throw RefusedRequestException.unprocessable(
                    COLLECTION, "[%s] cannot be asked for: this database quotes no names".formatted(identifier));
        }
        return identifier;
    }

    private String condition(final Term term, final Map<String, Integer> columns, final List<Object> values)
            throws SQLException, RefusedRequestException {
        final Integer type = columns.get(term.column());
        if (type == null) {
            throw RefusedRequestException.unprocessable(
                    FILTER + "." + term.column(), "There is no such column, expected one of " + columns.keySet());
        }
        for (final String value : term.values()) {
            values.add(value(term.column(), type, value));
        }
        final String name = quoted(term.column());
        return switch (term.operator()) {
            case IS_NULL -> name + " IS NULL";
            case IN ->
                "%s IN (%s)"
                        .formatted(
                                name,
                                String.join(
                                        ", ", Collections.nCopies(term.values().size(), "?")));
            case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                "%s %s ?".formatted(name, term.operator().symbol());
        };
    }

    private static Object value(final String column, final int type, final String text) throws RefusedRequestException {
        try {
            return switch (type) {
                case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.DECIMAL, Types.NUMERIC ->
                    new BigDecimal(text);
                case Types.REAL, Types.FLOAT, Types.DOUBLE -> Double.valueOf(text);
                case Types.BOOLEAN, Types.BIT -> flag(text);
                case Types.DATE -> LocalDate.parse(text);
                case Types.TIMESTAMP -> LocalDateTime.parse(text.length() == 10 ? text + "T00:00:00" : text);
                case Types.TIMESTAMP_WITH_TIMEZONE -> OffsetDateTime.parse(text);
                default -> text;
            };
        } catch (final IllegalArgumentException | DateTimeException e) {
            throw RefusedRequestException.unprocessable(
                    FILTER + "." + column,
                    "[%s] is not of the type of the column, which is %s".formatted(text, JDBCType.valueOf(type)),
                    e);
        }
    }

    /** Else what is neither true nor false would be false. */
    private static Boolean flag(final String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw new IllegalArgumentException("Neither true nor false: " + text);
        };
    }

    private static long write(final ResultSet rows, final OutputStream output) throws IOException, SQLException {
        final ResultSetMetaData metaData = rows.getMetaData();
        final List<String> names = new ArrayList<>();
        for (int column = 1; column <= metaData.getColumnCount(); column++) {
            names.add(metaData.getColumnLabel(column));
        }
        try (JsonRows written = new JsonRows(output, names)) {
            while (rows.next()) {
                final Object[] cells = new Object[names.size()];
                for (int index = 0; index < cells.length; index++) {
                    cells[index] = cell(
                            rows,
                            index + 1,
                            type(metaData.getColumnType(index + 1), metaData.getColumnTypeName(index + 1)));
                }
                written.write(cells);
            }
            return written.rows();
        }
    }

    private static Object cell(final ResultSet rows, final int column, final int type) throws SQLException {
        final Object value = rows.getObject(column);
        if (value instanceof java.sql.Timestamp) {
            // By way of a Timestamp, an hour that the zone of this machine skips would become another one
            return type == Types.TIMESTAMP_WITH_TIMEZONE
                    ? rows.getObject(column, OffsetDateTime.class)
                    : rows.getObject(column, LocalDateTime.class);
        }

        return switch (value) {
            case null -> null;
            case final byte[] bytes -> HexFormat.of().formatHex(bytes);
            case final BigDecimal number -> number;
            case final Double number -> number.isNaN() || number.isInfinite() ? null : number;
            case final Float number -> number.isNaN() || number.isInfinite() ? null : new BigDecimal(number.toString());
            case final Number number -> new BigDecimal(number.toString());
            case final java.sql.Date date -> date.toLocalDate();
            case final Boolean flag -> flag;
            default -> value.toString();
        };
    }
}
