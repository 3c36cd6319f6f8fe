/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.table;

import io.nifimimir.dataset.Column;

import java.util.function.Predicate;

/**
 * What becomes of a table that is too large.
 *
 * @param bytes of memory that the columns may take
 * @param strategy where they would take more
 * @param mayBeClass columns of whose rare values a sample keeps rows
 */
public record RowLimit(long bytes, Strategy strategy, Predicate<Column> mayBeClass) {

    /** What is done with rows beyond the limit. */
    public enum Strategy {
        /** Rows are thinned out evenly; of a time series the newest are kept. */
        SAMPLE,
        /** {@link TrainingLimitException} */
        REFUSE
    }

    /** This limit where no more memory than this is there. */
    public RowLimit within(final long available) {
        return new RowLimit(Math.min(bytes, available), strategy, mayBeClass);
    }

    public static RowLimit refusing(final long bytes) {
        return new RowLimit(bytes, Strategy.REFUSE, column -> false);
    }
}
