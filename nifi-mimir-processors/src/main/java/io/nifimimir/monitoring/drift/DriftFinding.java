/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.drift;

import java.util.List;

/**
 * A change of a column that is not explained by chance alone.
 *
 * @param stabilityIndex population stability index, less what chance is expected to add; by convention 0.1 is a moderate and 0.25 a large
 *     change
 * @param distance from 0 to 1: of numbers the largest distance of the distribution functions, of levels the total variation, else the
 *     difference of the shares
 * @param pValue corrected for all tests of the look
 * @param seen the median of numbers, else a share of rows
 * @param expected the same, by the training data of the same season
 * @param examples values that make the change, the most telling first
 */
public record DriftFinding(
        String column,
        Change change,
        double stabilityIndex,
        double distance,
        double pValue,
        double seen,
        double expected,
        List<Example> examples) {
    public DriftFinding {
        examples = List.copyOf(examples);
    }

    boolean isOfTheSame(final DriftFinding other) {
        return column.equals(other.column) && change == other.change;
    }

    DriftFinding corrected(final double correctedPValue) {
        return new DriftFinding(column, change, stabilityIndex, distance, correctedPValue, seen, expected, examples);
    }

    /** What has changed. */
    public enum Change {
        /** Numbers are distributed in another way. */
        NUMBERS,
        /** Levels come in other shares. */
        LEVELS,
        /** There are values that training never saw. */
        NEW_VALUES,
        /** More values are missing. */
        MISSING
    }

    /**
     * A value that makes the change.
     *
     * @param share of the rows that have a value like it
     * @param expectedShare by the training data of the same season
     * @param row where it is, such as {@code row 17 of may.csv}
     */
    public record Example(String value, double share, double expectedShare, String row) {}
}
