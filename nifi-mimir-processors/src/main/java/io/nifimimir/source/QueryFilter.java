/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.nifimimir.dataset.Datetimes;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which rows of a collection are wanted: all conditions must hold. In JSON, a field is the name of a column, and its value what the column
 * must equal ({@code "north"}), one of several values ({@code ["north", "south"]}), null, or a range ({@code {">=": 10, "<": 20}}, {@code
 * {"between": [10, 20]}}).
 */
public record QueryFilter(List<Term> terms) {
    public static final QueryFilter ALL = new QueryFilter(List.of());

    private static final String BETWEEN = "between";

    private static final Map<String, Operator> OPERATORS = Map.ofEntries(
            Map.entry("=", Operator.EQUAL),
            Map.entry("eq", Operator.EQUAL),
            Map.entry("!=", Operator.NOT_EQUAL),
            Map.entry("ne", Operator.NOT_EQUAL),
            Map.entry("<", Operator.LESS),
            Map.entry("lt", Operator.LESS),
            Map.entry("<=", Operator.LESS_OR_EQUAL),
            Map.entry("lte", Operator.LESS_OR_EQUAL),
            Map.entry(">", Operator.GREATER),
            Map.entry("gt", Operator.GREATER),
            Map.entry(">=", Operator.GREATER_OR_EQUAL),
            Map.entry("gte", Operator.GREATER_OR_EQUAL),
            Map.entry("in", Operator.IN));

    private static final String ACCEPTED =
            "a value, an array of values, or an object with =, !=, <, <=, >, >=, in or between";

    public QueryFilter {
        terms = List.copyOf(terms);
    }

    /** How a column is compared. */
    public enum Operator {
        EQUAL("="),
        NOT_EQUAL("<>"),
        LESS("<"),
        LESS_OR_EQUAL("<="),
        GREATER(">"),
        GREATER_OR_EQUAL(">="),
        IN("in"),
        IS_NULL("is null");

        private final String symbol;

        Operator(final String symbol) {
            this.symbol = symbol;
        }

        /** In SQL. */
        String symbol() {
            return symbol;
        }
    }

    /**
     * A condition on a column.
     *
     * @param values none for {@link Operator#IS_NULL}, one or more for {@link Operator#IN}, one for all others
     */
    public record Term(String column, Operator operator, List<String> values) {
        public Term {
            values = List.copyOf(values);
        }

        /** As SQL has it: null is like nothing, and unlike nothing. */
        boolean matches(final Object cell) {
            if (operator == Operator.IS_NULL) {
                return cell == null;
            }
            return cell != null && values.stream().anyMatch(value -> matches(cell, value));
        }

        private boolean matches(final Object cell, final String value) {
            final OptionalInt comparison = compare(cell, value);
            if (comparison.isEmpty()) {
                return operator == Operator.NOT_EQUAL;
            }
            final int sign = comparison.getAsInt();
            return switch (operator) {
                case EQUAL, IN -> sign == 0;
                case NOT_EQUAL -> sign != 0;
                case LESS -> sign < 0;
                case LESS_OR_EQUAL -> sign <= 0;
                case GREATER -> sign > 0;
                case GREATER_OR_EQUAL -> sign >= 0;
                case IS_NULL -> false;
            };
        }

        /** Empty where the two are of different kinds. */
        private static OptionalInt compare(final Object cell, final String value) {
            try {
                return OptionalInt.of(
                        switch (cell) {
                            case final Number number ->
                                new BigDecimal(number.toString()).compareTo(new BigDecimal(value));
                            case final Temporal datetime ->
                                Datetimes.toInstant(datetime).compareTo(Datetimes.toInstant(Datetimes.ofText(value)));
                            default -> cell.toString().compareTo(value);
                        });
            } catch (final NumberFormatException | DateTimeException | IndexOutOfBoundsException e) {
                return OptionalInt.empty();
            }
        }
    }

    static QueryFilter parse(final RequestObject filter) throws RefusedRequestException {
        final List<Term> terms = new ArrayList<>();
        for (final String column : filter.fields()) {
            final Optional<JsonNode> value = filter.value(column);
            if (value.isEmpty()) {
                terms.add(new Term(column, Operator.IS_NULL, List.of()));
            } else if (value.get().isObject()) {
                addRange(terms, filter, column, value.get());
            } else if (value.get().isArray()) {
                terms.add(new Term(column, Operator.IN, values(filter, column, value.get())));
            } else {
                terms.add(new Term(column, Operator.EQUAL, List.of(scalar(filter, column, value.get()))));
            }
        }
        return new QueryFilter(terms);
    }

    private static void addRange(
            final List<Term> terms, final RequestObject filter, final String column, final JsonNode range)
            throws RefusedRequestException {
        if (range.isEmpty()) {
            throw filter.wrongType(column, ACCEPTED, range);
        }
        for (final Map.Entry<String, JsonNode> bound : range.properties()) {
            final String name = bound.getKey().startsWith("$") ? bound.getKey().substring(1) : bound.getKey();
            final Operator operator = OPERATORS.get(name);
            if (name.equals(BETWEEN)) {
                final List<String> bounds = values(filter, column, bound.getValue());
                if (bounds.size() != 2) {
                    throw filter.wrongType(column, "between with an array of two values", range);
                }
                terms.add(new Term(column, Operator.GREATER_OR_EQUAL, List.of(bounds.getFirst())));
                terms.add(new Term(column, Operator.LESS_OR_EQUAL, List.of(bounds.getLast())));
            } else if (operator == Operator.IN) {
                terms.add(new Term(column, operator, values(filter, column, bound.getValue())));
            } else if (operator != null) {
                terms.add(new Term(column, operator, List.of(scalar(filter, column, bound.getValue()))));
            } else {
                throw filter.wrongType(column, ACCEPTED, range);
            }
        }
    }

    private static List<String> values(final RequestObject filter, final String column, final JsonNode array)
            throws RefusedRequestException {
        if (!array.isArray() || array.isEmpty()) {
            throw filter.wrongType(column, "an array of one value or more", array);
        }
        final List<String> values = new ArrayList<>();
        for (final JsonNode element : array) {
            values.add(scalar(filter, column, element));
        }
        return values;
    }

    private static String scalar(final RequestObject filter, final String column, final JsonNode value)
            throws RefusedRequestException {
        if (value.isNumber()) {
            return value.decimalValue().toPlainString();
        }
        if (!value.isTextual() && !value.isBoolean()) {
            throw filter.wrongType(column, ACCEPTED, value);
        }
        return value.asText();
    }
}
