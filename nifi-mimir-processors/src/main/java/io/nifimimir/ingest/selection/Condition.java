/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.selection;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a row must be like. */
sealed interface Condition {

    Set<String> columns();

    record Compare(String column, Comparison comparison, Literal literal) implements Condition {
        @Override
        public Set<String> columns() {
            return Set.of(column);
        }
    }

    record IsNull(String column) implements Condition {
        @Override
        public Set<String> columns() {
            return Set.of(column);
        }
    }

    record Not(Condition condition) implements Condition {
        @Override
        public Set<String> columns() {
            return condition.columns();
        }
    }

    record All(List<Condition> conditions) implements Condition {
        @Override
        public Set<String> columns() {
            return union(conditions);
        }
    }

    record Any(List<Condition> conditions) implements Condition {
        @Override
        public Set<String> columns() {
            return union(conditions);
        }
    }

    private static Set<String> union(final List<Condition> conditions) {
        final Set<String> columns = new HashSet<>();
        conditions.forEach(condition -> columns.addAll(condition.columns()));
        return columns;
    }
}
