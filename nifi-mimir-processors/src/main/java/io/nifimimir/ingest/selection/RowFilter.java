/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.selection;

import java.util.Set;

/**
 * Tells the rows that are wanted from the others, by their typed cells: {@code region = 'north' and (cases > 10 or day >= 2024-05-01)}. Safe for use by
 * several threads.
 */
public final class RowFilter {
    private final String text;
    private final Condition condition;

    private RowFilter(final String text, final Condition condition) {
        this.text = text;
        this.condition = condition;
    }

    /**
     * Reads a filter: comparisons by {@code =}, {@code !=}, {@code <}, {@code <=}, {@code >}, {@code >=}, {@code contains}, {@code in (...)},
     * {@code is null} and {@code is not null}, joined by {@code and}, {@code or}, {@code not} and parentheses. A column's name stands as it is or in
     * double quotes, a text in single quotes.
     *
     * @throws IllegalArgumentException where the text is no filter; the message says at which character, and what was expected
     */
    public static RowFilter parse(final String text) {
        return new RowFilter(text, new RowFilterParser(text).parse());
    }

    Condition condition() {
        return condition;
    }

    /** Names of the columns that the filter looks at. */
    public Set<String> columns() {
        return condition.columns();
    }

    @Override
    public String toString() {
        return text;
    }
}
