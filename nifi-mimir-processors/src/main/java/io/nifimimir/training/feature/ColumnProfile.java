/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.feature;

import io.nifimimir.dataset.DataType;

/**
 * What a column turned out to be, on the rows that were looked at.
 *
 * @param rows rows looked at
 * @param present cells that are not missing (and finite)
 * @param distinct different values among them
 * @param integral whether all numbers are whole
 * @param reason why the column is of this kind, in words; empty for kinds that explain themselves
 */
public record ColumnProfile(
        String name,
        DataType type,
        Kind kind,
        int rows,
        int present,
        int distinct,
        boolean integral,
        double largestShare,
        String reason) {

    /** What a column is by its values. */
    public enum Kind {
        EMPTY,
        CONSTANT,
        IDENTIFIER,
        FREE_TEXT,
        CATEGORY,
        NUMBER,
        FLAG,
        DATE
    }

    public double missingShare() {
        return rows == 0 ? 1 : 1 - (double) present / rows;
    }

    /** Whether the column tells nothing by its nature. */
    public boolean isUseless() {
        return switch (kind) {
            case EMPTY, CONSTANT, IDENTIFIER -> true;
            case FREE_TEXT, CATEGORY, NUMBER, FLAG, DATE -> false;
        };
    }
}
