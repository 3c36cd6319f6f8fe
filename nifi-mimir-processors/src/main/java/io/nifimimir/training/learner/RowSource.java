/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.learner;

/** Rows that a linear model is fitted on, or applied to. Not safe for use by several threads. */
public interface RowSource {

    int rows();

    /** Number of columns. */
    int width();

    /** To be read before the next row is asked for. */
    SparseRow row(int row);
}
