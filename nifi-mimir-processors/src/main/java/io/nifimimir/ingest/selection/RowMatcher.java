/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.selection;

import io.nifimimir.dataset.CellKind;
import io.nifimimir.dataset.RowBuffer;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Applies a filter to the rows of a table. Not safe for use by several threads. */
public final class RowMatcher {
    private final RowFilter filter;
    private final Map<String, Integer> indexes = new HashMap<>();
    private int known;

    public RowMatcher(final RowFilter filter) {
        this.filter = filter;
    }

    /**
     * Whether the row is wanted.
     *
     * @param columns names of the columns found so far; a column that is not among them is null
     */
    public boolean matches(final RowBuffer row, final List<String> columns) {
        for (; known < columns.size(); known++) {
            indexes.put(columns.get(known), known);
        }
        return matches(filter.condition(), row);
    }

    /** Columns that the filter looks at and that have not been found. */
    public Set<String> missingColumns() {
        final Set<String> missing = new TreeSet<>(filter.columns());
        missing.removeAll(indexes.keySet());
        return missing;
    }

    private boolean matches(final Condition condition, final RowBuffer row) {
        return switch (condition) {
            case Condition.Compare compare -> compare(compare, row);
            case Condition.IsNull(String column) -> row.kind(index(column)) == CellKind.NULL;
            case Condition.Not(Condition negated) -> !matches(negated, row);
            case Condition.All(List<Condition> conditions) ->
                conditions.stream().allMatch(each -> matches(each, row));
            case Condition.Any(List<Condition> conditions) ->
                conditions.stream().anyMatch(each -> matches(each, row));
        };
    }

    private int index(final String column) {
        return indexes.getOrDefault(column, Integer.MAX_VALUE);
    }

    private boolean compare(final Condition.Compare compare, final RowBuffer row) {
        final int index = index(compare.column());
        final Literal literal = compare.literal();
        final CellKind kind = row.kind(index);
        if (kind == CellKind.NULL) {
            return false;
        }
        if (compare.comparison() == Comparison.CONTAINS) {
            return kind != CellKind.BOOLEAN && row.string(index).contains(literal.text());
        }
        if (kind == CellKind.NUMBER && literal.number().isPresent()) {
            final BigDecimal number = new BigDecimal(row.text(), row.start(index), row.end(index) - row.start(index));
            return compare.comparison().holds(number.compareTo(literal.number().get()));
        }
        if (kind.isTemporal() && literal.instant().isPresent()) {
            final Instant instant = Instant.ofEpochSecond(row.epochSeconds(index), row.nanos(index));
            return compare.comparison()
                    .holds(instant.compareTo(literal.instant().get()));
        }
        final String text = kind == CellKind.BOOLEAN ? String.valueOf(row.isTrue(index)) : row.string(index);
        return compare.comparison().holds(text.compareTo(literal.text()));
    }
}
